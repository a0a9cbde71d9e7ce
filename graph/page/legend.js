// The left side: what the signs mean, how many there are, and boxes that show or hide them.

import { counted, icon, line, make, name } from "./dom.js";
import { Model } from "./model.js";
import { toggled } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {(change: Partial<State>) => void} Change
 * @typedef {{label: Node | string, sign?: Node | null, count: number, shown: number, checked: boolean, mixed?: boolean, id: string, set: (on: boolean) => void}} Row
 */

/**
 * The legend for a state.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 * @returns {HTMLElement[]}
 */
export function legend(model, state, shown, change) {
  return [
    section("Names", groupRows(model, state, shown, change), (all) => change({ hiddenTypes: all ? [] : model.types.map((type) => type.name).sort() })),
    section("Relations", relationRows(model, state, shown, change), (all) => change({ hiddenRelations: all ? [] : model.relations.map((relation) => relation.name).sort() })),
    section("Also", otherRows(model, state, shown, change)),
    section("Texts", sourceRows(model, state, shown, change), (all) => change({ hiddenSources: all ? [] : model.sources.map((source) => source.id).sort() })),
  ].filter((part) => part !== null);
}

/**
 * @param {string} title
 * @param {Node[]} rows
 * @param {(all: boolean) => void} [set]
 */
function section(title, rows, set) {
  if (!rows.length) return null;
  const button = (/** @type {string} */ label, /** @type {boolean} */ all) =>
    make("button", { type: "button", id: `${label}-${title}`, "aria-label": `${label} ${title.toLowerCase()}`, click: () => set?.(all) }, label);
  const buttons = set && rows.length > 1 ? make("span", { class: "all-none" }, button("all", true), button("none", false)) : null;
  return make("fieldset", {}, make("legend", {}, title), buttons, ...rows);
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 */
function groupRows(model, state, shown, change) {
  return model.groups.flatMap((group, number) => {
    const types = model.types.filter((type) => type.group === number && countType(model, type.name));
    if (!types.length) return [];
    const rows = types.map((type) => typeRow(model, state, shown, change, type));
    const visible = types.filter((type) => !state.hiddenTypes.includes(type.name));
    const set = (/** @type {boolean} */ on) => change({ hiddenTypes: types.reduce((list, type) => toggled(list, type.name, !on), state.hiddenTypes) });
    const row = checkbox({
      ...{ label: group.label, sign: icon(group), id: `group-${group.name}`, set },
      ...{ checked: visible.length > 0, mixed: visible.length > 0 && visible.length < types.length },
      ...{ count: sum(rows, "count"), shown: sum(rows, "shown") },
    });
    return types.length > 1 ? withTypes(row, group, make("div", { class: "types", id: `types-${group.name}` }, ...rows.map(checkbox))) : [row];
  });
}

/** Groups whose types the reader has unfolded; the legend is built anew at each change. */
const unfolded = new Set();

/**
 * A group's row with a button that unfolds its types.
 * @param {HTMLElement} row
 * @param {import("./model.js").Group} group
 * @param {HTMLElement} types
 */
function withTypes(row, group, types) {
  const fold = make("button", { type: "button", class: "fold", id: `fold-${group.name}`, "aria-controls": types.id, "aria-label": `Types of ${group.label}` });
  const show = () => {
    types.hidden = !unfolded.has(group.name);
    fold.setAttribute("aria-expanded", String(!types.hidden));
  };
  fold.addEventListener("click", () => {
    if (!unfolded.delete(group.name)) unfolded.add(group.name);
    show();
  });
  show();
  return [make("div", { class: "foldable" }, row, fold), types];
}

/**
 * @param {Row[]} rows
 * @param {"count" | "shown"} field
 */
function sum(rows, field) {
  return rows.reduce((total, row) => total + row[field], 0);
}

/**
 * @param {Model} model
 * @param {string} type
 */
function countType(model, type) {
  return model.entities.filter((entity) => entity.type === type).length;
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 * @param {{name: string, label: string}} type
 * @returns {Row}
 */
function typeRow(model, state, shown, change, type) {
  return {
    ...{ label: type.label, id: `type-${type.name}`, count: countType(model, type.name) },
    shown: [...shown.entities].filter((entity) => model.entities[entity].type === type.name).length,
    checked: !state.hiddenTypes.includes(type.name),
    set: (on) => change({ hiddenTypes: toggled(state.hiddenTypes, type.name, !on) }),
  };
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 */
function relationRows(model, state, shown, change) {
  return model.relations.flatMap((relation, number) => {
    const count = model.facts.filter((fact) => fact.relation === number).length;
    if (!count) return [];
    return [
      checkbox({
        ...{ label: relation.out, sign: line(model.families[relation.family]), id: `relation-${relation.name}`, count },
        shown: [...shown.facts].filter((fact) => model.facts[fact].relation === number).length,
        checked: !state.hiddenRelations.includes(relation.name),
        set: (on) => change({ hiddenRelations: toggled(state.hiddenRelations, relation.name, !on) }),
      }),
    ];
  });
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 */
function sourceRows(model, state, shown, change) {
  return model.sources.map((source, number) => {
    const inSource = (/** @type {import("./model.js").Fact} */ fact) => fact.claims.some((claim) => claim.source === number);
    return checkbox({
      ...{ label: name(source.title || source.id), id: `text-${source.id}` },
      count: model.facts.filter(inSource).length,
      shown: [...shown.facts].filter((fact) => inSource(model.facts[fact])).length,
      checked: !state.hiddenSources.includes(source.id),
      set: (on) => change({ hiddenSources: toggled(state.hiddenSources, source.id, !on) }),
    });
  });
}

/**
 * Boxes for names without a relation and for what texts plan, propose or deny.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 */
function otherRows(model, state, shown, change) {
  const lone = { label: "names without a relation", id: "lone", count: shown.lone, shown: state.lone ? shown.lone : 0 };
  const rows = shown.lone || !state.lone ? [checkbox({ ...lone, checked: state.lone, set: (on) => change({ lone: on }) })] : [];
  return [...rows, ...["planned", "proposed", "negated"].flatMap((status) => statusRow(model, state, shown, change, status))];
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 * @param {string} status
 */
function statusRow(model, state, shown, change, status) {
  const put = (/** @type {import("./model.js").Fact} */ fact) => fact.claims.some((claim) => claim.status === status);
  const count = model.facts.filter(put).length;
  if (!count) return [];
  const set = (/** @type {boolean} */ on) => change({ statuses: toggled(state.statuses, status, on) });
  const checked = state.statuses.includes(status);
  const visible = checked ? [...shown.facts].filter((fact) => put(model.facts[fact])).length : 0;
  return [checkbox({ label: `${status} facts`.replace("negated", "denied"), id: `status-${status}`, count, shown: visible, checked, set })];
}

/** @param {Row} row */
function checkbox({ label, sign, count, shown, checked, mixed = false, id, set }) {
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: `box-${id}` }));
  box.checked = checked;
  box.indeterminate = mixed;
  box.addEventListener("change", () => set(box.checked));
  const figures = shown === count ? count.toLocaleString("en") : `${shown.toLocaleString("en")} / ${count.toLocaleString("en")}`;
  const title = shown === count ? counted(count, "shown", "shown") : `${shown} of ${count} shown`;
  return make("label", { class: "row" }, box, sign, make("span", { class: "words" }, label), make("span", { class: "count", title }, figures));
}

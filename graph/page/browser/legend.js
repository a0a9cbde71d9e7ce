// The left side: what the signs mean, how many there are, and boxes that show or hide them.

import { choices } from "./choices.js";
import { icon, line, make, name } from "./dom.js";
import { tally } from "./facets.js";
import { Model } from "./model.js";
import { ranges } from "./ranges.js";
import { checkbox, section } from "./sections.js";
import { toggled } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./filters.js").Shown} Shown
 * @typedef {(change: Partial<State>) => void} Change
 * @typedef {import("./sections.js").Row} Row
 * @typedef {{model: Model, state: State, shown: Shown, change: Change, all: import("./facets.js").Tally, seen: import("./facets.js").Tally}} View
 */

/** @type {WeakMap<Model, import("./facets.js").Tally>} */
const totals = new WeakMap();

/**
 * The legend for a state.
 * @param {Model} model
 * @param {State} state
 * @param {Shown} shown
 * @param {Change} change
 * @returns {HTMLElement[]}
 */
export function legend(model, state, shown, change) {
  const all = totals.get(model) ?? tally(model, model.entities.keys(), model.facts.keys());
  totals.set(model, all);
  const view = { model, state, shown, change, all, seen: tally(model, shown.entities, shown.facts) };
  const away = (/** @type {number} */ count) => (count ? `${count} hidden` : "");
  return [
    section({ title: "Names", open: true, note: away(state.hiddenTypes.length), all: (on) => change({ hiddenTypes: on ? [] : model.types.map((type) => type.name).sort() }) }, () => groupRows(view)),
    section({ title: "Relations", open: true, note: away(state.hiddenRelations.length), all: (on) => change({ hiddenRelations: on ? [] : model.relations.map((relation) => relation.name).sort() }) }, () =>
      relationRows(view),
    ),
    section({ title: "Also", open: true }, () => otherRows(view)),
    ...choices(model, state, change),
    ...ranges(model, state, shown, change),
    section({ title: "Texts", note: away(state.hiddenSources.length), all: (on) => change({ hiddenSources: on ? [] : model.sources.map((source) => source.id).sort() }) }, () => sourceRows(view)),
  ].flatMap((part) => part ?? []);
}

/** @param {View} view */
function groupRows(view) {
  const { model, state, change } = view;
  return model.groups.flatMap((group, number) => {
    const types = model.types.filter((type) => type.group === number && view.all.types.has(type.name));
    if (!types.length) return [];
    const rows = types.map((type) => typeRow(view, type));
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
 * @param {View} view
 * @param {{name: string, label: string}} type
 * @returns {Row}
 */
function typeRow({ state, change, all, seen }, type) {
  return {
    ...{ label: type.label, id: `type-${type.name}`, count: all.types.get(type.name) ?? 0, shown: seen.types.get(type.name) ?? 0 },
    checked: !state.hiddenTypes.includes(type.name),
    set: (on) => change({ hiddenTypes: toggled(state.hiddenTypes, type.name, !on) }),
  };
}

/** @param {View} view */
function relationRows({ model, state, change, all, seen }) {
  return model.relations.flatMap((relation, number) => {
    if (!all.relations.has(number)) return [];
    return [
      checkbox({
        ...{ label: relation.out, sign: line(model.families[relation.family]), id: `relation-${relation.name}` },
        ...{ count: all.relations.get(number) ?? 0, shown: seen.relations.get(number) ?? 0 },
        checked: !state.hiddenRelations.includes(relation.name),
        set: (on) => change({ hiddenRelations: toggled(state.hiddenRelations, relation.name, !on) }),
      }),
    ];
  });
}

/** @param {View} view */
function sourceRows({ model, state, change, all, seen }) {
  return model.sources.map((source, number) =>
    checkbox({
      ...{ label: name([source.title || source.id, source.year ?? ""].filter(Boolean).join(", ")), id: `text-${source.id}` },
      ...{ count: all.sources.get(number) ?? 0, shown: seen.sources.get(number) ?? 0 },
      checked: !state.hiddenSources.includes(source.id),
      set: (on) => change({ hiddenSources: toggled(state.hiddenSources, source.id, !on) }),
    }),
  );
}

/**
 * Boxes for names without a relation and for what texts plan, propose or deny.
 * @param {View} view
 */
function otherRows({ state, shown, change, all, seen }) {
  const lone = { label: "names without a relation", id: "lone", count: shown.lone, shown: state.lone ? shown.lone : 0 };
  const rows = shown.lone || !state.lone ? [checkbox({ ...lone, checked: state.lone, set: (on) => change({ lone: on }) })] : [];
  const statuses = ["planned", "proposed", "negated"].filter((status) => all.statuses.has(status));
  const more = statuses.map((status) => {
    const checked = state.statuses.includes(status);
    const set = (/** @type {boolean} */ on) => change({ statuses: toggled(state.statuses, status, on) });
    return checkbox({ label: `${status} facts`.replace("negated", "denied"), id: `status-${status}`, count: all.statuses.get(status) ?? 0, shown: checked ? (seen.statuses.get(status) ?? 0) : 0, checked, set });
  });
  return [...rows, ...more];
}

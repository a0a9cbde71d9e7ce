// Sections of the left side that fold; which ones are unfolded outlives their being built anew.

import { counted, make } from "./dom.js";

/**
 * @typedef {{label: Node | string, sign?: Node | null, count: number, shown: number, checked: boolean, mixed?: boolean, id: string, set: (on: boolean) => void}} Row
 */

/** @type {Map<string, boolean>} */
const opened = new Map();

/**
 * A section of filters; null where it would be empty. What a folded one holds is built when it is unfolded.
 * @param {{title: string, open?: boolean, note?: string, all?: (on: boolean) => void}} about `note` says what is chosen in it
 * @param {() => (Node | null)[]} build
 */
export function section({ title, open = false, note = "", all }, build) {
  const slug = title.toLowerCase().replace(/\W+/g, "-");
  const body = make("div", { class: "fields", role: "group", "aria-label": title });
  const isOpen = opened.get(title) ?? open;
  if (isOpen) body.append(...build().filter((row) => row !== null));
  if (isOpen && !body.childElementCount) return null;
  const details = /** @type {HTMLDetailsElement} */ (make("details", { class: "section" }));
  details.open = isOpen;
  const summary = make("summary", { id: `section-${slug}` }, title, note ? make("span", { class: "chosen" }, note) : null);
  const button = (/** @type {string} */ label, /** @type {boolean} */ on) =>
    make("button", { type: "button", id: `${label}-${slug}`, "aria-label": `${label} ${title.toLowerCase()}`, click: () => all?.(on) }, label);
  const both = all ? make("span", { class: "all-none" }, button("all", true), button("none", false)) : null;
  details.append(summary, body);
  details.addEventListener("toggle", () => {
    opened.set(title, details.open);
    if (details.open && !body.childElementCount) body.append(...build().filter((row) => row !== null));
  });
  return make("div", { class: "section-frame" }, details, both);
}

/** @param {Row} row */
export function checkbox({ label, sign, count, shown, checked, mixed = false, id, set }) {
  const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: `box-${id}` }));
  box.checked = checked;
  box.indeterminate = mixed;
  box.addEventListener("change", () => set(box.checked));
  const figures = shown === count ? count.toLocaleString("en") : `${shown.toLocaleString("en")} / ${count.toLocaleString("en")}`;
  const title = shown === count ? counted(count, "shown", "shown") : `${shown} of ${count} shown`;
  return make("label", { class: shown || !count ? "row" : "row none-shown" }, box, sign, make("span", { class: "words" }, label), make("span", { class: "count", title }, figures));
}

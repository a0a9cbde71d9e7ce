// The search field with its suggestions, after the combobox pattern of the ARIA authoring practices.

import { counted, icon, make, name } from "./dom.js";
import { Model } from "./model.js";
import { find } from "./search.js";

const PLACEHOLDER = "Search a name or acronym";

/** The search field and its list. */
export class Finder {
  /**
   * @param {Model} model
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {(entity: number) => void} onChoice
   */
  constructor(model, input, list, onChoice) {
    this.model = model;
    this.input = input;
    this.list = list;
    this.onChoice = onChoice;
    /** @type {import("./search.js").Hit[]} */
    this.hits = [];
    this.active = -1;
    input.addEventListener("input", () => this.#suggest());
    input.addEventListener("focus", () => this.#suggest());
    input.addEventListener("blur", () => this.#close());
    input.addEventListener("keydown", (event) => this.#key(event));
  }

  #suggest() {
    this.hits = find(this.model, this.input.value);
    const empty = this.input.value.trim() && !this.hits.length;
    const options = this.hits.map((hit, number) => this.#option(hit, number));
    this.list.replaceChildren(...(empty ? [make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No name like this in these texts")] : options));
    this.#open(Boolean(options.length || empty));
    this.#activate(this.hits.length ? 0 : -1);
  }

  /**
   * @param {import("./search.js").Hit} hit
   * @param {number} number
   */
  #option(hit, number) {
    const entity = this.model.entities[hit.entity];
    const other = hit.name === entity.name ? null : make("span", { class: "also" }, name(entity.name));
    const facts = make("span", { class: "count" }, counted(this.model.factsOf[hit.entity].length, "fact"));
    const choose = (/** @type {Event} */ event) => {
      event.preventDefault(); // keeps the focus in the field until the choice is made
      this.#choose(number);
    };
    const words = make("span", { class: "words" }, name(hit.name), other);
    return make("li", { role: "option", id: `hit-${number}`, "aria-selected": "false", mousedown: choose }, icon(this.model.groups[entity.group]), words, facts);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) this.#activate((this.active + step + this.hits.length) % this.hits.length);
    else if (event.key === "Enter" && this.active >= 0) this.#choose(this.active);
    else if (event.key === "Escape") this.#clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} number */
  #activate(number) {
    this.active = number;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const option = number >= 0 ? this.list.children[number] : null;
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} number */
  #choose(number) {
    const hit = this.hits[number];
    this.#clear();
    this.onChoice(hit.entity);
  }

  /**
   * Asks for one name: the words stand in the empty field, which gets the keyboard. Without words the field is as at the start.
   * @param {string} [words]
   */
  ask(words) {
    this.input.placeholder = words ?? PLACEHOLDER;
    this.input.setAttribute("aria-label", words ?? "Search names and acronyms");
    this.input.classList.toggle("asking", Boolean(words));
    if (words) this.input.focus();
  }

  #clear() {
    this.input.value = "";
    this.hits = [];
    this.#close();
  }

  #close() {
    this.#open(false);
    this.#activate(-1);
  }

  /** @param {boolean} open */
  #open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }
}

// The state in the page's address. A page inside a frame without an address of its own keeps it in the history's entries instead.

import { formatState, parseState } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** The address that says that all is as at the start, where the page was made to open with something else. */
const ALL = "all";

/** Reads and writes the state. */
export class Address {
  /** @param {string} start what the page was made to open with */
  constructor(start) {
    this.start = start;
    this.framed = location.protocol === "about:" || location.protocol === "blob:" || location.protocol === "data:";
    this.hash = this.framed ? "" : location.hash.slice(1);
  }

  /**
   * The state that the address asks for now.
   * @returns {State}
   */
  read() {
    if (this.framed) this.hash = history.state?.odagraph ?? "";
    else this.hash = location.hash.slice(1);
    return parseState(this.hash || this.start);
  }

  /**
   * Puts a state into the address, as a step that the back button takes back.
   * @param {State} state
   */
  write(state) {
    this.hash = formatState(state) || (this.start ? ALL : "");
    try {
      if (this.framed) history.pushState({ odagraph: this.hash }, "");
      else history.pushState(null, "", `#${this.hash}`);
    } catch {
      this.framed = true; // a sandboxed frame may not touch its history: the page works on without it
    }
  }

  /** @param {() => void} listener what to do when the reader goes back or forward or changes the address */
  listen(listener) {
    addEventListener("popstate", listener);
    addEventListener("hashchange", listener);
  }
}

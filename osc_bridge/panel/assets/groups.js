/**
 * <v-knobs group="...">: the knobs of a group of parameters, made from the table, so what is added to it appears here.
 *
 * named: the first eight latents; free: the others; sound: all that is no latent and has no place of its own. Locks of latents are in the menus of
 * these.
 * Parameters that are 0 or 1 become switches.
 */

import { connection } from "/panel/connection.js";

const NAMED = 8;
const ELSEWHERE = new Set(["tempo", "freeze", "reverse", "stutter", "seed"]);
const LABELS = { named: "The break", sound: "Sound", free: "Free directions" };
const SIZES = { named: "large", sound: "middle", free: "small" };

const groupOf = ({ id }) => {
  if (id.startsWith("lock/")) return "";
  if (!id.startsWith("latent/")) return ELSEWHERE.has(id) ? "" : "sound";
  return Number(id.slice(7)) < NAMED ? "named" : "free";
};

class Knobs extends HTMLElement {
  #shown = "";

  connectedCallback() {
    this.group = this.getAttribute("group");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", LABELS[this.group]);
    connection.addEventListener("description", () => this.#build(connection.description));
    if (connection.description) this.#build(connection.description);
  }

  #build({ parameters }) {
    const mine = parameters.filter((entry) => groupOf(entry) === this.group);
    const ids = mine.map(({ id }) => id).join();
    if (ids === this.#shown) return; // names and ranges change in place
    this.#shown = ids;
    this.replaceChildren(
      ...mine.map(({ id, whole, low, high }) => {
        const control = document.createElement(whole && low === 0 && high === 1 ? "v-toggle" : "v-knob");
        control.setAttribute("for", id);
        control.setAttribute("size", SIZES[this.group]);
        return control;
      }),
    );
  }
}

customElements.define("v-knobs", Knobs);

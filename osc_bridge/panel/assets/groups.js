/**
 * <v-knobs group="named">: the first eight latents. <v-knobs group="more">: all other parameters of the table that have
 * no place of their own elsewhere, so what is added to the table appears here: switches for 0 or 1, knobs for the rest.
 */

import { connection } from "/panel/connection.js";

const NAMED = 8;
const ELSEWHERE = new Set(["tempo", "freeze", "reverse", "stutter", "seed"]); // transport, perform, dice

class Knobs extends HTMLElement {
  #shown = "";

  connectedCallback() {
    this.setAttribute("role", "group");
    this.ariaLabel = this.getAttribute("group") === "named" ? "The break" : "Sound and free directions";
    connection.addEventListener("description", () => this.#build(connection.description));
    if (connection.description) this.#build(connection.description);
  }

  #build({ parameters }) {
    const isNamed = ({ id }) => id.startsWith("latent/") && Number(id.slice(7)) < NAMED;
    const named = this.getAttribute("group") === "named";
    const mine = parameters.filter((entry) => isNamed(entry) === named && !ELSEWHERE.has(entry.id));
    // latents come last in the table; what shapes the sound is wanted first
    const ids = mine.map(({ id }) => id).join();
    if (ids === this.#shown) return; // names and ranges change in place
    this.#shown = ids;
    this.replaceChildren(
      ...mine.map(({ id, whole, low, high }) => {
        const control = document.createElement(whole && low === 0 && high === 1 ? "v-toggle" : "v-knob");
        control.setAttribute("for", id);
        control.toggleAttribute("small", !named);
        return control;
      }),
    );
  }
}

customElements.define("v-knobs", Knobs);

/**
 * <v-knobs group="...">: the knobs of a group of parameters, made from the table, so what is added to it appears here.
 *
 * named: the first eight latents; free: the others; sound, time, chance, lfo: by the first word of the id; effects: the
 * rest. Some have a place of their own.
 * Parameters that are 0 or 1 become switches.
 */

import { connection } from "/panel/connection.js";

const NAMED = 8;
const IDS = { "": "tempo freeze reverse stutter seed", sound: "speed level width drive texture" };
const WORDS = {
  "": "lock", // in the menus of latents
  time: "ramp halftime scratch swing shuffle slices",
  chance: "quantise fill vary wildness drift chance safe",
  lfo: "lfo",
};
const LABELS = { named: "The break", sound: "Sound", free: "Free directions", lfo: "LFOs" };
const SIZES = { named: "large", sound: "middle" };

const groupOf = ({ id }) => {
  const [word, rest] = id.split("/");
  if (word === "latent") return Number(rest) < NAMED ? "named" : "free";
  const has = (groups, text) => Object.keys(groups).find((group) => groups[group].split(" ").includes(text));
  return has(IDS, id) ?? has(WORDS, word) ?? "effects";
};

class Knobs extends HTMLElement {
  static observedAttributes = ["hidden"];
  #shown = "";

  attributeChangedCallback() {
    this.#build();
  }

  connectedCallback() {
    this.group = this.getAttribute("group");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", LABELS[this.group] ?? this.group);
    connection.described(() => this.#build());
  }

  /** Knobs that are not seen are made when they are. */
  #build() {
    if (this.hidden || !connection.description) return;
    const mine = connection.description.parameters.filter((entry) => groupOf(entry) === this.group);
    const ids = mine.map(({ id }) => id).join();
    if (ids === this.#shown) return; // names and ranges change in place
    this.#shown = ids;
    this.replaceChildren(
      ...mine.map(({ id, whole, low, high }) => {
        const control = document.createElement(whole && low === 0 && high === 1 ? "v-toggle" : "v-knob");
        control.setAttribute("for", id);
        control.setAttribute("size", SIZES[this.group] ?? "small");
        return control;
      }),
    );
  }
}

customElements.define("v-knobs", Knobs);

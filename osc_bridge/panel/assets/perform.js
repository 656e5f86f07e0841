/**
 * <v-perform>: freeze, reverse and stutter by its length; a press that is held lasts as long as it is held.
 * <v-dice>: random, another like this, what these keep, undo, redo, and the number of the seed.
 */

import { press } from "/panel/hand.js";
import { store } from "/panel/store.js";

const LENGTHS = [[0.25, "¼"], [0.5, "½"], ...[1, 2, 3, 4, 6, 8, 16, 32].map((length) => [length, length])]; // sixteenths

class Perform extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<v-toggle for="freeze"></v-toggle><v-toggle for="reverse"></v-toggle>
      <div role="group" aria-label="Stutter, in sixteenths" data-id="stutter" data-hold><span aria-hidden="true">Stutter</span>
      ${LENGTHS.map(([length, text]) => `<button aria-label="Stutter ${length}">${text}</button>`).join("")}</div>`;
    this.querySelectorAll("button").forEach((button, at) => {
      const [length] = LENGTHS[at];
      const isOn = () => Math.abs(store.get("stutter") - length) < 0.01;
      const act = () => {
        store.set("stutter", isOn() ? 0 : length);
        return isOn();
      };
      press(button, act, (held) => held && store.set("stutter", 0));
      store.watch("stutter", () => (button.ariaPressed = String(isOn())));
    });
  }
}

class Dice extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Other breaks");
    this.innerHTML = `
      <v-button action="/vamen/random" class="wide">Random</v-button>
      <v-button action="/vamen/another" class="wide" title="a break like this one">Like this</v-button>
      <v-locks></v-locks>
      <v-button action="/vamen/undo">Undo</v-button>
      <v-button action="/vamen/redo">Redo</v-button>
      <label>Seed<input inputmode="numeric" maxlength="10" autocomplete="off" data-id="seed" /></label>`;
    const input = this.querySelector("input");
    let typed = false; // and not taken yet; else another seed is shown
    const show = () => {
      typed = false;
      input.value = store.get("seed");
    };
    const take = () => {
      const seed = Number.parseInt(input.value, 10);
      if (typed && Number.isFinite(seed) && seed !== store.get("seed")) store.set("seed", seed);
      show();
    };
    store.watch("seed", () => typed || show());
    input.addEventListener("input", () => (typed = true));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", take);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.key === "Enter") take();
      else if (event.key === "Escape") show();
      else if (step) {
        event.preventDefault();
        store.set("seed", store.get("seed") + step);
        show();
      }
    });
  }
}

customElements.define("v-perform", Perform);
customElements.define("v-dice", Dice);

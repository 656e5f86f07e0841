/**
 * <v-perform>: freeze, reverse and stutter by its length; a press that is held lasts as long as it is held.
 * <v-dice>: random, another like this, undo, redo, and the number of the seed.
 */

import { store } from "/panel/store.js";

const LENGTHS = [0.25, 0.5, 1, 2, 3, 4, 6, 8]; // sixteenths
const SHOWN = { 0.25: "¼", 0.5: "½" };
const HELD_MS = 350;

class Perform extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<v-toggle for="freeze"></v-toggle><v-toggle for="reverse"></v-toggle>
      <div role="group" aria-label="Stutter, in sixteenths" data-id="stutter" data-hold><span aria-hidden="true">Stutter</span></div>`;
    const group = this.querySelector("div");
    const buttons = LENGTHS.map((length) => this.#button(length));
    group.append(...buttons);
    store.watch("stutter", (value) => {
      buttons.forEach((button, at) => (button.ariaPressed = Math.abs(value - LENGTHS[at]) < 0.01 ? "true" : "false"));
    });
  }

  #button(length) {
    const button = document.createElement("button");
    button.textContent = SHOWN[length] ?? length;
    button.ariaLabel = `Stutter ${length}`;
    const isOn = () => button.ariaPressed === "true";
    let since = 0; // when the press began; 0: the press ends the stutter
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      since = isOn() ? 0 : performance.now();
      store.set("stutter", isOn() ? 0 : length);
    });
    for (const type of ["pointerup", "pointercancel"])
      button.addEventListener(type, () => {
        if (since && performance.now() - since > HELD_MS) store.set("stutter", 0);
        since = 0;
      });
    button.addEventListener("click", (event) => event.detail === 0 && store.set("stutter", isOn() ? 0 : length));
    return button;
  }
}

class Dice extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "group");
    this.ariaLabel = "Other breaks";
    this.innerHTML = `
      <v-button action="/vamen/random" flash class="wide">Random</v-button>
      <v-button action="/vamen/another" flash class="wide" title="a break like this one">Like this</v-button>
      <v-button action="/vamen/undo" flash title="Undo">Undo</v-button>
      <v-button action="/vamen/redo" flash title="Redo">Redo</v-button>
      <label>Seed<input inputmode="numeric" maxlength="10" autocomplete="off" data-id="seed" /></label>`;
    const input = this.querySelector("input");
    store.watch("seed", (seed) => {
      if (document.activeElement !== input) input.value = seed;
    });
    const take = () => {
      const seed = Number.parseInt(input.value, 10);
      if (Number.isFinite(seed) && seed !== store.get("seed")) store.set("seed", seed);
      input.value = store.get("seed");
    };
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", take);
    input.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1 };
      if (event.key === "Enter") take();
      else if (event.key === "Escape") input.value = store.get("seed");
      else if (event.key in steps) {
        event.preventDefault();
        store.set("seed", store.get("seed") + steps[event.key]);
        input.value = store.get("seed");
      }
    });
  }
}

customElements.define("v-perform", Perform);
customElements.define("v-dice", Dice);

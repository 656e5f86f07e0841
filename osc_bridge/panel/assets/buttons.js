/**
 * <v-toggle for="freeze">: a parameter that is 0 or 1. <v-button action="/vamen/tap">: sends a message.
 *
 * Both act when the pointer goes down, not when it comes up. A toggle that is held is 1 while it is held. v-button:
 * `tags` and `args` are sent along ("f", "-10"); `repeat` sends again every 100 ms while held; the text is its label.
 */

import { connection } from "/panel/connection.js";
import { Control } from "/panel/control.js";

const HELD_MS = 350; // a longer press is one for as long as it lasts
const REPEAT_MS = 100;

class Toggle extends Control {
  static role = "switch";
  #pressed = 0; // when; 0: the press turns it off
  #text = document.createElement("span");

  build() {
    this.dataset.hold = "";
    this.append(this.#text);
    this.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays, and Space with the transport
    for (const type of ["pointerup", "pointercancel"])
      this.addEventListener(type, () => {
        if (this.#pressed && performance.now() - this.#pressed > HELD_MS) this.set(0);
        this.#pressed = 0;
      });
  }

  relabel() {
    this.#text.textContent = this.entry.label;
  }

  draw(value) {
    this.ariaChecked = value >= 0.5 ? "true" : "false";
  }

  pressed() {
    this.#pressed = this.value >= 0.5 ? 0 : performance.now();
    this.set(this.value >= 0.5 ? 0 : 1);
  }

  tapped() {}

  drag() {}

  turn() {}

  key(event) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!event.repeat) this.set(this.value >= 0.5 ? 0 : 1);
    } else super.key(event);
  }
}

class Button extends HTMLElement {
  #repeating = 0;

  connectedCallback() {
    const action = this.getAttribute("action");
    this.dataset.id ??= action.replace("/vamen/", "");
    this.setAttribute("role", "button");
    this.tabIndex = 0;
    this.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.act();
      if (this.hasAttribute("repeat")) this.#repeating = setInterval(() => this.act(), REPEAT_MS);
    });
    for (const type of ["pointerup", "pointercancel", "pointerleave"])
      this.addEventListener(type, () => clearInterval(this.#repeating));
    this.addEventListener("click", (event) => event.detail === 0 && this.act()); // from assistive technology
    this.addEventListener("keydown", (event) => {
      if ((event.key !== "Enter" && event.key !== " ") || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (!event.repeat || this.hasAttribute("repeat")) this.act();
    });
  }

  act() {
    const tags = this.getAttribute("tags") ?? "";
    const args = (this.getAttribute("args") ?? "").split(" ").slice(0, tags.length);
    connection.send(this.getAttribute("action"), tags, ...[...tags].map((tag, at) => (tag === "s" ? args[at] : Number(args[at]))));
    if (this.hasAttribute("flash")) {
      this.dataset.lit = "";
      setTimeout(() => delete this.dataset.lit, 120);
    }
  }
}

customElements.define("v-toggle", Toggle);
customElements.define("v-button", Button);

/**
 * <v-toggle for="freeze">: a parameter that is 0 or 1. <v-button action="/vamen/tap">: a message that is sent.
 *
 * v-button: `tags` and `args` go along ("f", "-10"); `repeat` sends again every 100 ms when it is held; its text is its
 * label.
 */

import { connection } from "/panel/connection.js";
import { HELD_MS, press } from "/panel/hand.js";
import { store } from "/panel/store.js";

const REPEAT_MS = 100;
const FLASH_MS = 120;

class Toggle extends HTMLElement {
  connectedCallback() {
    const id = this.getAttribute("for");
    this.dataset.id = id;
    this.dataset.hold = "";
    this.setAttribute("role", "switch");
    const describe = () => {
      this.textContent = store.describe(id).label;
      this.title = store.describe(id).about;
    };
    connection.addEventListener("description", describe);
    describe();
    const isOn = () => store.get(id) >= 0.5;
    store.watch(id, () => (this.ariaChecked = String(isOn())));
    press(
      this,
      () => {
        store.set(id, isOn() ? 0 : 1);
        return isOn();
      },
      (held) => held && store.set(id, 0),
    );
  }
}

class Button extends HTMLElement {
  connectedCallback() {
    const action = this.getAttribute("action");
    const tags = this.getAttribute("tags") ?? "";
    const args = this.getAttribute("args")?.split(" ").map(Number) ?? [];
    this.dataset.id ??= action.replace("/vamen/", "");
    this.setAttribute("role", "button");
    let repeating = 0;
    const act = () => {
      connection.send(action, tags, ...args);
      this.dataset.lit = "";
      setTimeout(() => delete this.dataset.lit, FLASH_MS);
    };
    press(
      this,
      (held) => {
        act();
        if (!held || !this.hasAttribute("repeat")) return;
        repeating = setTimeout(() => (repeating = setInterval(act, REPEAT_MS)), HELD_MS); // a tap is one
      },
      () => clearInterval(repeating),
    );
  }
}

customElements.define("v-toggle", Toggle);
customElements.define("v-button", Button);

/**
 * <v-toggle for="freeze">: a parameter that is 0 or 1. <v-button action="/vamen/tap">: a message that is sent.
 *
 * v-button: `tags` and `args` go along ("f", "-10"); `repeat` sends again every 100 ms when it is held; its text is its
 * label. `press` makes a button of any element.
 */

import { connection } from "/panel/connection.js";
import { store } from "/panel/store.js";

const HELD_MS = 350; // a longer press is one for as long as it lasts
const REPEAT_MS = 100;
const FLASH_MS = 120;

/**
 * Act when a pointer goes down and not when it comes up; on Enter and Space; and when assistive technology clicks. The
 * mouse does not move the focus, so Space stays with the transport.
 * @param {(held?: boolean) => unknown} act a pointer holds it, or not; returns whether it was switched on
 * @param {(held: boolean) => void} release when the pointer comes up; whether a press that switched something on was long
 */
export function press(element, act, release = () => {}) {
  let since = Infinity;
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    since = act(true) ? event.timeStamp : Infinity;
  });
  for (const type of ["pointerup", "pointercancel"])
    element.addEventListener(type, (event) => {
      release(event.timeStamp - since > HELD_MS);
      since = Infinity;
    });
  element.addEventListener("click", (event) => event.detail === 0 && act());
  if (element instanceof HTMLButtonElement) return; // keys click it
  element.tabIndex = 0;
  element.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat || element.hasAttribute("repeat")) act();
  });
}

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

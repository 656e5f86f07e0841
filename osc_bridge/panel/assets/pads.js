/**
 * <v-pads>: touches, clicks and keys -> /vamen/slice and its release; the pad of the sixteenth that plays is lit.
 *
 * Pads lie under their sixteenths: a column of two (on a phone four) belongs to the same part of the tape. A pad is
 * louder the higher it is hit, from its middle on at full velocity; a pen or a finger with pressure counts instead.
 * Keys are told by their place, so that they form four rows on every keyboard: 1-8, Q-I, A-K, Z-comma.
 */

import { make } from "/panel/make.js";
import { playhead, STEPS } from "/panel/playhead.js";

const KEYS = [..."12345678QWERTYUIASDFGHJKZXCVBNM,"];
const CODES = KEYS.map((key) => (key === "," ? "Comma" : key < "A" ? `Digit${key}` : `Key${key}`));
const CLICK_MS = 200; // that a click without a pointer holds a pad
const TYPING = "input:not([type=range], [type=checkbox], [type=button]), select, textarea, [contenteditable]";

class Pads extends HTMLElement {
  #pads = [];
  #held = new Map(); // pointer, or code of a key -> the pad that it holds
  #lit = -1;

  connectedCallback() {
    this.setAttribute("role", "group");
    this.ariaLabel = "Slices: the break from this sixteenth on";
    this.#pads = KEYS.map((key, step) => this.#pad(key, step));
    this.append(...this.#pads);

    this.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.target.releasePointerCapture?.(event.pointerId); // a finger may slide to other pads
      this.#hit(event, event.target);
    });
    this.addEventListener("pointermove", (event) => {
      if (this.#held.has(event.pointerId)) this.#hit(event, document.elementFromPoint(event.clientX, event.clientY));
    });
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, ({ pointerId }) => this.#release(pointerId));
    document.addEventListener("keyup", ({ code }) => this.#release(code));
    addEventListener("blur", () => this.#releaseAll()); // the window does not get the keyup
    document.addEventListener("visibilitychange", () => this.#releaseAll());
    // a pad that was clicked shall not take the keys, as space would play it again
    this.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("click", (event) => {
      if (event.detail !== 0) return;
      this.#play("click", this.#stepOf(event.target), 1); // by key or by a screen reader
      setTimeout(() => this.#release("click"), CLICK_MS);
    });
    this.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    playhead.each((_frame, step) => this.#light(step));
  }

  #pad(key, step) {
    const className = step % 16 === 0 ? "bar" : step % 4 === 0 ? "beat" : "";
    const given = { className, tabIndex: step === 0 ? 0 : -1, ariaLabel: `Slice ${step + 1}`, data: { id: `slice/${step}` } };
    return make("button", given, make("kbd", {}, key));
  }

  #stepOf(target) {
    return this.#pads.indexOf(target?.closest("button"));
  }

  #hit(event, target) {
    const step = this.#stepOf(target);
    if (step < 0 || step === this.#held.get(event.pointerId)) return;
    const { bottom, height } = this.#pads[step].getBoundingClientRect();
    const pressed = event.pointerType !== "mouse" && event.pressure % 0.5 !== 0; // 0, 0.5 and 1: it is not known
    const velocity = pressed ? 0.2 + event.pressure : 0.3 + (1.4 * (bottom - event.clientY)) / height;
    this.#play(event.pointerId, step, Math.min(Math.max(velocity, 0.3), 1));
  }

  #play(holder, step, velocity) {
    if (step < 0) return;
    this.#held.set(holder, step);
    playhead.slice(step, velocity);
    this.#light(step);
  }

  #release(holder) {
    const step = this.#held.get(holder);
    if (!this.#held.delete(holder)) return;
    if (![...this.#held.values()].includes(step)) playhead.release(step);
  }

  #releaseAll() {
    for (const holder of [...this.#held.keys()]) this.#release(holder);
  }

  #light(step) {
    if (step === this.#lit) return;
    this.#pads[this.#lit]?.classList.remove("lit");
    this.#pads[step]?.classList.add("lit");
    this.#lit = step;
  }

  #key(event) {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    const step = CODES.indexOf(event.code);
    if (step < 0 || event.defaultPrevented) return;
    event.preventDefault(); // Firefox would search the page
    this.#play(event.code, step, 1);
  }

  #walk(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
    const from = this.#stepOf(event.target);
    if (!by || from < 0) return;
    event.preventDefault();
    const to = Math.min(Math.max(from + by, 0), STEPS - 1);
    this.#pads[from].tabIndex = -1;
    this.#pads[to].tabIndex = 0;
    this.#pads[to].focus();
  }
}

customElements.define("v-pads", Pads);

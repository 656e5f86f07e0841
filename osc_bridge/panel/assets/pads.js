/**
 * <v-pads>: touches, clicks and keys -> /vamen/slice; the pad of the sixteenth that plays is lit.
 *
 * Pads lie under their sixteenths: a column of two (on a phone four) belongs to the same part of the tape. A pad is
 * louder the higher it is hit, from its middle on at full velocity; a pen or a finger with pressure counts instead.
 * Keys are told by their place, so that they form four rows on every keyboard: 1-8, Q-I, A-K, Z-comma.
 */

import { playhead, STEPS } from "/panel/playhead.js";

const KEYS = [..."12345678QWERTYUIASDFGHJKZXCVBNM,"];
const CODES = KEYS.map((key) => (key === "," ? "Comma" : key < "A" ? `Digit${key}` : `Key${key}`));
const TYPING = "input:not([type=range], [type=checkbox], [type=button]), select, textarea, [contenteditable]";

class Pads extends HTMLElement {
  #pads = [];
  #touched = new Map(); // pointer -> the pad that it is on
  #lit = -1;

  connectedCallback() {
    if (this.firstChild) return;
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
      if (this.#touched.has(event.pointerId)) this.#hit(event, document.elementFromPoint(event.clientX, event.clientY));
    });
    for (const type of ["pointerup", "pointercancel"]) {
      addEventListener(type, ({ pointerId }) => this.#touched.delete(pointerId));
    }
    // a pad that was clicked shall not take the keys, as space would play it again
    this.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("click", (event) => {
      if (event.detail === 0) this.#play(this.#stepOf(event.target), 1); // by key or by a screen reader
    });
    this.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    playhead.each((_frame, step) => this.#light(step));
  }

  #pad(key, step) {
    const pad = document.createElement("button");
    pad.dataset.id = `slice/${step}`;
    pad.tabIndex = step === 0 ? 0 : -1;
    pad.className = step % 16 === 0 ? "bar" : step % 4 === 0 ? "beat" : "";
    pad.ariaLabel = `Slice ${step + 1}`;
    pad.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    return pad;
  }

  #stepOf(target) {
    return this.#pads.indexOf(target?.closest("button"));
  }

  #hit(event, target) {
    const step = this.#stepOf(target);
    if (step < 0 || step === this.#touched.get(event.pointerId)) return;
    this.#touched.set(event.pointerId, step);
    const { bottom, height } = this.#pads[step].getBoundingClientRect();
    const pressed = event.pointerType !== "mouse" && event.pressure % 0.5 !== 0; // 0, 0.5 and 1: it is not known
    const velocity = pressed ? 0.2 + event.pressure : 0.3 + (1.4 * (bottom - event.clientY)) / height;
    this.#play(step, Math.min(Math.max(velocity, 0.3), 1));
  }

  #play(step, velocity) {
    if (step < 0) return;
    playhead.slice(step, velocity);
    this.#light(step);
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
    this.#play(step, 1);
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

/**
 * The base of all controls of one value: the store's value -> `draw(value)` and aria; pointer, wheel and keys -> the store.
 *
 * for="latent/0" names the value, which is also `data-id`: learn.js puts its menu there. Drag (Shift: finer), wheel,
 * arrows (Shift: finer), page keys, Home, End; a double click, Delete or Backspace set the default.
 */

import { connection } from "/panel/connection.js";
import { follow } from "/panel/hand.js";
import { store } from "/panel/store.js";

const DRAG_PX = 220; // over the whole range
const FINE = 0.1;
const DOUBLE_MS = 350;
/** Movements as they come, where the browser has them, and not when it is about to paint. */
const MOVE = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
const SLACK_PX = 3; // a press that moves less is no drag

/** Instruments have colours of their own, latents and macros of that name alike. */
const COLOURS = ["kick", "snare", "hats", "mute", "lock"];

/** @returns the colour of a name, as a property of the style sheet. */
export const colour = (name) => `--${COLOURS.includes(name) ? name : "plain"}`;

/** @returns how much of its range a value is, 0 to 1: in octaves where the table says so. Inverse: `valueAt`. */
export const share = ({ low, high, logarithmic }, value) =>
  logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

/** @returns the value at a share of the range, from 0 to 1; what is beyond is its end. */
export const valueAt = ({ low, high, logarithmic }, part) => {
  const within = Math.min(Math.max(part, 0), 1);
  return logarithmic ? low * (high / low) ** within : low + within * (high - low);
};

/** @returns the value as text: its name, or as many digits as its range makes useful; a real minus, a plus where 0 is inside. */
export function format(entry, value) {
  if (value === undefined) return "–";
  if (entry.names?.length) return entry.names[value - entry.low];
  const isCentred = entry.low === -entry.high && !entry.unit;
  const digits = entry.whole || Math.abs(value) >= 1000 ? 0 : entry.high - entry.low > 50 || isCentred ? 1 : 2;
  const text = Math.abs(value).toFixed(digits);
  const sign = Number(text) === 0 ? "" : value < 0 ? "−" : isCentred ? "+" : "";
  return sign + text;
}

export class Control extends HTMLElement {
  value = undefined;
  entry = null;
  #released = 0; // when the last press without movement ended
  #wheel = 0; // what whole parameters still wait for

  get target() {
    return this.getAttribute("for");
  }

  connectedCallback() {
    if (this.entry) return;
    this.dataset.id = this.target;
    this.setAttribute("role", "slider");
    this.tabIndex = 0;
    this.build();
    this.#describe();
    connection.addEventListener("description", () => this.#describe());
    store.watch(this.target, (value) => this.#show(value));
    let drag = null; // the pointer that moves it; other fingers move other controls
    follow(
      this,
      {
        down: ({ clientX: x, clientY: y }) => {
          drag = { x, y, value: this.value ?? this.entry.default, moved: false };
        },
        move: (event) => this.#move(event, drag),
        up: (event) => !drag.moved && event.type === "pointerup" && this.tapped(),
      },
      MOVE,
    );
    this.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    this.addEventListener("keydown", (event) => this.key(event));
  }

  // for subclasses

  /** Make the children. */
  build() {}
  /** Show a value; called for every change, so nothing that needs layout belongs here. */
  draw() {}
  /** Show another name or range. */
  relabel() {}
  /** A press without movement has ended. */
  tapped() {
    const now = performance.now();
    if (now - this.#released < DOUBLE_MS) this.reset();
    this.#released = now;
  }
  /** @returns a value after some arrow keys or notches of the wheel. */
  moved(value, steps) {
    return this.entry.whole ? value + steps : valueAt(this.entry, share(this.entry, value) + steps / 100);
  }

  set(value) {
    store.set(this.target, value);
  }

  reset() {
    this.set(this.entry.default);
  }

  #describe() {
    this.entry = store.describe(this.target);
    const { entry } = this;
    this.setAttribute("aria-label", entry.label);
    this.title = entry.about;
    this.ariaValueMin = entry.low;
    this.ariaValueMax = entry.high;
    this.relabel();
    this.#show(store.get(this.target));
  }

  #show(value) {
    this.value = value;
    if (value === undefined || !this.entry) return;
    this.ariaValueNow = String(Math.round(value * 1000) / 1000);
    this.ariaValueText = `${format(this.entry, value)} ${this.entry.unit}`.trim();
    this.draw(value);
  }

  #move(event, drag) {
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < SLACK_PX) return;
    drag.moved = true;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    this.drag(Math.abs(dy) >= Math.abs(dx) ? -dy : dx, event.shiftKey, drag);
  }

  /** Move by some pixels, up or right. `state.value` is not rounded, so that slow drags arrive. */
  drag(pixels, fine, state) {
    const change = (pixels / DRAG_PX) * (fine ? FINE : 1);
    state.value = valueAt(this.entry, share(this.entry, state.value) + change);
    this.set(state.value);
  }

  turn(event) {
    if (event.ctrlKey) return;
    event.preventDefault();
    const delta = Math.abs(event.deltaY) >= Math.abs(event.deltaX) ? -event.deltaY : event.deltaX; // Shift turns axes
    const notches = (event.deltaMode === 0 ? delta / 100 : delta / 3) * (event.shiftKey ? FINE : 1);
    const value = this.value ?? this.entry.default;
    if (!this.entry.whole) return this.set(this.moved(value, notches));
    this.#wheel += notches;
    const whole = Math.trunc(this.#wheel);
    this.#wheel -= whole;
    if (whole) this.set(value + whole);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { low, high, whole, default: home } = this.entry;
    const fine = event.shiftKey && !whole ? FINE : 1;
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
    const ends = { Home: low, End: high, Delete: home, Backspace: home };
    const value = event.key in steps ? this.moved(this.value ?? home, steps[event.key] * fine) : ends[event.key];
    if (value === undefined) return;
    event.preventDefault();
    this.set(value);
  }
}

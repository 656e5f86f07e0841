/**
 * <v-map>: the breaks of the training set as dots, near ones alike -> a press, a drag or Enter plays one, /vamen/break.
 *
 * Under the pointer or the keys, the nearest dot is marked and its name is shown. Arrow keys go to the nearest dot in
 * their direction.
 */

import { connection } from "/panel/connection.js";
import { ARROWS, follow } from "/panel/hand.js";
import { Picture, style } from "/panel/picture.js";
import { dot } from "/panel/xy-picture.js";

const EDGE = 0.04;

class BreakMap extends HTMLElement {
  #breaks = []; // {x, y, name}, places 0..1 from left to right and from top to bottom
  #marked = -1;
  #chosen = -1;

  connectedCallback() {
    this.innerHTML = `<div class="pad" role="slider" tabindex="0" aria-label="Breaks of the training set"
      aria-valuemin="1"><canvas></canvas></div><output aria-live="off"></output>`;
    this.pad = this.querySelector(".pad");
    this.picture = new Picture(this.querySelector("canvas"), (...given) => this.#paint(...given));
    connection.described((description) => this.#describe(description));
    for (const type of ["pointerdown", "pointermove"])
      this.pad.addEventListener(type, (event) => this.#mark(this.#nearest(event)));
    follow(this.pad, { down: () => this.#choose(), move: () => this.#marked !== this.#chosen && this.#choose() });
    this.pad.addEventListener("pointerleave", () => this.#mark(this.#chosen));
    this.pad.addEventListener("keydown", (event) => this.#key(event));
  }

  #describe({ breaks }) {
    const inside = (place) => EDGE + (1 - 2 * EDGE) * ((place + 1) / 2);
    this.#breaks = breaks.map(({ x, y, name }) => ({ x: inside(x), y: inside(-y), name }));
    this.#marked = this.#chosen = -1;
    this.pad.ariaValueMax = String(Math.max(this.#breaks.length, 1));
    this.#mark(-1);
  }

  /** The dot with the least distance from a place in pixels; -1 if there is none. */
  #nearest({ clientX, clientY }) {
    const { left, top, width, height } = this.pad.getBoundingClientRect();
    const away = this.#breaks.map(({ x, y }) => Math.hypot(x * width + left - clientX, y * height + top - clientY));
    return away.indexOf(Math.min(...away));
  }

  #mark(index) {
    this.#marked = index;
    const { length } = this.#breaks;
    const text = this.#breaks[index]?.name ?? (length ? `${length} breaks` : "This model has no map of breaks");
    this.pad.ariaValueNow = String(Math.max(index, 0) + 1);
    this.pad.ariaValueText = this.querySelector("output").textContent = text;
    this.picture.ask();
  }

  #choose() {
    if (this.#marked < 0) return;
    this.#chosen = this.#marked;
    connection.send("/vamen/break", "i", this.#chosen);
    this.picture.ask();
  }

  #key(event) {
    const [dx, dy] = ARROWS[event.key] ?? [];
    const chooses = event.key === "Enter" || event.key === " ";
    if (dx === undefined && !chooses) return;
    event.preventDefault();
    event.stopPropagation();
    if (chooses) return this.#choose();
    const from = this.#breaks[this.#marked] ?? { x: 0.5, y: 0.5 };
    const away = this.#breaks.map(({ x, y }) => {
      const along = (x - from.x) * dx + (y - from.y) * dy;
      return along > 0 ? along + 2 * Math.abs((x - from.x) * dy + (y - from.y) * dx) : Infinity;
    });
    const least = Math.min(...away);
    if (least < Infinity) this.#mark(away.indexOf(least));
  }

  #paint(context, width, height) {
    for (const { x, y } of this.#breaks) dot(context, x * width, y * height, 2.5, style("--mute"));
    for (const [at, radius, colour] of [
      [this.#chosen, 7, style("--kick")],
      [this.#marked, 4.5, "#fff"],
    ]) {
      const one = this.#breaks[at];
      if (one) dot(context, one.x * width, one.y * height, radius, colour);
    }
  }
}

customElements.define("v-map", BreakMap);

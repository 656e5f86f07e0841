/**
 * <v-map>: the breaks of the training set as dots, near ones alike -> a press, a drag or Enter plays one, /vamen/break.
 *
 * Under the pointer or the keys, the nearest dot is marked and its name is shown. Arrow keys go to the nearest dot in their
 * direction.
 */

import { connection } from "/panel/connection.js";
import { cleared, dot } from "/panel/xy-picture.js";

const EDGE = 0.04;

class BreakMap extends HTMLElement {
  #breaks = []; // {x, y, name}, places 0..1 from left to right and from top to bottom
  #marked = -1;
  #chosen = -1;
  #frame = 0;

  connectedCallback() {
    if (this.firstChild) return;
    this.innerHTML = `<div class="pad" role="slider" tabindex="0" aria-label="Breaks of the training set" aria-valuemin="1">
      <canvas></canvas></div><output aria-live="off"></output>`;
    this.pad = this.querySelector(".pad");
    connection.addEventListener("description", () => this.#describe());
    if (connection.description) this.#describe();
    new ResizeObserver(() => this.#wake()).observe(this.pad);

    this.pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.pad.setPointerCapture(event.pointerId);
      this.#mark(this.#nearest(event));
      this.#choose();
    });
    this.pad.addEventListener("pointermove", (event) => {
      this.#mark(this.#nearest(event));
      if (this.pad.hasPointerCapture(event.pointerId) && this.#marked !== this.#chosen) this.#choose();
    });
    this.pad.addEventListener("pointerleave", () => this.#mark(this.#chosen));
    this.pad.addEventListener("keydown", (event) => this.#key(event));
  }

  #describe() {
    const inside = (place) => EDGE + (1 - 2 * EDGE) * ((place + 1) / 2);
    const { breaks } = connection.description;
    this.#breaks = breaks.map(({ x, y, name }) => ({ x: inside(x), y: inside(-y), name }));
    this.#marked = this.#chosen = -1;
    this.pad.ariaValueMax = String(Math.max(this.#breaks.length, 1));
    this.#mark(-1);
  }

  /** The dot with the least distance from a place in pixels; -1 if there is none. */
  #nearest({ clientX, clientY }) {
    const { left, top, width, height } = this.pad.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const away = ({ x: across, y: down }) => Math.hypot(across * width - x, down * height - y);
    return this.#breaks.reduce((best, one, at, all) => (best < 0 || away(one) < away(all[best]) ? at : best), -1);
  }

  #mark(index) {
    this.#marked = index;
    const marked = this.#breaks[index];
    const none = this.#breaks.length ? `${this.#breaks.length} breaks` : "This model has no map of breaks";
    this.pad.ariaValueNow = String(Math.max(index, 0) + 1);
    this.pad.ariaValueText = marked ? marked.name : none;
    this.querySelector("output").textContent = marked ? marked.name : none;
    this.#wake();
  }

  #choose() {
    if (this.#marked < 0) return;
    this.#chosen = this.#marked;
    connection.send("/vamen/break", "i", this.#chosen);
    this.#wake();
  }

  #key(event) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    const chooses = event.key === "Enter" || event.key === " ";
    if (dx === undefined && !chooses) return;
    event.preventDefault();
    event.stopPropagation();
    if (chooses) return this.#choose();
    const from = this.#breaks[this.#marked] ?? { x: 0.5, y: 0.5 };
    let best = -1;
    let least = Infinity;
    for (const [at, one] of this.#breaks.entries()) {
      const along = (one.x - from.x) * dx + (one.y - from.y) * dy;
      const aside = Math.abs((one.x - from.x) * dy) + Math.abs((one.y - from.y) * dx);
      if (along > 0 && along + 2 * aside < least) [best, least] = [at, along + 2 * aside];
    }
    if (best >= 0) this.#mark(best);
  }

  #wake() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.pad.clientWidth) return;
      const { context, width, height } = cleared(this.querySelector("canvas"));
      for (const { x, y } of this.#breaks) dot(context, x * width, y * height, 2.5, "#8b95a3");
      const show = (at, radius, colour) => {
        const one = this.#breaks[at];
        if (one) dot(context, one.x * width, one.y * height, radius, colour);
      };
      show(this.#chosen, 7, "#ff9d5c");
      show(this.#marked, 4.5, "#ffffff");
    });
  }
}

customElements.define("v-map", BreakMap);

/**
 * <v-tape>: /vamen/stream/tape (columns of 96 levels) -> the picture of the two bars, with the playhead over it.
 * A press on it, or a drag across it, plays the sixteenths that are touched. Sixteenths that are muted are dark.
 *
 * The picture is a canvas of one pixel per level, of which only changed columns are painted; the browser scales it. The
 * grid is a second canvas, painted when the size or a mute changes. The playhead is an
 * element that is moved without painting.
 */

import { connection } from "/panel/connection.js";
import { follow } from "/panel/hand.js";
import { Picture, style } from "/panel/picture.js";
import { FRAMES, playhead, STEPS } from "/panel/playhead.js";
import { store } from "/panel/store.js";

const ROWS = 96;
const STREAM = "/vamen/stream/tape";
const DARKEST_DB = -84; // the floor of the tape is -100 dB, of which nothing would be seen
const BRIGHTEST_DB = -8;

/** 256 colours in even steps of lightness (OKLCH), from nearly black over violet and orange to pale yellow, as RGBA. */
function palette() {
  const colours = new Uint8ClampedArray(256 * 4);
  for (let level = 0; level < 256; level++) {
    const db = (level / 255) * 100 - 100;
    const t = Math.min(Math.max((db - DARKEST_DB) / (BRIGHTEST_DB - DARKEST_DB), 0), 1);
    const lightness = 0.13 + 0.82 * t;
    const chroma = 0.19 * Math.sin(Math.PI * Math.min(0.08 + 0.9 * t, 1)) ** 0.8;
    const hue = ((285 + 175 * t ** 0.9) * Math.PI) / 180;
    const a = chroma * Math.cos(hue);
    const b = chroma * Math.sin(hue);
    const l = (lightness + 0.3963 * a + 0.2158 * b) ** 3;
    const m = (lightness - 0.1056 * a - 0.0639 * b) ** 3;
    const s = (lightness - 0.0895 * a - 1.2915 * b) ** 3;
    const green = -1.2684 * l + 2.6098 * m - 0.3413 * s;
    const linear = [4.0767 * l - 3.3077 * m + 0.231 * s, green, -0.7034 * m + 1.7076 * s];
    const encoded = linear.map((v) => (v > 0 ? 255 * (1.055 * v ** (1 / 2.4) - 0.055) : 0));
    colours.set([...encoded, 255], level * 4);
  }
  return new Uint32Array(colours.buffer);
}

class Tape extends HTMLElement {
  #picture = document.createElement("canvas");
  #grid = document.createElement("canvas");
  #head = document.createElement("div");
  #image = new ImageData(FRAMES, ROWS);
  #pixels = new Uint32Array(this.#image.data.buffer);
  #palette = palette();
  #first = FRAMES; // columns that have changed since they were painted
  #last = -1;
  #width = 0;

  connectedCallback() {
    this.setAttribute("role", "group");
    this.ariaLabel = "Tape: two bars of the break, low sounds below, high ones above";
    this.#picture.className = "picture";
    [this.#picture.width, this.#picture.height] = [FRAMES, ROWS];
    this.#grid.className = "lines";
    this.#head.className = "playhead";
    this.prepend(this.#picture, this.#grid, this.#head);
    this.#pixels.fill(this.#palette[0]);
    [this.#first, this.#last] = [0, FRAMES - 1];

    connection.on(STREAM, ([first, levels]) => this.#receive(first, levels));
    connection.listen(STREAM);
    connection.listen("/vamen/step/*/mute");
    const lines = new Picture(this.#grid, (context, width, height) => this.#drawGrid(context, width, height));
    for (let step = 0; step < STEPS; step++) store.watch(`step/${step}/mute`, () => lines.ask());
    playhead.each((frame) => this.#draw(frame));

    let touched = -1;
    const touch = (event) => {
      const step = this.#stepAt(event);
      if (step !== touched) playhead.slice(step, 1);
      touched = step;
    };
    follow(this.#grid, {
      down: (event) => {
        touched = -1;
        touch(event);
      },
      move: touch,
      up: () => playhead.release(touched),
    });
  }

  #stepAt({ clientX }) {
    const { left, width } = this.#grid.getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((clientX - left) / width) * STEPS), 0), STEPS - 1);
  }

  #receive(first, levels) {
    for (let at = 0; at < levels.length; at++) {
      const column = (first + Math.floor(at / ROWS)) % FRAMES;
      this.#pixels[(ROWS - 1 - (at % ROWS)) * FRAMES + column] = this.#palette[levels[at]];
    }
    const last = first + levels.length / ROWS - 1;
    this.#first = last < FRAMES ? Math.min(this.#first, first) : 0;
    this.#last = Math.max(this.#last, Math.min(last, FRAMES - 1));
  }

  #draw(frame) {
    if (this.#last >= this.#first) {
      const context = this.#picture.getContext("2d", { alpha: false });
      context.putImageData(this.#image, 0, 0, this.#first, 0, this.#last - this.#first + 1, ROWS);
      [this.#first, this.#last] = [FRAMES, -1];
    }
    this.#head.style.transform = `translateX(${((frame / FRAMES) * this.#width).toFixed(2)}px)`;
  }

  #drawGrid(context, width, height) {
    this.#width = width;
    context.font = `600 12px ${style("font-family")}`;
    for (let step = 0; step < STEPS; step++) {
      const x = Math.round((step / STEPS) * width);
      const mute = store.get(`step/${step}/mute`) ?? 0;
      context.fillStyle = `rgb(10 12 16 / ${0.85 * mute})`;
      context.fillRect(x, 0, Math.round(((step + 1) / STEPS) * width) - x, height);
      context.fillStyle = `rgb(255 255 255 / ${step % 16 === 0 ? 0.6 : step % 4 === 0 ? 0.28 : 0.09})`;
      if (step > 0) context.fillRect(x, 0, step % 16 === 0 ? 2 : 1, height);
      if (step % 4) continue;
      context.fillStyle = "rgb(0 0 0 / 0.6)";
      context.fillRect(x, height - 18, 24, 18);
      context.fillStyle = "#fff";
      context.fillText(`${Math.floor(step / 16) + 1}.${((step / 4) % 4) + 1}`, x + 4, height - 5);
    }
  }
}

customElements.define("v-tape", Tape);

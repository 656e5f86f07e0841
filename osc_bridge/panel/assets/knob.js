/**
 * <v-knob for="latent/0">: one value of the store, drawn on a canvas at most once per frame.
 *
 * Attribute `size` is large, middle or small. The arc begins at the default, so what differs from it is seen from afar.
 */

import { Control, colour, format, share } from "/panel/control.js";

const START = Math.PI * 0.75; // of the arc, clockwise from the right
const SWEEP = Math.PI * 1.5;
const TALL = 1.85; // height of the arc, in radii: it is open below
/** Thickness of the arc, radius of the dot, least and largest size of the text, in pixels. */
const SIZES = { large: [5, 6, 21, 30], middle: [4, 4, 14, 20], small: [3, 3, 11, 16] };

class Knob extends Control {
  #canvas = document.createElement("canvas");
  #name = document.createElement("span");
  #frame = 0;
  #size = [0, 0];
  #colours = null;

  build() {
    this.append(this.#canvas, this.#name);
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      this.#size = [width, height];
      this.#canvas.width = Math.round(width * devicePixelRatio);
      this.#canvas.height = Math.round(height * devicePixelRatio);
      this.#paint();
    }).observe(this.#canvas);
  }

  relabel() {
    this.#name.textContent = this.entry.label.replace(/^latent /i, "L"); // one without a name has little room
    this.style.setProperty("--accent", colour(this.entry.label) || "var(--plain)");
    this.#colours = null;
  }

  draw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const [width, height] = this.#size;
    if (!width || this.value === undefined) return;
    const { track, ink, accent, family } = (this.#colours ??= this.#read());
    const [thick, spot, least, most] = SIZES[this.getAttribute("size")] ?? SIZES.large;
    const outer = Math.min(width / 2, height / TALL);
    const radius = outer - spot - 1;
    const [x, y] = [width / 2, (height - outer * TALL) / 2 + outer];
    const angle = (value) => START + SWEEP * share(this.entry, value);
    const context = this.#canvas.getContext("2d");
    const arc = (from, to, style) => {
      context.beginPath();
      context.arc(x, y, radius, Math.min(from, to), Math.max(from, to));
      context.strokeStyle = style;
      context.stroke();
    };
    const [home, now] = [angle(this.entry.default), angle(this.value)];
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.lineCap = "round";
    context.lineWidth = thick;
    arc(START, START + SWEEP, track);
    if (Math.abs(now - home) > 0.01) arc(home, now, accent);
    context.fillStyle = accent;
    context.beginPath();
    context.arc(x + Math.cos(now) * radius, y + Math.sin(now) * radius, spot, 0, 7);
    context.fill();
    context.fillStyle = ink;
    context.font = `600 ${Math.min(Math.max(radius * 0.6, least), most)}px ${family}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(format(this.entry, this.value), x, y + 1);
  }

  /** Colours of the style sheet, for the canvas. */
  #read() {
    const style = getComputedStyle(this);
    const value = (name) => style.getPropertyValue(name);
    return { track: value("--line"), ink: value("--ink"), accent: value("--accent"), family: style.fontFamily };
  }
}

customElements.define("v-knob", Knob);

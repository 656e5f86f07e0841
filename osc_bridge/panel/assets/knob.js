/**
 * <v-knob for="latent/0"> and <v-slider for="level">: one value of the store, drawn on a canvas.
 *
 * Attribute `size` is large, middle or small. The arc begins at the default, so what differs from it can be seen from afar.
 */

import { Control, colour, format } from "/panel/control.js";

const START = Math.PI * 0.75; // of the arc, clockwise from the right
const SWEEP = Math.PI * 1.5;

/** What both share: a canvas of the size of the element, drawn at most once per frame. */
class Drawn extends Control {
  #canvas = document.createElement("canvas");
  #frame = 0;
  #size = [0, 0];

  build() {
    this.name = document.createElement("span");
    this.append(this.#canvas, this.name);
    new ResizeObserver(([{ contentRect }]) => {
      const scale = devicePixelRatio;
      this.#size = [contentRect.width, contentRect.height];
      this.#canvas.width = Math.round(contentRect.width * scale);
      this.#canvas.height = Math.round(contentRect.height * scale);
      this.#paint();
    }).observe(this.#canvas);
  }

  relabel() {
    this.name.textContent = this.entry.label;
    this.style.setProperty("--accent", colour(this.entry.label) || "var(--plain)");
    this.colours = null;
  }

  draw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const [width, height] = this.#size;
    if (!width || this.value === undefined) return;
    const style = (this.colours ??= this.#colours());
    const context = this.#canvas.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.paint(context, width, height, style);
  }

  /** Colours of the style sheet, for the canvas. */
  #colours() {
    const style = getComputedStyle(this);
    const [track, ink] = ["--line", "--ink"].map((name) => style.getPropertyValue(name));
    const probe = document.createElement("i");
    probe.style.color = "var(--accent)";
    this.append(probe);
    const accent = getComputedStyle(probe).color;
    probe.remove();
    return { track, ink, accent, family: style.fontFamily };
  }

  /** Where a value lies on the range, 0 to 1. */
  share(value) {
    const { low, high } = this.entry;
    return (value - low) / (high - low);
  }
}

/** Thickness of the arc, radius of the dot, least and largest size of the text, in pixels. */
const SIZES = { large: [5, 6, 21, 30], middle: [4, 4, 14, 20], small: [3, 3, 11, 16] };
const TALL = 1.85; // height of the arc, in radii: it is open below

class Knob extends Drawn {
  paint(context, width, height, { track, ink, accent, family }) {
    const [thick, spot, least, most] = SIZES[this.getAttribute("size")] ?? SIZES.large;
    const outer = Math.min(width / 2, height / TALL);
    const radius = outer - spot - 1;
    const [x, y] = [width / 2, (height - outer * TALL) / 2 + outer];
    const angle = (share) => START + SWEEP * share;
    const arc = (from, to, style) => {
      context.beginPath();
      context.arc(x, y, radius, Math.min(from, to), Math.max(from, to));
      context.strokeStyle = style;
      context.stroke();
    };
    const [home, now] = [angle(this.share(this.entry.default)), angle(this.share(this.value))];
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
}

class Slider extends Drawn {
  distance(dx) {
    return dx * 1.2;
  }

  paint(context, width, height, { track, ink, accent, family }) {
    const [home, now] = [this.share(this.entry.default) * (width - 8) + 4, this.share(this.value) * (width - 8) + 4];
    const y = height - 6;
    context.lineCap = "round";
    context.lineWidth = 5;
    for (const [from, to, style] of [[4, width - 4, track], [home, now, accent]]) {
      context.strokeStyle = style;
      context.beginPath();
      context.moveTo(from, y);
      context.lineTo(to, y);
      context.stroke();
    }
    context.fillStyle = ink;
    context.beginPath();
    context.arc(now, y, 5, 0, 7);
    context.fill();
    context.font = `600 14px ${family}`;
    context.textAlign = "right";
    context.textBaseline = "top";
    context.fillText(`${format(this.entry, this.value)} ${this.entry.unit}`.trim(), width - 2, 2);
  }
}

customElements.define("v-knob", Knob);
customElements.define("v-slider", Slider);

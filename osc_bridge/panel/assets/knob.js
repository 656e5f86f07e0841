/**
 * <v-knob for="latent/0">: one value of the store, drawn on a canvas at most once per frame.
 *
 * Attribute `size` is large, middle or small. The arc begins at the default, so what differs from it is seen from afar.
 */

import { Control, colour, format, share } from "/panel/control.js";
import { Picture, style } from "/panel/picture.js";

const START = Math.PI * 0.75; // of the arc, clockwise from the right
const SWEEP = Math.PI * 1.5;
const TALL = 1.85; // height of the arc, in radii: it is open below
/** Thickness of the arc, radius of the dot, least and largest size of the text, in pixels. */
const SIZES = { large: [5, 6, 21, 30], middle: [4, 4, 14, 20], small: [3, 3, 11, 16] };

class Knob extends Control {
  #name = document.createElement("span");

  build() {
    const canvas = document.createElement("canvas");
    this.append(canvas, this.#name);
    this.picture = new Picture(canvas, (context, width, height) => this.#paint(context, width, height));
  }

  relabel() {
    this.#name.textContent = this.entry.label.replace(/^latent /i, "L"); // one without a name has little room
  }

  draw() {
    this.picture.ask();
  }

  #paint(context, width, height) {
    if (this.value === undefined) return;
    const accent = style(colour(this.entry.label));
    const [thick, spot, least, most] = SIZES[this.getAttribute("size")] ?? SIZES.large;
    const outer = Math.min(width / 2, height / TALL);
    const radius = outer - spot - 1;
    const [x, y] = [width / 2, (height - outer * TALL) / 2 + outer];
    const angle = (value) => START + SWEEP * share(this.entry, value);
    const arc = (from, to, ink) => {
      context.beginPath();
      context.arc(x, y, radius, Math.min(from, to), Math.max(from, to));
      context.strokeStyle = ink;
      context.stroke();
    };
    const [home, now] = [angle(this.entry.default), angle(this.value)];
    context.lineCap = "round";
    context.lineWidth = thick;
    arc(START, START + SWEEP, style("--line"));
    if (Math.abs(now - home) > 0.01) arc(home, now, accent);
    context.fillStyle = accent;
    context.beginPath();
    context.arc(x + Math.cos(now) * radius, y + Math.sin(now) * radius, spot, 0, 7);
    context.fill();
    context.fillStyle = style("--ink");
    context.font = `600 ${Math.min(Math.max(radius * 0.6, least), most)}px ${style("font-family")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const text = format(this.entry, this.value);
    context.fillText(text, x, y + 1, 2 * radius - thick);
  }
}

customElements.define("v-knob", Knob);

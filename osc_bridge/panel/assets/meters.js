/**
 * <v-meters>: level and its peak, limiter, load, underruns, latency, device, decoder, MIDI, recording.
 *
 * meter/... and report/... in; drawn when a value comes, at most once per frame.
 */

import { Picture, style } from "/panel/picture.js";
import { store } from "/panel/store.js";

const FLOOR_DB = -60;
const LIMITER_DB = 20; // of the scale
const HOLD_MS = 1500;
const FALL_DB_PER_S = 20;
const ALARM_MS = 10_000; // after an underrun
const HOT_DB = -6;
const MARKS_DB = [-36, -24, -12, -6, 0];
const FIGURES = ["load", "latency", "underruns"];
const ROWS = { output: "Sound", provider: "Decoder", clock: "Clock", midi: "MIDI", recording: "Recording" };

class Meters extends HTMLElement {
  #peak = FLOOR_DB;
  #held = FLOOR_DB;
  #heldAt = 0;
  #limiter = 0;
  #limited = 0;
  #painted = 0;

  connectedCallback() {
    this.innerHTML = `
      <canvas role="meter" aria-label="Level" aria-valuemin="-60" aria-valuemax="0" aria-valuenow="-60"></canvas>
      <div class="figures">
        ${FIGURES.map((name) => `<div><b data-id="meter/${name}">–</b><span>${name}</span></div>`).join("")}
        <button class="learn" aria-pressed="false" title="Every press opens the menu of a control">MIDI learn</button>
      </div>
      <dl>${Object.entries(ROWS).map(([id, name]) => `<div><dt>${name}</dt><dd data-id="report/${id}"></dd></div>`).join("")}</dl>`;
    this.canvas = this.querySelector("canvas");
    this.picture = new Picture(this.canvas, (...given) => this.#paint(...given));
    store.watch("meter/peak", (peak) => {
      this.#peak = Math.max(peak, FLOOR_DB);
      if (peak >= this.#held) [this.#held, this.#heldAt] = [Math.min(peak, 0), performance.now()];
      this.picture.ask();
    });
    store.watch("meter/limiter", (reduction) => {
      this.#limiter = Math.max(0, Math.abs(reduction));
      this.picture.ask();
    });
    this.#text("meter/load", (load) => `${Math.min(Math.round(load * 100), 999)} %`);
    this.#text("meter/latency", (seconds) => `${Math.round(seconds * 1000)} ms`);
    this.#text("meter/underruns", String);
    for (const id of Object.keys(ROWS)) this.#text(`report/${id}`, (text) => text || "–");
    store.watch("report/decode", (time) => (this.#cell("report/provider").dataset.time = time));
    this.#alarms();
  }

  #cell(id) {
    return this.querySelector(`[data-id="${id}"]`);
  }

  #text(id, text) {
    const cell = this.#cell(id);
    let shown = "";
    store.watch(id, (value) => {
      const now = text(value);
      if (now !== shown) cell.textContent = cell.title = shown = now;
    });
  }

  /** Red are a load near 100 % and, for a while, underruns since the page was opened. */
  #alarms() {
    store.watch("meter/load", (load) => this.#cell("meter/load").classList.toggle("alarm", load > 0.8));
    const cell = this.#cell("meter/underruns");
    let before = Infinity;
    let calm = 0;
    store.watch("meter/underruns", (count) => {
      if (count > before) {
        cell.classList.add("alarm");
        clearTimeout(calm);
        calm = setTimeout(() => cell.classList.remove("alarm"), ALARM_MS);
      }
      before = count;
    });
  }

  #paint(context, width, height, now) {
    const fall = FALL_DB_PER_S * Math.min((now - this.#painted) / 1000, 0.1);
    this.#painted = now;
    if (now - this.#heldAt > HOLD_MS) this.#held = Math.max(this.#held - fall, this.#peak);
    this.#limited = Math.max(this.#limiter, this.#limited - fall);
    const colour = (name) => (context.fillStyle = style(name));
    const box = (left, right, top, high, name) => colour(name) && context.fillRect(left, top, right - left, high);
    const x = (level) => (1 - level / FLOOR_DB) * width;
    const bar = height - 24;
    box(0, width, 0, bar, "--line");
    box(0, x(this.#peak), 0, bar, "--hats");
    if (this.#peak > HOT_DB) box(x(HOT_DB), x(this.#peak), 0, bar, "--kick");
    if (this.#held > FLOOR_DB) box(x(this.#held) - 2, x(this.#held), 0, bar, "--ink");
    // the limiter takes from the loud end, so it grows from the right
    box(0, width, bar + 3, 4, "--line");
    box(width * (1 - Math.min(this.#limited / LIMITER_DB, 1)), width, bar + 3, 4, "--alarm");
    colour("--dim");
    context.font = `11px ${style("font-family")}`;
    for (const level of MARKS_DB) {
      context.textAlign = level ? "center" : "right";
      context.fillText(`${level}`.replace("-", "−"), x(level), height - 3);
    }
    context.textAlign = "left";
    context.fillText(this.#limited > 0.05 ? `limiter −${this.#limited.toFixed(1)} dB` : "dB", 0, height - 3);
    this.canvas.ariaValueNow = String(Math.round(this.#peak));
    if (this.#held > this.#peak || this.#limited > this.#limiter) this.picture.ask();
  }
}

customElements.define("v-meters", Meters);

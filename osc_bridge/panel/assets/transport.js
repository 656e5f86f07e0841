/**
 * <v-transport>: the top bar. Position, tempo, clock and recording of the instrument are shown; buttons send actions.
 *
 * <v-tempo for="tempo">: a number to drag, to turn or to type (press it, or Enter).
 * Space plays or stops, Escape is panic, wherever the focus is, unless text is typed or keys gave it to a button.
 */

import { connection } from "/panel/connection.js";
import { Control, format } from "/panel/control.js";
import { press, typed } from "/panel/hand.js";
import { make } from "/panel/make.js";
import { store } from "/panel/store.js";

const NUDGE_MS = 5; // one press; held, it repeats
const CLOCKS = ["Internal", "MIDI", "Link"];

const MARKUP = `
  <button class="play" data-id="play" aria-label="Play"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="go" d="M6 3.5 21 12 6 20.5z"/><path class="halt" d="M5 5h14v14H5z"/></svg></button>
  <div class="position" role="timer" aria-label="Bar and beat"><b>–.–</b><span aria-hidden="true"><i></i><i></i><i></i><i></i></span></div>
  <v-tempo for="tempo"></v-tempo>
  <div class="time" role="group" aria-label="Tempo">
    <v-button action="/vamen/tap" class="tap">Tap</v-button>
    <v-button action="/vamen/nudge" tags="f" args="-${NUDGE_MS}" repeat data-id="nudge" aria-label="Nudge back">−</v-button>
    <v-button action="/vamen/nudge" tags="f" args="${NUDGE_MS}" repeat data-id="nudge" aria-label="Nudge ahead">+</v-button>
    <v-button action="/vamen/half" aria-label="Half the tempo">½</v-button>
    <v-button action="/vamen/double" aria-label="Twice the tempo">×2</v-button>
    <select data-id="clock" aria-label="Clock">${CLOCKS.map((name, at) => `<option value="${at}">${name}`).join("")}</select>
  </div>
  <button class="record" data-id="record" aria-label="Record" aria-pressed="false"><i aria-hidden="true"></i></button>
  <v-button action="/vamen/panic" class="panic" title="Silence, now (Escape)">Panic</v-button>`;

class Transport extends HTMLElement {
  #pointed = false; // a pointer, and no key, has chosen what has the focus

  connectedCallback() {
    this.innerHTML = MARKUP;
    const [play, record] = [this.querySelector(".play"), this.querySelector(".record")];
    press(play, () => this.#toggle());
    press(record, () => connection.send("/vamen/record", "i", store.get("report/recording") ? 0 : 1));
    store.watch("meter/playing", (playing) => {
      play.classList.toggle("on", playing === 1);
      play.setAttribute("aria-label", playing ? "Stop" : "Play");
    });
    store.watch("report/recording", (file) => {
      record.ariaPressed = String(Boolean(file));
      record.title = file ? `Recording ${file}` : "Record";
    });
    this.#position();
    this.#clock();
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("pointerdown", () => (this.#pointed = true), true);
    document.addEventListener("keydown", ({ key }) => (this.#pointed &&= !/^(Tab|Arrow)/.test(key)), true);
  }

  #toggle() {
    connection.send(store.get("meter/playing") ? "/vamen/stop" : "/vamen/play");
  }

  /** Bar and beat from 1, written only when they change. */
  #position() {
    const text = this.querySelector(".position b");
    const dots = [...this.querySelectorAll(".position i")];
    let shown = "";
    const show = () => {
      const playing = store.get("meter/playing");
      const beat = Math.max(0, Math.floor((store.get("meter/beat") ?? 0) + 1e-3));
      const now = playing ? `${Math.floor(beat / 4) + 1}.${(beat % 4) + 1}` : "1.1";
      if (now + playing === shown) return;
      shown = now + playing;
      text.textContent = now;
      text.classList.toggle("long", now.length > 5);
      dots.forEach((dot, at) => dot.classList.toggle("on", playing === 1 && at === beat % 4));
    };
    store.watch("meter/beat", show);
    store.watch("meter/playing", show);
  }

  /** The choice always shows what the instrument follows; a refusal comes as a note. */
  #clock() {
    const select = this.querySelector("select");
    const show = (report = "internal") => {
      const at = CLOCKS.findIndex((name) => report.toLowerCase().startsWith(name.toLowerCase()));
      select.selectedIndex = Math.max(at, 0);
      select.options[2].textContent = at === 2 ? report : CLOCKS[2];
      select.title = `Clock: ${report}`;
    };
    select.addEventListener("change", () => {
      connection.send("/vamen/clock", "i", select.selectedIndex);
      show(store.get("report/clock"));
    });
    store.watch("report/clock", show);
  }

  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, select, textarea, dialog, [popover]")) return;
    if (event.key === "Escape") connection.send("/vamen/panic");
    else if (event.key === " " && !event.repeat && (this.#pointed || !event.target.closest?.("button, a, summary"))) {
      event.preventDefault();
      this.#toggle();
    }
  }
}

class Tempo extends Control {
  #text = document.createElement("b");
  #shown = "";

  build() {
    this.append(this.#text, make("span", {}, "BPM"));
  }

  draw(value) {
    const text = format(this.entry, value).replace(/\.0$/, "");
    if (text !== this.#shown) this.#text.textContent = this.#shown = text;
  }

  moved(value, steps) {
    return value + steps; // BPM
  }

  /** Whole BPM, with Shift tenths. */
  drag(pixels, fine, state) {
    state.value += pixels * (fine ? 0.02 : 0.35);
    this.set(fine ? Math.round(state.value * 10) / 10 : Math.round(state.value));
  }

  tapped() {
    this.#type("");
  }

  key(event) {
    if (event.target !== this) return;
    if (event.key === "Enter" || /^\d$/.test(event.key)) {
      event.preventDefault();
      this.#type(event.key === "Enter" ? "" : event.key);
    } else super.key(event);
  }

  /** Let a number be typed, beginning with `text`. */
  #type(text) {
    if (this.querySelector("input")) return;
    const value = text || format(this.entry, this.value);
    const input = make("input", { inputMode: "decimal", ariaLabel: "Tempo in BPM", value });
    typed(input, (taken, byKey) => {
      const value = Number.parseFloat(taken.replace(",", "."));
      input.remove();
      if (Number.isFinite(value)) this.set(value);
      if (byKey) this.focus();
    });
    this.append(input);
    input.focus();
    if (!text) input.select();
  }
}

customElements.define("v-tempo", Tempo);
customElements.define("v-transport", Transport);

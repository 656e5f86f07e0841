/**
 * <v-break>: an audio file that is dropped on the page or chosen -> POST /panel/breaks, which makes a preset of it; and
 * the last bars that were played -> a WAV file, GET /panel/loop.wav.
 *
 * Where a break's length was guessed wrong, the buttons 1/2, 1 and 2 ask for the same upload with other beats.
 */

import { make } from "/panel/make.js";

const MOST_MIB = 16;
const BARS = [1, 2, 4, 8];
const FACTORS = [0.5, 1, 2];

/** The answer; an Error with the server's sentence when it refused. */
async function ask(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Error("The instrument cannot be reached");
  });
  if (!response.ok) throw new Error((await response.text()) || `The instrument answered ${response.status}`);
  return response;
}

class Break extends HTMLElement {
  #result = null; // what the server has said of the last break
  #beats = 0; // that it guessed

  connectedCallback() {
    this.innerHTML = `
      <div class="row">
        <button class="choose" title="an audio file; or drop it anywhere on this page">Add a break…</button>
        <input type="file" accept="audio/*" hidden aria-label="Audio file of a break" tabindex="-1" />
        <progress hidden aria-label="Break is being encoded"></progress>
        <div class="lengths" role="group" aria-label="Length of the break" hidden></div>
      </div>
      <output aria-live="polite"></output>
      <div class="row keep" role="group" aria-label="Keep the last bars"><span>Keep last</span></div>
      <div class="drop" hidden>Drop a break to play it</div>`;
    const [input, lengths, keep] = ["input", ".lengths", ".keep"].map((one) => this.querySelector(one));
    this.querySelector(".choose").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (input.files[0]) this.upload(input.files[0]);
      input.value = "";
    });
    for (const factor of FACTORS)
      lengths.append(make("button", { data: { factor }, onclick: () => this.#again(factor) }, factor === 0.5 ? "½" : factor));
    for (const bars of BARS) {
      const onclick = (event) => {
        event.preventDefault();
        this.#keep(event.target.href, bars);
      };
      const ariaLabel = bars === 1 ? "Keep the last bar" : `Keep the last ${bars} bars`;
      keep.append(make("a", { href: `/panel/loop.wav?bars=${bars}`, ariaLabel, onclick }, bars));
    }
    keep.append("bars");
    this.#acceptDrops(this.querySelector(".drop"));
  }

  #acceptDrops(cover) {
    const isFile = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      cover.hidden = false;
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) cover.hidden = true; // it left the window
    });
    addEventListener("drop", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      cover.hidden = true;
      if (event.dataTransfer.files[0]) this.upload(event.dataTransfer.files[0]);
    });
  }

  #say(text, refused = false) {
    const output = this.querySelector("output");
    output.textContent = output.title = text;
    output.classList.toggle("refused", refused);
  }

  /** Send a file, and play what becomes of it. */
  async upload(file) {
    if (file.size > MOST_MIB * 2 ** 20) {
      const found = (file.size / 2 ** 20).toFixed(1);
      return this.#say(`${file.name} has ${found} MiB, at most ${MOST_MIB} are taken; cut it to a few bars`, true);
    }
    this.#say(`${file.name} is being encoded`);
    this.#beats = 0;
    return this.#post(`name=${encodeURIComponent(file.name)}`, file);
  }

  #again(factor) {
    const beats = this.#beats * factor;
    this.#say(`${this.#result.name} is being encoded as ${beats} beats`);
    return this.#post(`id=${encodeURIComponent(this.#result.id)}&beats=${beats}`);
  }

  async #post(query, body = null) {
    this.#busy(true);
    try {
      this.#result = await (await ask(`/panel/breaks?${query}`, { method: "POST", body })).json();
      const { number, name, tempo, beats, confidence, error_db, judged } = this.#result;
      const length = `${tempo.toFixed(1)} BPM, ${beats} beats, ${Math.round(confidence * 100)} % sure`;
      this.#say(`Preset ${number} ${name}: ${length}; ${judged}, ${error_db.toFixed(1)} dB off`);
    } catch (error) {
      this.#say(error.message, true);
    }
    this.#busy(false);
    this.#beats ||= this.#result?.beats;
    for (const button of this.querySelectorAll("[data-factor]")) {
      const beats = this.#beats * Number(button.dataset.factor);
      button.ariaPressed = String(beats === this.#result?.beats);
      button.ariaLabel = `${beats} beats`;
    }
  }

  #busy(busy) {
    this.querySelector("progress").hidden = !busy;
    this.querySelector(".lengths").hidden = !this.#result;
    for (const button of this.querySelectorAll("button")) button.disabled = busy;
  }

  async #keep(address, bars) {
    try {
      const response = await ask(address);
      const link = make("a", { href: URL.createObjectURL(await response.blob()), download: `vamen-${bars}-bars.wav` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      this.#say(`Saved ${link.download}`);
    } catch (error) {
      this.#say(error.message, true);
    }
  }
}

customElements.define("v-break", Break);

/**
 * <v-listen>: /vamen/stream/sound -> the loudspeaker of this machine, and the latency of that.
 *
 * An AudioWorklet plays (listen-worklet.js). Browsers have none on a page that is neither HTTPS nor of this machine:
 * there the older ScriptProcessor node plays, later, in this page's thread. A click begins
 * the sound, another ends it; it survives reconnects.
 */

import { connection } from "/panel/connection.js";

const STREAM = "/vamen/stream/sound";
const PLAYER = "/panel/listen-worklet.js"; // loaded when the user listens
const FADE_S = 0.005;
const SCRIPT_FRAMES = 1024; // fewer make gaps while the page paints
const SHOWN_MS = 250;

class Listener extends EventTarget {
  /** "worklet" or "script"; "" while nothing is played. */
  mode = "";
  #context = null;
  #volume = null;
  #node = null;
  #buffer = null; // of a script node, or null
  #state = null; // what the worklet has said of its buffer
  #end = null; // ends the reception
  #rate = 0; // of what arrives

  /** Latency in ms, from the arrival of a sample to the loudspeaker; ms in the buffer; dropouts and gaps so far. */
  get stats() {
    const { level = 0, target = 0, dropouts = 0, gaps = 0, ratio = 1 } = this.#buffer ?? this.#state ?? {};
    const { baseLatency = 0, outputLatency = 0, sampleRate = 0 } = this.#context ?? {};
    const block = this.mode === "script" ? (2 * SCRIPT_FRAMES) / sampleRate : 0; // one is played, one waits
    const latency = 1000 * (level + block + baseLatency + outputLatency);
    const rate = { input: this.#rate, output: sampleRate, ratio };
    return { mode: this.mode, latency, dropouts, buffered: 1000 * level, target: 1000 * target, gaps, rate };
  }

  /** Begin. To be called in a click. */
  start() {
    this.#context = new AudioContext({ latencyHint: "interactive" });
    this.mode = window.isSecureContext && this.#context.audioWorklet ? "worklet" : "script";
    this.#volume = new GainNode(this.#context, { gain: 1 });
    this.#volume.connect(this.#context.destination);
    this.#context.resume();
    this.#end = connection.on(STREAM, ([rate, first, bytes]) => this.#receive(rate, first, bytes));
    connection.listen(STREAM);
    this.dispatchEvent(new Event("change"));
  }

  /** End, without a click. */
  stop() {
    connection.ignore(STREAM);
    this.#end();
    const [context, volume] = [this.#context, this.#volume];
    volume.gain.setTargetAtTime(0, context.currentTime, FADE_S);
    setTimeout(() => context.close(), FADE_S * 8000);
    if (this.#node?.port) this.#node.port.onmessage = null;
    this.mode = "";
    this.#node = this.#buffer = this.#state = this.#context = null;
    this.#rate = 0;
    this.dispatchEvent(new Event("change"));
  }

  #receive(rate, first, bytes) {
    if (rate !== this.#rate) {
      this.#rate = rate;
      this.#build(rate);
    }
    const samples = new Int16Array(bytes.slice().buffer); // the packet's part may lie at an odd place
    if (this.#buffer) this.#buffer.push(first, samples);
    else this.#node?.port.postMessage({ first, samples }, [samples.buffer]);
  }

  async #build(rate) {
    const context = this.#context;
    this.#node?.disconnect();
    if (this.mode === "script") {
      const { SoundBuffer } = await import(PLAYER);
      if (context !== this.#context || rate !== this.#rate) return; // ended meanwhile
      const buffer = (this.#buffer = new SoundBuffer(rate, context.sampleRate));
      this.#node = context.createScriptProcessor(SCRIPT_FRAMES, 0, 2);
      this.#node.onaudioprocess = ({ outputBuffer }) =>
        buffer.pull(outputBuffer.getChannelData(0), outputBuffer.getChannelData(1));
    } else {
      await context.audioWorklet.addModule(PLAYER);
      if (context !== this.#context || rate !== this.#rate) return;
      const options = { numberOfInputs: 0, outputChannelCount: [2], processorOptions: { rate } };
      this.#node = new AudioWorkletNode(context, "listen", options);
      this.#node.port.onmessage = ({ data }) => (this.#state = data);
    }
    this.#node.connect(this.#volume);
  }
}

export const listen = new Listener();

class Listen extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    this.innerHTML = `<button aria-pressed="false">Listen here</button><output aria-live="off"></output>`;
    const button = this.querySelector("button");
    const output = this.querySelector("output");
    button.title = "play the sound of the instrument on this machine";
    button.addEventListener("click", () => (listen.mode ? listen.stop() : listen.start()));
    const show = () => {
      const { mode, latency, dropouts, gaps, buffered } = listen.stats;
      const lost = dropouts + gaps ? `, ${dropouts + gaps} lost` : "";
      output.textContent = buffered ? `${Math.round(latency)} ms${lost}` : mode && "waits for sound";
      button.ariaPressed = String(mode !== "");
    };
    listen.addEventListener("change", show);
    setInterval(() => listen.mode && show(), SHOWN_MS);
  }

  /** For tests and for who looks after it: see Listener. */
  get stats() {
    return listen.stats;
  }
}

customElements.define("v-listen", Listen);

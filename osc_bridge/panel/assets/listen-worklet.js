/**
 * Between the network and the loudspeaker: numbered int16 stereo blocks in, samples at the context's rate out.
 *
 * in   push(first, samples): `first` is the number of the first sample (mod 2^31), `samples` an Int16Array, interleaved
 * out  pull(left, right): fills two Float32Arrays, -1..1
 * The buffer's level is held at `target` by reading up to 0.5 % faster or slower, through a windowed sinc (linear
 * phase). `target` grows when the buffer comes close to empty, up to 120 ms, and shrinks slowly when it never does.
 * When it runs empty the sound fades out in 3 ms, is counted as a dropout, and fades in when the buffer is full again.
 *
 * In an AudioWorklet this file registers the processor "listen"; listen.js imports the class for ScriptProcessor nodes.
 */

const MASK = 0x7fffffff; // sample numbers are counted modulo 2^31
const SIZE = 1 << 16; // samples in the ring, 1.5 s at 44100 Hz
const HALF = 16; // samples that the interpolation reads on either side
const PHASES = 256;
const PULL = 0.2; // share of the error in level that is made up for in a second
const START = 0.07; // seconds; blocks of 10 ms that come up to 50 ms late need 63 ms
const LEAST = 0.04;
const MOST = 0.12;
const EXCESS = 0.05; // more than the target by so much for a second: it skips what is too old
const SPARE = 0.008; // seconds that should be left when the buffer is lowest
const FADE = 0.003;

/** A low-pass at 256 fractional positions, each 32 taps long (Blackman); `cutoff` is a share of the input's Nyquist. */
function interpolation(cutoff) {
  const table = new Float32Array((PHASES + 1) * 2 * HALF);
  for (let phase = 0; phase <= PHASES; phase++) {
    const row = table.subarray(phase * 2 * HALF, (phase + 1) * 2 * HALF);
    for (let tap = 0; tap < 2 * HALF; tap++) {
      const x = tap - (HALF - 1) - phase / PHASES; // distance from the place that is wanted, in samples
      const angle = Math.PI * x * cutoff;
      const turn = (Math.PI * x) / HALF;
      row[tap] = (angle ? Math.sin(angle) / angle : 1) * (0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
    }
    const sum = row.reduce((a, b) => a + b);
    for (let tap = 0; tap < 2 * HALF; tap++) row[tap] /= sum;
  }
  return table;
}

export class SoundBuffer {
  /** Times that the sound was interrupted because nothing was there to play. */
  dropouts = 0;
  /** Times that samples were missing in what arrived. */
  gaps = 0;
  /** Seconds that the buffer is meant to hold after a block was read. */
  target = START;
  /** Seconds in the buffer after the last block was read, averaged over about a second. */
  level = START;
  /** How much faster than nominal it is read: 1 +- 0.005. */
  ratio = 1;

  #left = new Float32Array(SIZE);
  #right = new Float32Array(SIZE);
  #written = 0; // samples since the start; the ring holds the last SIZE of them
  #read = HALF; // the place that is played next; whole part and fraction
  #next = -1; // number of the sample that should come next
  #gain = 0;
  #state = "waiting"; // "playing", or "fading" until nothing is left
  #lowest = Infinity; // of the level, since the target was looked at
  #since = 0; // seconds since then
  #taps;
  #fade;

  /** @param {number} inputRate of the samples that come  @param {number} outputRate of those that leave, both in Hz */
  constructor(inputRate, outputRate) {
    this.inputRate = inputRate;
    this.outputRate = outputRate;
    this.#taps = interpolation(Math.min(1, outputRate / inputRate) * 0.94);
    this.#fade = Math.round(FADE * inputRate);
  }

  /** Samples that can be played. */
  get #available() {
    return this.#written - HALF - this.#read;
  }

  /** Add a block. Missing samples become silence, 0.2 s at most; a number that jumps back begins anew. */
  push(first, samples) {
    const count = Math.min(samples.length >> 1, SIZE >> 2);
    const skipped = this.#next < 0 ? 0 : (((first - this.#next) & MASK) << 1) >> 1;
    this.#next = (first + (samples.length >> 1)) & MASK;
    if (skipped > 0) this.gaps += 1;
    if (skipped !== 0) this.#fadeEnd();
    for (let silent = Math.min(skipped, this.inputRate * 0.2); silent >= 1; silent--) this.#write(0, 0);
    for (let i = 0; i < count; i++) {
      const gain = skipped !== 0 && i < this.#fade ? i / this.#fade / 32768 : 1 / 32768;
      this.#write(samples[2 * i] * gain, samples[2 * i + 1] * gain);
    }
  }

  #write(left, right) {
    const at = this.#written++ & (SIZE - 1);
    this.#left[at] = left;
    this.#right[at] = right;
  }

  /** Fade out the last 3 ms of what has not been played, before something that does not follow from it. */
  #fadeEnd() {
    const count = Math.min(this.#fade, Math.floor(this.#written - this.#read));
    for (let i = 0; i < count; i++) {
      const at = (this.#written - 1 - i) & (SIZE - 1);
      this.#left[at] *= i / count;
      this.#right[at] *= i / count;
    }
  }

  /** Fill two blocks of the same length. */
  pull(left, right) {
    left.fill(0);
    right.fill(0);
    const full = this.target * this.inputRate + (left.length * this.inputRate) / this.outputRate;
    if (this.#state === "waiting" && this.#available >= full) {
      this.#read = Math.floor(this.#written - HALF - full); // what is older is too late
      this.#state = "playing";
      this.level = this.target;
      this.#lowest = Infinity;
      this.#since = 0;
    }
    if (this.#available > full + 0.5 * this.inputRate) this.#interrupt(); // this page stood still
    const step = (this.inputRate / this.outputRate) * this.ratio;
    for (let i = 0; i < left.length && this.#state !== "waiting"; i++) {
      if (this.#available <= this.#fade && this.#state === "playing") {
        this.#interrupt();
        this.target = Math.min(this.target + 0.02, MOST);
      }
      this.#gain = Math.min(Math.max(this.#gain + (this.#state === "playing" ? 1 : -1) / this.#fade, 0), 1);
      if (this.#gain === 0) this.#state = "waiting";
      else this.#interpolate(left, right, i);
      this.#read += step;
    }
    if (this.#state === "playing") this.#adapt(left.length / this.outputRate);
  }

  #interrupt() {
    if (this.#state !== "playing") return;
    this.dropouts += 1;
    this.#state = "fading";
  }

  /** One sample, `i`, of both sides from the place #read. */
  #interpolate(left, right, i) {
    const whole = Math.floor(this.#read);
    const phase = (this.#read - whole) * PHASES;
    const row = Math.floor(phase);
    const part = phase - row;
    const taps = this.#taps;
    let sumLeft = 0;
    let sumRight = 0;
    for (let tap = 0; tap < 2 * HALF; tap++) {
      const low = taps[row * 2 * HALF + tap];
      const weight = low + part * (taps[(row + 1) * 2 * HALF + tap] - low);
      const at = (whole - HALF + 1 + tap) & (SIZE - 1);
      sumLeft += weight * this.#left[at];
      sumRight += weight * this.#right[at];
    }
    left[i] = sumLeft * this.#gain;
    right[i] = sumRight * this.#gain;
  }

  /** Follow the level of the buffer with the pace, and how low it gets with the target; `seconds` were just played. */
  #adapt(seconds) {
    const level = this.#available / this.inputRate;
    this.level += (level - this.level) * Math.min(seconds, 1);
    this.ratio = 1 + Math.min(Math.max(PULL * (this.level - this.target), -0.005), 0.005);
    this.#lowest = Math.min(this.#lowest, level);
    this.#since += seconds;
    if (this.#since < 1) return;
    if (this.#lowest > this.target + EXCESS) this.#interrupt();
    const spare = this.#lowest + this.target - this.level; // what will be left when the target is reached
    if (spare < SPARE) this.target = Math.min(this.target + SPARE - spare, MOST);
    else if (spare > 2 * SPARE) this.target = Math.max(this.target - 0.00025, LEAST);
    this.#since = 0;
    this.#lowest = Infinity;
  }
}

if (typeof registerProcessor === "function") {
  registerProcessor(
    "listen",
    class extends AudioWorkletProcessor {
      #buffer;
      #blocks = 0;

      constructor({ processorOptions }) {
        super();
        this.#buffer = new SoundBuffer(processorOptions.rate, sampleRate);
        this.port.onmessage = ({ data }) => this.#buffer.push(data.first, data.samples);
      }

      process(_inputs, [[left, right]]) {
        this.#buffer.pull(left, right);
        const { level, target, dropouts, gaps, ratio } = this.#buffer;
        if (++this.#blocks % 32 === 0) this.port.postMessage({ level, target, dropouts, gaps, ratio });
        return true;
      }
    },
  );
}

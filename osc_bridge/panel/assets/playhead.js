/**
 * Where the playhead is at this moment: meter/frame (30 times a second), tempo and speed in -> a frame for each picture
 * of the screen out, and slices out to the instrument.
 *
 * Between reports it moves at the pace of tempo, speed and half time, frozen by the hand that scratches, and makes up for
 * what it is off by in 0.3 s. With prefers-reduced-motion it stands where the last report put it.
 */

import { connection } from "/panel/connection.js";
import { store } from "/panel/store.js";

export const FRAMES = 512;
export const STEPS = 32;
const FRAMES_PER_STEP = FRAMES / STEPS;
const FRAMES_PER_QUARTER = 64;
const CATCH_UP_MS = 150;
const SILENT_MS = 300; // without a report for so long, it stands
const CAUGHT = 1 - Math.exp(-SILENT_MS / CATCH_UP_MS); // by then it stands where it was reported
const STALE_MS = 60; // reports that arrive so soon after a slice may be older than it

const wrapped = (frame) => ((frame % FRAMES) + FRAMES) % FRAMES;
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

class Playhead {
  /** The sixteenth under the playhead, 0..31; -1 while nothing plays. */
  step = -1;

  #frame = 0; // where it was shown
  #time = 0; // at this time, in ms
  #error = 0; // frames by which that was behind the report
  #pace = 0; // frames per ms
  #scratch = 0; // sixteenths
  #sliced = -Infinity; // when a slice was played from here
  #later = 0;
  #listeners = new Set();

  constructor() {
    for (const id of ["tempo", "speed", "halftime", "freeze", "reverse", "meter/playing"]) store.watch(id, () => this.#follow());
    store.watch("scratch", (scratch) => {
      if (store.get("freeze") && !stillness.matches) this.#frame += (scratch - this.#scratch) * FRAMES_PER_STEP;
      this.#scratch = scratch;
    });
    store.watch("meter/frame", (frame) => this.#report(frame));
    const draw = (now) => {
      requestAnimationFrame(draw);
      const frame = this.frame(now);
      this.step = store.get("meter/playing") ? Math.floor((frame + 0.01) / FRAMES_PER_STEP) % STEPS : -1;
      for (const listener of this.#listeners) listener(frame, this.step);
    };
    requestAnimationFrame(draw);
  }

  /** Call `listener(frame, step)` for every picture of the screen. */
  each(listener) {
    this.#listeners.add(listener);
  }

  /** The frame under the playhead, 0 <= frame < 512, at a time of performance.now(). */
  frame(now) {
    const passed = Math.min(Math.max(now - this.#time, 0), SILENT_MS);
    return wrapped(this.#frame + this.#pace * passed + this.#error - this.#left(passed));
  }

  /** Play the break from sixteenth `step`, 0..31, at a velocity from 0 to 1. */
  slice(step, velocity) {
    connection.send("/vamen/slice", "if", step, velocity);
    this.#put(step * FRAMES_PER_STEP, performance.now());
    this.#sliced = this.#time;
  }

  /** Let a slice go: where slices sound while they are held, it ends if it was played last. */
  release(step) {
    connection.send("/vamen/slice", "if", step, 0);
  }

  #left(passed) {
    return this.#error * (1 - (1 - Math.exp(-passed / CATCH_UP_MS)) / CAUGHT);
  }

  #put(frame, now) {
    this.#frame = frame;
    this.#time = now;
    this.#error = 0;
  }

  #follow() {
    const now = performance.now();
    const left = this.#left(Math.min(now - this.#time, SILENT_MS));
    this.#put(this.frame(now), now);
    this.#error = left;
    const moves = store.get("meter/playing") && !store.get("freeze") && !stillness.matches;
    const turned = (store.get("reverse") ? -1 : 1) * (store.get("halftime") ? 0.5 : 1);
    const pace = ((store.get("tempo") ?? 0) * FRAMES_PER_QUARTER * (store.get("speed") ?? 1) * turned) / 60_000;
    this.#pace = moves ? pace : 0;
  }

  #report(frame) {
    const now = performance.now();
    if (now - this.#sliced < STALE_MS) {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#report(store.get("meter/frame")), STALE_MS);
      return;
    }
    const shown = this.frame(now);
    const error = wrapped(frame - shown + FRAMES / 2) - FRAMES / 2;
    this.#put(shown, now);
    if (Math.abs(error) < FRAMES_PER_STEP && !stillness.matches) this.#error = error;
    else this.#frame = wrapped(frame);
  }
}

export const playhead = new Playhead();

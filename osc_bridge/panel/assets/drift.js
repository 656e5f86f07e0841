/**
 * A point in a square that is dragged and thrown: pointer places with times in -> where it is at each picture out.
 *
 * Places are 0..1, times in ms. A throw is slowed down by friction unless `keeps` is set; edges throw it back.
 */

const MEMORY_MS = 90; // of a drag, from which a throw's speed is taken
const THROWN = 0.25; // from this speed on it is a throw, in squares a second
const STILL = 0.04;
const FRICTION_S = 0.9; // until the speed is 1/e
const ALWAYS = 0.1; // the speed that a point with `keeps` has at least
const MOST = 4;

export class Drift {
  x = 0.5;
  y = 0.5;
  /** Whether it moves on without friction. */
  keeps = false;
  #speed = [0, 0]; // squares a second
  #trail = []; // the last places of a drag: [x, y, time]

  /** Whether it moves without being held. */
  get moves() {
    return this.#trail.length === 0 && (this.#speed[0] !== 0 || this.#speed[1] !== 0);
  }

  /** Put it somewhere, at rest. */
  put(x, y) {
    this.x = Math.min(Math.max(x, 0), 1);
    this.y = Math.min(Math.max(y, 0), 1);
    this.#speed = [0, 0];
    this.#trail = [];
  }

  /** It is held at a place, at a time. */
  hold(x, y, now) {
    const trail = this.#trail.filter((one) => now - one[2] < MEMORY_MS);
    this.put(x, y);
    this.#trail = [...trail, [this.x, this.y, now]];
  }

  /** It is let go. */
  release(now) {
    const [x, y, since] = this.#trail.find((one) => now - one[2] < MEMORY_MS) ?? [this.x, this.y, now];
    const seconds = Math.max(now - since, 1) / 1000;
    const [across, down] = [(this.x - x) / seconds, (this.y - y) / seconds];
    const pace = Math.hypot(across, down);
    const kept = pace < THROWN ? 0 : Math.min(MOST / pace, 1);
    this.#speed = [across * kept, down * kept];
    this.#trail = [];
    if (this.keeps) this.start();
  }

  /** Set it in motion if it rests. */
  start() {
    if (!this.moves) this.#speed = [ALWAYS, ALWAYS * 0.618];
  }

  stop() {
    this.#speed = [0, 0];
  }

  /** Move on by some seconds. @returns whether it moved. */
  advance(seconds) {
    if (!this.moves) return false;
    [this.x, this.y] = [this.x, this.y].map((place, axis) => {
      const next = place + this.#speed[axis] * seconds;
      if (next >= 0 && next <= 1) return next;
      this.#speed[axis] *= -1;
      return Math.min(Math.max(next < 0 ? -next : 2 - next, 0), 1);
    });
    const pace = Math.hypot(...this.#speed);
    const slower = pace * Math.exp(-seconds / FRICTION_S);
    const wanted = this.keeps ? Math.max(slower, Math.min(pace, ALWAYS)) : slower < STILL ? 0 : slower;
    this.#speed = this.#speed.map((part) => (part * wanted) / pace);
    return true;
  }
}

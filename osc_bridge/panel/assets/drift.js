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
    const trail = this.#trail.filter((one) => now - one[2] < MEMORY_MS);
    this.#trail = [];
    const seconds = trail.length > 1 ? (now - trail[0][2]) / 1000 : 0;
    if (seconds <= 0) return this.start();
    this.#speed = [(this.x - trail[0][0]) / seconds, (this.y - trail[0][1]) / seconds];
    const pace = Math.hypot(...this.#speed);
    if (pace > MOST) this.#speed = this.#speed.map((part) => (part * MOST) / pace);
    if (pace < THROWN) this.#speed = [0, 0];
    return this.start();
  }

  /** Set a point in motion that rests and keeps moving. */
  start() {
    if (this.keeps && !this.moves) this.#speed = [ALWAYS, ALWAYS * 0.618];
  }

  stop() {
    this.#speed = [0, 0];
  }

  /** Move on by some seconds. @returns whether it moved. */
  advance(seconds) {
    if (!this.moves) return false;
    const bounce = (place) => 1 - Math.abs(((((place % 2) + 2) % 2) - 1));
    [this.x, this.y] = [this.x, this.y].map((place, axis) => {
      const next = place + this.#speed[axis] * seconds;
      if (next < 0 || next > 1) this.#speed[axis] *= -1;
      return bounce(next);
    });
    const pace = Math.hypot(...this.#speed);
    const slower = Math.exp(-seconds / FRICTION_S);
    const wanted = this.keeps ? Math.max(pace * slower, Math.min(pace, ALWAYS)) : pace * slower;
    this.#speed = wanted < STILL ? [0, 0] : this.#speed.map((part) => (part * wanted) / pace);
    return true;
  }
}

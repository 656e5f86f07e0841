/**
 * Presets as pins of a pad: report/presets -> places; a point -> the weights of the presets around it.
 *
 * Places are 0..1 from left to right and from top to bottom. A preset's number gives its place, spread evenly; one that
 * a user has moved is kept in the browser. Weights are 1/d^2 of the eight nearest, less that of the ninth, so that none
 * comes or goes suddenly; on a pin it is that preset alone.
 */

import { pairs, store } from "/panel/store.js";

const NEAREST = 8;
const PIN = 0.015; // radius around a pin where it is that preset alone
const LEAST = 0.001;
const KEPT = "vamen.pins";
const EDGE = 0.07;

/** @typedef {{number: number, name: string, x: number, y: number}} Pin */

/** The place of a preset that nobody has moved: multiples of the plastic number's powers fill a square evenly. */
function spread(number) {
  const inside = (share) => EDGE + (1 - 2 * EDGE) * (share % 1);
  return { x: inside(0.5 + number * 0.7548776662466927), y: inside(0.5 + number * 0.5698402909980532) };
}

/**
 * @param {Pin[]} pins
 * @returns {{pin: Pin, weight: number}[]} at most eight, the heaviest first; the weights sum to 1, less the least.
 */
export function blend(pins, x, y) {
  const near = pins
    .map((pin) => ({ pin, distance: Math.max(Math.hypot(pin.x - x, pin.y - y) - PIN, 0) }))
    .sort((a, b) => a.distance - b.distance);
  if (near.length && near[0].distance === 0) return [{ pin: near[0].pin, weight: 1 }];
  const rest = near.length > NEAREST ? near[NEAREST].distance ** -2 : 0;
  const weighted = near.slice(0, NEAREST).map(({ pin, distance }) => ({ pin, weight: distance ** -2 - rest }));
  const sum = weighted.reduce((total, { weight }) => total + weight, 0);
  return weighted.map(({ pin, weight }) => ({ pin, weight: weight / sum })).filter(({ weight }) => weight > LEAST);
}

export class Pins {
  /** @type {Pin[]} */
  all = [];

  /** `changed()` is called when presets came, went or moved. */
  constructor(changed) {
    try {
      this.moved = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    } catch {
      this.moved = {}; // storage is blocked, or holds something else
    }
    store.watch("report/presets", (list) => {
      this.all = pairs(list).map(([number, name]) => {
        const [x, y] = Array.isArray(this.moved[number]) ? this.moved[number] : [];
        return { number, name, ...spread(number), ...(x >= 0 && x <= 1 && y >= 0 && y <= 1 && { x, y }) };
      });
      changed();
    });
  }

  /** The pin within `radius` pixels of a place, of a pad that is `width` by `height` pixels; undefined if none is. */
  at(x, y, width, height, radius) {
    const away = (pin) => Math.hypot((pin.x - x) * width, (pin.y - y) * height);
    return this.all.filter((pin) => away(pin) <= radius).sort((a, b) => away(a) - away(b))[0];
  }

  /** Put a pin elsewhere, and keep that. */
  move(pin, x, y) {
    [pin.x, pin.y] = [x, y];
    this.moved[pin.number] = [x, y];
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.moved));
    } catch {
      // it lasts as long as the page then
    }
  }
}

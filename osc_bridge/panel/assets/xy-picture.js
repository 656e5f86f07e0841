/**
 * What <v-xy> shows: a point with pins and names, or a point between two axes -> a canvas (see picture.js).
 *
 * A name is drawn where it covers no other one: right or left of its pin, above or below. The heaviest pins come first.
 */

import { style } from "/panel/picture.js";

const DOT_PX = 4;
const HEAVY_PX = 8; // what a pin's radius grows by at weight 1
const font = () => `500 12px ${style("font-family")}`;
const LINE_PX = 15;

export function dot(context, x, y, radius, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** The names of pins, each beside its place, as far as there is room. */
function drawNames(context, width, height, places) {
  context.font = font();
  const taken = places.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]);
  for (const { x, y, radius, name, strong } of places) {
    const wide = context.measureText(name).width;
    const corners = [
      [x + radius + 3, y - LINE_PX / 2],
      [x - radius - 3 - wide, y - LINE_PX / 2],
      [x - wide / 2, y - radius - LINE_PX],
      [x - wide / 2, y + radius],
    ];
    const free = corners.find(([left, top]) => {
      const [right, bottom] = [left + wide, top + LINE_PX];
      const covers = ([l, t, r, b]) => left < r && right > l && top < b && bottom > t;
      return left > 2 && top > 0 && right < width - 2 && bottom < height && !taken.some(covers);
    });
    if (!free) continue;
    const [left, top] = free;
    taken.push([left - 2, top, left + wide + 2, top + LINE_PX]);
    context.fillStyle = style(strong ? "--ink" : "--dim");
    context.fillText(name, left, top + 11.5);
  }
}

function drawPoint(context, x, y) {
  context.beginPath();
  context.arc(x, y, 11, 0, 2 * Math.PI);
  Object.assign(context, { strokeStyle: "#000", lineWidth: 5 }).stroke();
  Object.assign(context, { strokeStyle: "#fff", lineWidth: 3 }).stroke();
}

/** The pins, those that sound with lines to the point; `held` is the pin that is being moved. */
export function drawPins(context, width, height, point, pins, shares, held) {
  const weights = new Map(shares.map(({ pin, weight }) => [pin, weight]));
  for (const [pin, weight] of weights) {
    context.strokeStyle = `rgb(255 157 92 / ${0.15 + 0.85 * Math.sqrt(weight)})`;
    context.lineWidth = 1 + 4 * weight;
    context.beginPath();
    context.moveTo(point.x * width, point.y * height);
    context.lineTo(pin.x * width, pin.y * height);
    context.stroke();
  }
  const places = [...pins]
    .sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0))
    .map((pin) => {
      const weight = weights.get(pin) ?? 0;
      const radius = DOT_PX + HEAVY_PX * weight + (pin === held ? 6 : 0);
      return { x: pin.x * width, y: pin.y * height, radius, name: pin.name, strong: weight > 0.05 || pin === held };
    });
  for (const { x, y, radius, strong } of places) dot(context, x, y, radius, style(strong ? "--kick" : "--edge"));
  drawNames(context, width, height, places);
  drawPoint(context, point.x * width, point.y * height);
}

/** A cross through the middle, the names of both axes, and the point. */
export function drawAxes(context, width, height, point, [across, up]) {
  context.font = font();
  context.fillStyle = style("--line");
  context.fillRect(0, Math.round(height / 2), width, 1);
  context.fillRect(Math.round(width / 2), 0, 1, height);
  context.fillStyle = style("--dim");
  context.fillText(`${across} +`, width - context.measureText(`${across} +`).width - 6, height / 2 - 6);
  context.fillText(`${up} +`, width / 2 + 6, 16);
  context.fillStyle = "rgb(255 157 92 / 0.6)";
  context.fillRect(0, point.y * height - 0.5, width, 1);
  context.fillRect(point.x * width - 0.5, 0, 1, height);
  drawPoint(context, point.x * width, point.y * height);
}

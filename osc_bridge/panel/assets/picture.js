/**
 * A canvas in the pixels of the screen: its size in the layout and wishes to paint in -> `draw`, at most once per frame.
 *
 * A canvas that is not seen has no size, and is painted when it has one.
 */

const read = new Map();

/** @returns a property of the style sheet, which is the same everywhere: a colour, as "--ink", or "font-family". */
export function style(name) {
  if (!read.has(name)) read.set(name, getComputedStyle(document.documentElement).getPropertyValue(name));
  return read.get(name);
}

const pictures = new WeakMap(); // canvas -> Picture
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) pictures.get(target).resize(contentRect);
});

export class Picture {
  #canvas;
  #draw;
  #size = [0, 0];
  #frame = 0;

  /** @param {(context, width, height, now) => void} draw on an empty canvas, whose unit is a CSS pixel; `now` in ms */
  constructor(canvas, draw) {
    this.#canvas = canvas;
    this.#draw = draw;
    pictures.set(canvas, this);
    sizes.observe(canvas);
  }

  /** Paint with the next frame. */
  ask() {
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      this.paint(now);
    });
  }

  /** Paint now. */
  paint(now) {
    const [width, height] = this.#size;
    if (!width || !height) return;
    const context = this.#canvas.getContext("2d");
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#draw(context, width, height, now);
  }

  resize({ width, height }) {
    this.#size = [width, height];
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.paint(performance.now());
  }
}

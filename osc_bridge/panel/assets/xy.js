/**
 * <v-xy>: a point that is dragged, thrown or moved by keys -> what its tab says.
 *
 * Pins: presets are pins -> /vamen/preset/blend with the weights of those around the point (pins.js); "Move pins" lets
 * them be put elsewhere. Latents: two latents are the axes -> their values. Map: the breaks of the training set
 * (map.js). At most one message for each picture of the screen is sent.
 */

import { connection } from "/panel/connection.js";
import { share, valueAt } from "/panel/control.js";
import { Drift } from "/panel/drift.js";
import { ARROWS, follow } from "/panel/hand.js";
import { Picture } from "/panel/picture.js";
import { blend, Pins } from "/panel/pins.js";
import { store } from "/panel/store.js";
import { Tabs } from "/panel/tabs.js";
import { drawAxes, drawPins } from "/panel/xy-picture.js";

const REACH_PX = 22;
const STEP = 0.02;
const stillness = matchMedia("(prefers-reduced-motion: reduce)");
const within = (place) => Math.min(Math.max(place, 0), 1);

class Modes extends Tabs {
  static tabs = { pins: "Pins", map: "Map", latents: "Latents" };
  static label = "Pad";

  show(tab, isChosen) {
    tab.setAttribute("aria-controls", "xy-page");
    if (isChosen) this.dispatchEvent(new CustomEvent("chosen", { detail: tab.dataset.tab }));
  }
}

class Pad extends HTMLElement {
  #points = { pins: new Drift(), latents: new Drift() };
  #mode = "pins";
  #pins = null;
  #axes = ["latent/0", "latent/1"];
  #ends = []; // of the watches of both axes
  #held = null; // {pin}: the pin that is moved, or none
  #moved = false; // the point, since a message was sent
  #shares = []; // of the presets around the point
  #frame = 0;
  #time = 0;

  connectedCallback() {
    this.innerHTML = `<v-modes></v-modes>
      <div class="page" role="tabpanel" id="xy-page" aria-label="Pad">
        <div class="pad" role="slider" tabindex="0" aria-valuemin="0" aria-valuemax="100"><canvas></canvas></div>
        <v-map></v-map>
        <div class="tools">
          <label class="axis">↔<select aria-label="Latent across"></select></label>
          <label class="axis">↕<select aria-label="Latent up"></select></label>
          <button class="move" aria-pressed="false">Move pins</button>
          <button class="drift" aria-pressed="false">Drift</button>
        </div>
      </div>`;
    this.pad = this.querySelector(".pad");
    this.selects = [...this.querySelectorAll("select")];
    this.#pins = new Pins(() => this.#wake());
    this.picture = new Picture(this.pad.firstChild, (...given) => this.#paint(...given));
    this.firstChild.addEventListener("chosen", ({ detail }) => this.#show(detail));
    follow(this.pad, {
      down: (event) => this.#down(event),
      move: (event) => this.#drag(event),
      up: (event) => this.#release(event),
    });
    this.pad.addEventListener("keydown", (event) => this.#key(event));

    this.#toggle(".move", (on) => this.pad.toggleAttribute("data-moving", on));
    const drift = this.#toggle(".drift", (on) => this.#drift(on));
    const hush = () => {
      if ((drift.disabled = stillness.matches)) this.#drift(false);
    };
    stillness.addEventListener("change", hush);
    hush();
    this.selects.forEach((select, axis) => select.addEventListener("change", () => this.#follow(axis, select.value)));
    connection.described(({ latents }) => this.#describe(latents));
    for (const axis of [0, 1]) this.#follow(axis, this.#axes[axis]);
    store.watch("report/preset", ([number]) => {
      const pin = this.#pins.all.find((one) => one.number === number);
      const point = this.#points.pins;
      if (pin && !this.#held) point.put(pin.x, pin.y);
      if (pin && point.keeps && this.#mode === "pins") point.start();
      this.#wake();
    });
    // a point that was thrown would blend over what is recalled
    addEventListener("click", ({ target }) => target.closest?.("[data-id^='preset/']") && this.#points.pins.stop());
    this.#show("pins");
  }

  #toggle(name, changed) {
    const button = this.querySelector(name);
    button.addEventListener("click", () => {
      button.ariaPressed = String(button.ariaPressed !== "true");
      changed(button.ariaPressed === "true");
    });
    return button;
  }

  #describe(latents) {
    this.selects.forEach((select, axis) => {
      select.replaceChildren(...latents.map(({ id }) => new Option(store.label(id), id)));
      select.value = this.#axes[axis];
    });
    this.#read();
  }

  get #point() {
    return this.#points[this.#mode] ?? this.#points.pins;
  }

  #show(mode) {
    this.#mode = this.dataset.mode = mode;
    this.pad.ariaLabel = mode === "latents" ? "Point between two latents" : "Point between presets";
    this.#wake();
  }

  #follow(axis, id) {
    this.#axes[axis] = id;
    this.#ends[axis]?.();
    this.#ends[axis] = store.watch(id, () => this.#read());
  }

  /** Put the point where both latents are. */
  #read() {
    if (this.#held || this.#points.latents.moves) return;
    const [x, y] = this.#axes.map((id) => share(store.describe(id), store.get(id) ?? 0));
    this.#points.latents.put(x, 1 - y);
    this.#wake();
  }

  #drift(on) {
    for (const point of Object.values(this.#points)) {
      point.keeps = on;
      if (!on) point.stop();
    }
    if (on) this.#point.start();
    this.#wake();
  }

  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.pad.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height, width, height };
  }

  #down(event) {
    const { x, y, width, height } = this.#place(event);
    const moves = this.#mode === "pins" && this.pad.hasAttribute("data-moving");
    this.#held = { pin: moves && this.#pins.at(x, y, width, height, REACH_PX) };
    this.#drag(event);
  }

  #drag(event) {
    const { x, y } = this.#place(event);
    const { pin } = this.#held;
    if (pin) this.#pins.move(pin, within(x), within(y));
    else {
      this.#point.hold(x, y, event.timeStamp);
      this.#moved = true;
    }
    this.#wake();
  }

  #release(event) {
    if (stillness.matches || this.#held.pin) this.#point.put(this.#point.x, this.#point.y);
    else this.#point.release(event.timeStamp);
    this.#held = null;
    this.#wake();
  }

  #key(event) {
    const [dx, dy] = ARROWS[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP / 4 : STEP;
    this.#point.put(this.#point.x + dx * step, this.#point.y + dy * step);
    this.#moved = true;
    this.#wake();
  }

  #wake() {
    this.#frame ||= requestAnimationFrame((now) => this.#next(now));
  }

  /** Move, send and draw, once for a picture of the screen. */
  #next(now) {
    this.#frame = 0;
    const point = this.#point;
    if (point.advance(Math.min(now - this.#time, 50) / 1000)) this.#moved = true;
    this.#time = now;
    if (this.#mode === "latents") this.#sendLatents(point);
    else if (this.#mode === "pins") this.#sendBlend(point);
    this.#moved = false;
    this.pad.ariaValueNow = String(Math.round(point.x * 100));
    this.picture.paint(now);
    if (point.moves) this.#wake();
  }

  #paint(context, width, height) {
    const size = [context, width, height, this.#point];
    if (this.#mode === "latents") drawAxes(...size, this.#axes.map((id) => store.label(id)));
    else if (this.#mode === "pins") drawPins(...size, this.#pins.all, this.#shares, this.#held?.pin);
  }

  #sendLatents(point) {
    const values = [point.x, 1 - point.y].map((place, axis) => {
      const id = this.#axes[axis];
      const value = valueAt(store.describe(id), place);
      if (this.#moved) store.set(id, value);
      return `${store.label(id)} ${value.toFixed(2)}`;
    });
    this.pad.ariaValueText = values.join(", ");
  }

  #sendBlend(point) {
    const shares = (this.#shares = blend(this.#pins.all, point.x, point.y));
    const pairs = shares.flatMap(({ pin, weight }) => [pin.number, weight]);
    if (this.#moved && pairs.length) connection.send("/vamen/preset/blend", "if".repeat(shares.length), ...pairs);
    const said = shares.slice(0, 3).map(({ pin, weight }) => `${pin.name} ${Math.round(weight * 100)} %`);
    this.pad.ariaValueText = said.join(", ") || "no presets";
  }
}

customElements.define("v-modes", Modes);
customElements.define("v-xy", Pad);

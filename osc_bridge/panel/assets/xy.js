/**
 * <v-xy>: a point that is dragged, thrown or moved by keys -> what its tab says.
 *
 * Pins: presets are pins -> /vamen/preset/blend with the weights of those around the point (pins.js). A pin is moved after
 * a long press, or with "Move pins". Latents: two latents are the axes -> their values. Map: the breaks of the training
 * set (map.js). At most one message for each picture of the screen is sent.
 */

import { connection } from "/panel/connection.js";
import { Drift } from "/panel/drift.js";
import { drawAxes, drawPins } from "/panel/xy-picture.js";
import { blend, Pins } from "/panel/pins.js";
import { store } from "/panel/store.js";

const TABS = { pins: "Pins", map: "Map", latents: "Latents" };
const LONG_PRESS_MS = 500;
const SLACK_PX = 6;
const REACH_PX = 22;
const STEP = 0.02;
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

class Pad extends HTMLElement {
  #points = { pins: new Drift(), latents: new Drift() };
  #mode = "pins";
  #pins = null;
  #shares = []; // what blend() returned for the point
  #axes = ["latent/0", "latent/1"];
  #ends = []; // of the watches of both axes
  #held = null; // {pointer, pin, timer, x, y}
  #moved = false; // the point, since a message was sent
  #frame = 0;
  #time = 0;

  connectedCallback() {
    if (this.firstChild) return;
    this.innerHTML = `<div class="tabs" role="tablist" aria-label="Pad"></div>
      <div class="page" role="tabpanel" id="xy-page">
        <div class="pad" role="slider" tabindex="0" aria-valuemin="0" aria-valuemax="100"><canvas></canvas></div>
        <v-map hidden></v-map>
        <div class="tools">
          <label class="axis">↔<select aria-label="Latent across"></select></label>
          <label class="axis">↕<select aria-label="Latent up"></select></label>
          <button type="button" class="move" aria-pressed="false">Move pins</button>
          <button type="button" class="drift" aria-pressed="false">Drift</button>
        </div>
      </div>`;
    for (const [mode, label] of Object.entries(TABS)) {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "xy-page");
      tab.dataset.mode = mode;
      tab.textContent = label;
      tab.addEventListener("click", () => this.#show(mode));
      this.querySelector(".tabs").append(tab);
    }
    this.querySelector(".tabs").addEventListener("keydown", (event) => {
      const by = { ArrowLeft: 2, ArrowRight: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      this.#show(Object.keys(TABS)[(Object.keys(TABS).indexOf(this.#mode) + by) % 3]);
      this.querySelector("[aria-selected=true]").focus();
    });
    this.#pins = new Pins(() => this.#wake());
    this.pad = this.querySelector(".pad");
    this.canvas = this.querySelector("canvas");
    new ResizeObserver(() => this.#wake()).observe(this.pad);
    this.#listenToPointers();
    this.pad.addEventListener("keydown", (event) => this.#key(event));

    const toggle = (name, changed) => {
      const button = this.querySelector(name);
      button.addEventListener("click", () => {
        const on = button.ariaPressed !== "true";
        button.ariaPressed = String(on);
        changed(on);
      });
    };
    toggle(".move", (on) => this.pad.toggleAttribute("data-moving", on));
    toggle(".drift", (on) => this.#drift(on));
    const hush = () => {
      this.querySelector(".drift").disabled = stillness.matches;
      if (stillness.matches) this.#drift(false);
    };
    stillness.addEventListener("change", hush);
    hush();

    const selects = [...this.querySelectorAll("select")];
    selects.forEach((select, axis) => select.addEventListener("change", () => this.#follow(axis, select.value)));
    const name = () => {
      for (const [axis, select] of selects.entries()) {
        const { latents } = connection.description;
        select.replaceChildren(...latents.map((one) => new Option(one.name || `latent ${one.id.slice(7)}`, one.id)));
        select.value = this.#axes[axis];
      }
      this.#wake();
    };
    connection.addEventListener("description", name);
    if (connection.description) name();
    for (const axis of [0, 1]) this.#follow(axis, this.#axes[axis]);
    store.watch("report/preset", ([number]) => this.#recalled(number));
    this.#show("pins");
  }

  get #point() {
    return this.#points[this.#mode] ?? this.#points.pins;
  }

  #show(mode) {
    this.#mode = this.dataset.mode = mode;
    for (const tab of this.querySelectorAll("[role=tab]")) {
      tab.ariaSelected = String(tab.dataset.mode === mode);
      tab.tabIndex = tab.dataset.mode === mode ? 0 : -1;
    }
    this.pad.hidden = mode === "map";
    this.querySelector("v-map").hidden = mode !== "map";
    this.pad.ariaLabel = mode === "pins" ? "Point between presets" : "Point between two latents";
    this.#wake();
  }

  #follow(axis, id) {
    this.#axes[axis] = id;
    this.#ends[axis]?.();
    this.#ends[axis] = store.watch(id, () => {
      const point = this.#points.latents;
      if (this.#held || point.moves) return;
      const [x, y] = this.#axes.map((one) => {
        const { low, high } = store.describe(one);
        return ((store.get(one) ?? 0) - low) / (high - low);
      });
      if (Number.isFinite(x + y)) point.put(x, 1 - y);
      this.#wake();
    });
  }

  #recalled(number) {
    const pin = this.#pins.all.find((one) => one.number === number);
    const point = this.#points.pins;
    if (pin && !this.#held && !point.moves) point.put(pin.x, pin.y);
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

  #listenToPointers() {
    this.pad.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.#held) return;
      const { x, y, width, height } = this.#place(event);
      const pin = this.#mode === "pins" ? this.#pins.at(x, y, width, height, REACH_PX) : undefined;
      this.pad.setPointerCapture(event.pointerId);
      this.#held = { pointer: event.pointerId, pin: null, x: event.clientX, y: event.clientY };
      const take = () => (this.#held.pin = pin) && this.#wake();
      if (pin && this.pad.hasAttribute("data-moving")) return take();
      if (pin) this.#held.timer = setTimeout(take, LONG_PRESS_MS);
      return this.#hold(x, y, event.timeStamp);
    });
    this.pad.addEventListener("pointermove", (event) => {
      const held = this.#held;
      if (held?.pointer !== event.pointerId) return;
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) > SLACK_PX) clearTimeout(held.timer);
      const { x, y } = this.#place(event);
      if (held.pin) {
        this.#pins.move(held.pin, Math.min(Math.max(x, 0), 1), Math.min(Math.max(y, 0), 1));
        this.#wake();
      } else this.#hold(x, y, event.timeStamp);
    });
    for (const type of ["pointerup", "pointercancel"]) {
      this.pad.addEventListener(type, (event) => {
        if (this.#held?.pointer !== event.pointerId) return;
        clearTimeout(this.#held.timer);
        if (stillness.matches || this.#held.pin) this.#point.put(this.#point.x, this.#point.y);
        else this.#point.release(event.timeStamp);
        this.#held = null;
        this.#wake();
      });
    }
  }

  #hold(x, y, now) {
    this.#point.hold(x, y, now);
    this.#moved = true;
    this.#wake();
  }

  #key(event) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP / 4 : STEP;
    this.#point.put(this.#point.x + dx * step, this.#point.y + dy * step);
    this.#moved = true;
    this.#wake();
  }

  #wake() {
    this.#frame ||= requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now) {
    this.#frame = 0;
    const point = this.#point;
    if (point.advance(Math.min(now - this.#time, 50) / 1000)) this.#moved = true;
    this.#time = now;
    if (this.#mode !== "map") this.#send(point);
    if (point.moves) this.#wake();
  }

  #send(point) {
    const moved = this.#moved;
    this.#moved = false;
    if (this.#mode === "latents") {
      const values = [point.x, 1 - point.y].map((share, axis) => {
        const { id, low, high } = store.describe(this.#axes[axis]);
        if (moved) store.set(id, low + share * (high - low));
        return `${store.label(id)} ${(low + share * (high - low)).toFixed(2)}`;
      });
      this.pad.ariaValueText = values.join(", ");
      drawAxes(this.canvas, point, this.#axes.map((id) => store.label(id)));
    } else {
      this.#shares = blend(this.#pins.all, point.x, point.y);
      const numbers = this.#shares.flatMap(({ pin, weight }) => [pin.number, weight]);
      if (moved && numbers.length) connection.send("/vamen/preset/blend", "if".repeat(numbers.length / 2), ...numbers);
      const said = this.#shares.slice(0, 3).map(({ pin, weight }) => `${pin.name} ${Math.round(weight * 100)} %`);
      this.pad.ariaValueText = said.join(", ") || "no presets";
      drawPins(this.canvas, point, this.#pins.all, this.#shares, this.#held?.pin);
    }
    this.pad.ariaValueNow = String(Math.round(point.x * 100));
  }
}

customElements.define("v-xy", Pad);

/**
 * <v-steps>: drags and keys over the tape -> values of single sixteenths (step/N/kick, snare, hats, shift, lock, mute, a
 * latent).
 *
 * It lies over the tape and is switched on by "Edit steps". Each row has a bar per sixteenth: up and down from 0 for
 * what is added and for how much later or sooner it comes, up from the floor for the chance that a sixteenth is heard,
 * which is 1 - mute. Locks and mutes are on or off. A drag paints across.
 * Keys: arrows move, Shift + up or down changes, Enter mutes, Delete sets the default.
 */

import { connection } from "/panel/connection.js";
import { colour } from "/panel/control.js";
import { follow } from "/panel/hand.js";
import { make } from "/panel/make.js";
import { STEPS } from "/panel/playhead.js";
import { store } from "/panel/store.js";

/** Up and down from the middle, to +- `high`; `key` is a share of that. */
const centred = (high, key) => ({ low: -1, rest: 0, key, dead: 0.12, bar: (value) => value / high, value: (bar) => bar * high });
const ADDED = centred(3, 1 / 12);
const KINDS = {
  kick: ADDED,
  snare: ADDED,
  hats: ADDED,
  latent: ADDED,
  shift: centred(0.5, 0.1),
  lock: { low: 0, rest: 0, key: 1, dead: 0, switched: true, bar: (value) => (value > 0 ? 1 : 0), value: (bar) => bar },
  chance: { low: 0, rest: 1, key: 0.1, dead: 0, bar: (value) => 1 - value, value: (bar) => 1 - bar },
  mute: { low: 0, rest: 0, key: 1, dead: 0, switched: true, bar: (value) => (value < 1 ? 0 : 1), value: (bar) => bar },
};
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** One row of the grid. A bar is -1..1, or 0..1 for chance and mute; within `dead` of 0 it is 0. */
class Row {
  title = make("span", { role: "rowheader" });
  cells = Array.from({ length: STEPS }, (_, step) =>
    make("div", { className: step % 4 === 0 ? "cell beat" : "cell", role: "gridcell", tabIndex: -1 }),
  );
  #ends = [];

  constructor(name) {
    Object.assign(this, { name, kind: KINDS[name] });
    const className = this.kind.low < 0 ? `row centred ${name}` : `row ${name}`;
    this.element = make("div", { className, role: "row" }, this.title, ...this.cells);
    this.element.style.setProperty("--bar", `var(${colour(name)})`);
  }

  /** Show and change step/N/`id`. */
  follow(id, label) {
    this.id = id;
    this.title.textContent = label;
    for (const end of this.#ends) end();
    this.#ends = this.cells.map((cell, step) => {
      cell.dataset.id = `step/${step}/${id}`;
      this.#show(step, 0);
      return store.watch(cell.dataset.id, (value) => this.#show(step, value));
    });
    connection.listen(`/vamen/step/*/${id}`);
  }

  #show(step, value) {
    const bar = this.kind.bar(value);
    this.cells[step].style.setProperty("--v", bar.toFixed(3));
    const shown = +(this.kind.low < 0 ? value : bar).toFixed(2);
    this.cells[step].ariaLabel = `${this.title.textContent}, sixteenth ${step + 1}: ${shown}`;
  }

  get(step) {
    return this.kind.bar(store.get(`step/${step}/${this.id}`) ?? 0);
  }

  set(step, bar) {
    store.set(`step/${step}/${this.id}`, Math.round(this.kind.value(within(bar, this.kind.low, 1)) * 100) / 100);
  }

  /** The bar that a pointer asks for. */
  barAt({ clientY }) {
    const { bottom, height } = this.element.getBoundingClientRect();
    const bar = this.kind.low + ((bottom - clientY) / height) * (1 - this.kind.low);
    return Math.abs(bar) < this.kind.dead ? 0 : within(bar, this.kind.low, 1);
  }
}

class Steps extends HTMLElement {
  #rows = []; // made when they are seen
  #paint = null; // {row, step, bar}: where the pointer was

  connectedCallback() {
    this.innerHTML = `<button class="edit" aria-expanded="false">Edit steps</button>
      <div class="tools"><label>Latent <select></select></label>
      <button class="clear">Clear all</button></div>
      <div class="grid" role="grid" aria-label="Single sixteenths"></div>`;
    const edit = this.querySelector(".edit");
    this.select = this.querySelector("select");
    this.grid = this.querySelector(".grid");

    edit.addEventListener("click", () => {
      const open = this.toggleAttribute("open");
      edit.ariaExpanded = String(open);
      edit.textContent = open ? "Done" : "Edit steps";
      if (open && !this.#rows.length) this.#build();
    });
    this.querySelector(".clear").addEventListener("click", () => connection.send("/vamen/step/clear"));
    this.select.addEventListener("change", () => this.#follow());
    connection.described(({ latents }) => this.#describe(latents));
    follow(this.grid, { down: (event) => this.#down(event), move: (event) => this.#move(event) });
    this.grid.addEventListener("keydown", (event) => this.#key(event));
  }

  #build() {
    this.#rows = Object.keys(KINDS).map((name) => new Row(name));
    this.grid.append(...this.#rows.map((row) => row.element));
    this.#rows[0].cells[0].tabIndex = 0;
    this.#follow();
  }

  #describe(latents) {
    const { value } = this.select;
    this.select.replaceChildren(...latents.map(({ id }, at) => new Option(store.label(id), String(at))));
    this.select.value = value || String(Math.min(3, latents.length - 1)); // kick, snare and hats have rows
    this.#follow();
  }

  #follow() {
    for (const row of this.#rows) {
      if (row.name === "latent") row.follow(this.select.value, this.select.selectedOptions[0]?.text ?? "");
      else if (!row.id) row.follow(row.name === "chance" ? "mute" : row.name, row.name);
    }
  }

  /** The row and the sixteenth of a cell; undefined for other elements. */
  #placeOf(target) {
    const row = this.#rows.find(({ cells }) => cells.includes(target));
    return row && { row, step: row.cells.indexOf(target) };
  }

  #down(event) {
    const place = this.#placeOf(event.target);
    if (!place) return false;
    event.preventDefault();
    const { row, step } = place;
    this.#focus(row, step);
    this.#paint = { row, step, bar: row.kind.switched ? 1 - row.get(step) : row.barAt(event) };
    row.set(step, this.#paint.bar);
    return true;
  }

  #move(event) {
    const { row, step: from, bar: before } = this.#paint;
    const { left, width } = this.grid.getBoundingClientRect();
    const step = within(Math.floor(((event.clientX - left) / width) * STEPS), 0, STEPS - 1);
    const bar = row.kind.switched ? before : row.barAt(event);
    const count = Math.abs(step - from);
    if (count === 0) row.set(step, bar);
    const side = Math.sign(step - from);
    for (let at = 1; at <= count; at++) row.set(from + side * at, before + ((bar - before) * at) / count);
    this.#paint = { row, step, bar };
  }

  #focus(row, step) {
    for (const cell of this.querySelectorAll(".cell[tabindex='0']")) cell.tabIndex = -1;
    row.cells[step].tabIndex = 0;
    row.cells[step].focus();
  }

  #key(event) {
    const place = this.#placeOf(event.target);
    if (!place || event.ctrlKey || event.metaKey) return;
    const { row, step } = place;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -STEPS, End: STEPS }[event.key];
    const mute = this.#rows.at(-1);
    if (up && (event.shiftKey || event.altKey)) row.set(step, row.get(step) + up * row.kind.key);
    else if (up) this.#focus(this.#rows[within(this.#rows.indexOf(row) - up, 0, this.#rows.length - 1)], step);
    else if (aside) this.#focus(row, within(step + aside, 0, STEPS - 1));
    else if (event.key === "Delete" || event.key === "Backspace") row.set(step, row.kind.rest);
    else if (event.key === "Enter") mute.set(step, 1 - mute.get(step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("v-steps", Steps);

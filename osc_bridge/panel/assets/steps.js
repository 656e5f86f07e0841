/**
 * <v-steps>: drags and keys over the tape -> values of single sixteenths (step/N/kick, snare, hats, mute, a latent).
 *
 * It lies over the tape and is switched on by "Edit steps". Each row has a bar per sixteenth: up and down from 0 for what
 * is added, up from the floor for the chance that a sixteenth is heard, which is 1 - mute. A drag paints across. Keys:
 * arrows move, Shift + up or down changes, Enter mutes, Delete sets the default.
 */

import { connection } from "/panel/connection.js";
import { colour } from "/panel/control.js";
import { STEPS } from "/panel/playhead.js";
import { store } from "/panel/store.js";

const HIGH = 3;
const DEAD = 0.12; // so near to the middle line, a bar is 0
const ROWS = ["kick", "snare", "hats", "latent", "chance", "mute"];
const LABELS = { kick: "Kick", snare: "Snare", hats: "Hats", chance: "Chance", mute: "Mute" };

/** One row of the grid: the value of each sixteenth as a bar, which is -1..1, or 0..1 for chance and mute. */
class Row {
  cells = [];
  #ends = [];

  constructor(kind) {
    this.kind = kind;
    this.element = document.createElement("div");
    this.element.className = `row ${kind}`;
    this.element.setAttribute("role", "row");
    this.element.style.setProperty("--bar", colour(kind) || "var(--plain)");
    this.title = document.createElement("span");
    this.title.setAttribute("role", "rowheader");
    this.element.append(this.title);
    for (let step = 0; step < STEPS; step++) {
      const cell = document.createElement("div");
      cell.className = step % 4 === 0 ? "cell beat" : "cell";
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      this.cells.push(cell);
    }
    this.element.append(...this.cells);
  }

  /** Show and change another value of the sixteenths: "kick", "mute", "0" to "15". */
  follow(name, label) {
    this.name = name;
    this.title.textContent = label;
    for (const end of this.#ends) end();
    this.#ends = this.cells.map((cell, step) => {
      cell.dataset.id = `step/${step}/${name}`;
      this.#show(step, 0);
      return store.watch(cell.dataset.id, (value) => this.#show(step, value));
    });
    connection.listen(`/vamen/step/*/${name}`);
  }

  #show(step, value) {
    const bar = this.kind === "mute" ? value : this.kind === "chance" ? 1 - value : value / HIGH;
    const cell = this.cells[step];
    cell.style.setProperty("--v", bar.toFixed(3));
    const text = this.kind === "mute" ? (value >= 1 ? "on" : "off") : this.kind === "chance" ? bar : value;
    cell.ariaLabel = `${this.title.textContent}, sixteenth ${step + 1}: ${+Number(text).toFixed(2) || text || 0}`;
  }

  /** The bar that a pointer at `y`, 0 at the top to 1 at the bottom, asks for. */
  barAt(y) {
    const bar = this.kind === "chance" ? 1 - y : 1 - 2 * y;
    if (this.kind !== "chance" && Math.abs(bar) < DEAD) return 0;
    return Math.min(Math.max(bar, this.kind === "chance" ? 0 : -1), 1);
  }

  get(step) {
    const value = store.get(`step/${step}/${this.name}`) ?? 0;
    return this.kind === "mute" ? (value >= 1 ? 1 : 0) : this.kind === "chance" ? 1 - value : value / HIGH;
  }

  set(step, bar) {
    const value = this.kind === "mute" ? bar : this.kind === "chance" ? 1 - bar : bar * HIGH;
    store.set(`step/${step}/${this.name}`, Math.round(value * 100) / 100);
  }

  reset(step) {
    this.set(step, this.kind === "chance" ? 1 : 0);
  }
}

class Steps extends HTMLElement {
  #rows = ROWS.map((kind) => new Row(kind));
  #latent = this.#rows[ROWS.indexOf("latent")];
  #paint = null; // {row, step, bar}: where the pointer was

  connectedCallback() {
    if (this.firstChild) return;
    this.innerHTML = `<button type="button" class="edit" aria-expanded="false">Edit steps</button>
      <div class="tools"><label>Latent <select></select></label>
      <button type="button" class="clear">Clear all</button></div>
      <div class="grid" role="grid" aria-label="Single sixteenths"></div>`;
    const edit = this.querySelector(".edit");
    const select = this.querySelector("select");
    const grid = this.querySelector(".grid");
    grid.append(...this.#rows.map((row) => row.element));
    this.#rows[0].cells[0].tabIndex = 0;

    edit.addEventListener("click", () => {
      const open = this.toggleAttribute("open");
      edit.ariaExpanded = String(open);
      edit.textContent = open ? "Done" : "Edit steps";
      if (open && !this.#rows[0].name) this.#follow(select);
    });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.hasAttribute("open") && edit.click());
    this.querySelector(".clear").addEventListener("click", () => connection.send("/vamen/step/clear"));
    select.addEventListener("change", () => this.#choose(select));
    connection.addEventListener("description", () => this.#name(select));
    if (connection.description) this.#name(select);

    grid.addEventListener("pointerdown", (event) => this.#down(event, grid));
    grid.addEventListener("pointermove", (event) => this.#paint && this.#move(event, grid));
    for (const type of ["pointerup", "pointercancel"]) grid.addEventListener(type, () => (this.#paint = null));
    grid.addEventListener("dblclick", (event) => {
      const row = this.#rowOf(event.target);
      if (row && row.kind !== "mute") row.reset(row.cells.indexOf(event.target));
    });
    grid.addEventListener("keydown", (event) => this.#key(event));
  }

  #name(select) {
    const { value } = select;
    const latents = connection.description.latents;
    select.replaceChildren(...latents.map(({ id, name }, at) => new Option(name || `latent ${id.slice(7)}`, String(at))));
    select.value = value || String(Math.min(3, latents.length - 1)); // kick, snare and hats have rows
    if (this.#latent.name) this.#choose(select);
  }

  #choose(select) {
    this.#latent.follow(select.value, select.selectedOptions[0]?.text ?? "Latent");
  }

  #follow(select) {
    for (const row of this.#rows) {
      if (row.kind !== "latent") row.follow(row.kind === "chance" ? "mute" : row.kind, LABELS[row.kind]);
    }
    this.#choose(select);
  }

  #rowOf(target) {
    return this.#rows.find((row) => row.cells.includes(target));
  }

  #down(event, grid) {
    const row = this.#rowOf(event.target);
    if (event.button !== 0 || !row) return;
    const step = row.cells.indexOf(event.target);
    grid.setPointerCapture(event.pointerId);
    this.#focus(row, step);
    event.preventDefault();
    this.#paint = { row, step, bar: row.kind === "mute" ? 1 - row.get(step) : this.#bar(event, row) };
    row.set(step, this.#paint.bar);
  }

  #bar({ clientY }, row) {
    const { top, height } = row.element.getBoundingClientRect();
    return row.barAt((clientY - top) / height);
  }

  #move(event, grid) {
    const { row, step: from, bar: before } = this.#paint;
    const { left, width } = grid.getBoundingClientRect();
    const step = Math.min(Math.max(Math.floor(((event.clientX - left) / width) * STEPS), 0), STEPS - 1);
    const bar = row.kind === "mute" ? before : this.#bar(event, row);
    const count = Math.abs(step - from);
    for (let at = Math.min(count, 1); at <= count; at++) {
      row.set(from + Math.sign(step - from) * at, count ? before + ((bar - before) * at) / count : bar);
    }
    this.#paint = { row, step, bar };
  }

  #focus(row, step) {
    for (const cell of this.querySelectorAll(".cell[tabindex='0']")) cell.tabIndex = -1;
    row.cells[step].tabIndex = 0;
    row.cells[step].focus();
  }

  #key(event) {
    const row = this.#rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey) return;
    const step = row.cells.indexOf(event.target);
    const change = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1, Home: -STEPS, End: STEPS }[event.key];
    if (change && (event.shiftKey || event.altKey)) {
      const low = row.kind === "chance" || row.kind === "mute" ? 0 : -1;
      const by = row.kind === "mute" ? 1 : row.kind === "chance" ? 0.1 : 0.25 / HIGH;
      row.set(step, Math.min(Math.max(row.get(step) + change * by, low), 1));
    } else if (change) {
      const to = this.#rows.indexOf(row) - change;
      if (this.#rows[to]) this.#focus(this.#rows[to], step);
    } else if (aside) this.#focus(row, Math.min(Math.max(step + aside, 0), STEPS - 1));
    else if (event.key === "Delete" || event.key === "Backspace") row.reset(step);
    else if (event.key === "Enter") this.#rows.at(-1).set(step, 1 - this.#rows.at(-1).get(step));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("v-steps", Steps);

/**
 * <v-presets>: the list of presets, saving, and the model that plays.
 *
 * report/presets, own, preset, models and model in. Press a name to recall it. Those of the user can be renamed (F2),
 * deleted (Delete) and moved: dragged by the number, with Alt and an arrow key, or by the menu.
 */

import { connection } from "/panel/connection.js";
import { closeMenu, openMenu } from "/panel/learn.js";
import { store } from "/panel/store.js";

const COUNT = 128;
const DRAG_PX = 5;

class Presets extends HTMLElement {
  #own = new Set();
  #names = new Map(); // number -> name, in order
  #shown = "";

  connectedCallback() {
    this.innerHTML = `
      <div class="head"><label>Model<select></select></label><button class="save" aria-expanded="false">Save</button></div>
      <form hidden><input class="number" inputmode="numeric" maxlength="3" aria-label="Number of the preset" />
        <input class="name" maxlength="60" placeholder="name" autocomplete="off" aria-label="Name of the preset" />
        <button>Save</button></form>
      <ol aria-label="Presets"></ol>`;
    this.list = this.querySelector("ol");
    this.form = this.querySelector("form");
    this.querySelector(".save").addEventListener("click", () => this.#ask(this.form.hidden));
    this.form.addEventListener("submit", (event) => this.#save(event));
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && this.#ask(false));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    store.watch("report/own", (numbers) => {
      this.#own = new Set(numbers);
      this.#build();
    });
    store.watch("report/presets", (pairs) => {
      this.#names = new Map();
      for (let at = 0; at + 1 < pairs.length; at += 2) this.#names.set(pairs[at], pairs[at + 1]);
      this.#build();
    });
    store.watch("report/preset", () => this.#mark());
    new ResizeObserver(() => this.#mark()).observe(this.list);
    this.#models();
  }

  get #current() {
    return store.get("report/preset")?.[0] ?? -1;
  }

  /** The choice always shows the model that plays. */
  #models() {
    const select = this.querySelector("select");
    const show = () => {
      const model = store.get("report/model");
      const names = new Set([...(store.get("report/models") ?? []), model].filter(Boolean));
      select.replaceChildren(...[...names].map((name) => new Option(name, name, false, name === model)));
      select.disabled = names.size < 2;
    };
    select.addEventListener("change", () => {
      connection.send("/vamen/model", "s", select.value);
      show();
    });
    store.watch("report/model", show);
    store.watch("report/models", show);
  }

  // the list

  #build() {
    const shown = JSON.stringify([[...this.#names], [...this.#own]]);
    if (shown === this.#shown || this.list.querySelector("input")) return;
    this.#shown = shown;
    const focused = document.activeElement?.closest("v-presets li")?.value;
    this.list.replaceChildren(...[...this.#names].map(([number, name]) => this.#row(number, name)));
    this.#button(focused)?.focus();
    this.#mark();
  }

  #row(number, name) {
    const row = document.createElement("li");
    row.value = number;
    row.classList.toggle("own", this.#own.has(number));
    row.innerHTML = `<button class="recall" data-id="preset/${number}"><i>${number}</i><span></span></button>
      <button class="more" aria-haspopup="menu">⋯</button>`;
    const [recall, more] = row.children;
    const [handle, text] = recall.children;
    text.textContent = recall.title = name;
    recall.setAttribute("aria-label", `${number} ${name}`);
    recall.addEventListener("click", () => connection.send("/vamen/preset", "i", number));
    recall.addEventListener("menu", ({ detail }) => row.matches(".own") && detail.items.push(...this.#items(number)));
    more.setAttribute("aria-label", `More for ${name}`);
    more.addEventListener("click", () => openMenu(recall));
    if (this.#own.has(number)) this.#draggable(row, handle);
    return row;
  }

  #items(number) {
    return [
      { label: "Rename", run: () => this.#rename(number) },
      { label: "Move up", run: () => this.#move(number, -1) },
      { label: "Move down", run: () => this.#move(number, 1) },
      {
        label: "Delete",
        sure: `Delete “${this.#names.get(number)}”?`,
        run: () => connection.send("/vamen/preset/delete", "i", number),
      },
    ];
  }

  /** Mark and show the preset that was recalled last. */
  #mark() {
    for (const row of this.list.children) row.firstChild.ariaCurrent = String(row.value === this.#current);
    this.#button(this.#current)?.scrollIntoView({ block: "nearest" });
  }

  #button(number) {
    return this.list.querySelector(`[data-id="preset/${number}"]`);
  }

  #key(event) {
    if (event.target.matches("input")) return;
    const number = event.target.closest("li").value;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      const numbers = [...this.#names.keys()];
      this.#button(numbers[numbers.indexOf(number) + step])?.focus();
    } else if (!this.#own.has(number)) return;
    else if (step) this.#move(number, step);
    else if (event.key === "F2") this.#rename(number);
    else if (event.key === "Delete") {
      openMenu(this.#button(number));
      const line = document.querySelector(".menu button:last-child");
      line.focus();
      line.click(); // asks whether it is meant
    } else return;
    event.preventDefault();
  }

  // what can be done to those of the user

  /** To the next number that is free or the user's. */
  #move(number, step) {
    let other = number + step;
    while (this.#names.has(other) && !this.#own.has(other)) other += step;
    if (other >= 0 && other < COUNT) connection.send("/vamen/preset/move", "ii", number, other);
  }

  #rename(number) {
    const recall = this.#button(number);
    const input = document.createElement("input");
    input.maxLength = 60;
    input.value = this.#names.get(number);
    input.setAttribute("aria-label", `New name for preset ${number}`);
    const end = (take) => {
      input.onblur = null;
      const name = input.value.trim();
      input.replaceWith(recall);
      recall.focus();
      if (take && name && name !== this.#names.get(number)) connection.send("/vamen/preset/rename", "is", number, name);
      this.#build();
    };
    input.onblur = () => end(true);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault(); // the button that gets the focus is not pressed
      end(event.key === "Enter");
    });
    recall.replaceWith(input);
    input.focus();
    input.select();
  }

  /** Drag the number of a row onto another row of the user's: both change places. */
  #draggable(row, handle) {
    let start = null;
    let over = null;
    let moved = false;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      [start, moved] = [event.clientY, false];
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (start === null || (!moved && Math.abs(event.clientY - start) < DRAG_PX)) return;
      moved = true;
      closeMenu();
      over?.classList.remove("over");
      const found = document.elementFromPoint(event.clientX, event.clientY)?.closest("v-presets .own");
      over = found === row ? null : found;
      over?.classList.add("over");
    });
    const end = (event) => {
      if (over && event.type === "pointerup") connection.send("/vamen/preset/move", "ii", row.value, over.value);
      over?.classList.remove("over");
      start = over = null;
    };
    for (const type of ["pointerup", "pointercancel"]) handle.addEventListener(type, end);
    handle.addEventListener("click", (event) => moved && event.stopPropagation());
  }

  // saving

  /** Ask for number and name: those of the present preset if it is the user's, else the first free number. */
  #ask(open, number = this.#current) {
    const button = this.querySelector(".save");
    this.form.hidden = !open;
    button.ariaExpanded = String(open);
    if (!open) return button.focus();
    const [field, name] = this.form.elements;
    let free = 0;
    while (this.#names.has(free)) free += 1;
    field.value = this.#own.has(number) ? number : free;
    name.value = this.#own.has(number) ? this.#names.get(number) : "";
    name.focus();
    name.select();
  }

  #save(event) {
    event.preventDefault();
    const [field, input] = this.form.elements;
    const number = Number.parseInt(field.value, 10);
    if (!(number >= 0 && number < COUNT)) return field.focus();
    const name = input.value.trim();
    connection.send("/vamen/preset/save", name ? "is" : "i", number, name);
    this.#ask(false);
  }
}

customElements.define("v-presets", Presets);

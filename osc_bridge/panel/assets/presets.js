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

class Presets extends HTMLElement {
  #own = new Set();
  #names = new Map(); // number -> name, in order
  #shown = "";
  #dragged = -1;

  connectedCallback() {
    this.innerHTML = `
      <div class="head"><label>Model<select aria-label="Model"></select></label>
        <button class="save" aria-expanded="false">Save</button></div>
      <form hidden><input class="number" inputmode="numeric" maxlength="3" aria-label="Number of the preset" />
        <input class="name" maxlength="60" placeholder="name" autocomplete="off" aria-label="Name of the preset" />
        <button>Save</button></form>
      <ol aria-label="Presets"></ol>`;
    this.list = this.querySelector("ol");
    this.form = this.querySelector("form");
    const save = this.querySelector(".save");
    save.addEventListener("click", () => this.#ask(this.form.hidden));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.#ask(false);
    });
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
    store.watch("report/preset", () => this.#mark(true));
    this.#models();
  }

  get #current() {
    return store.get("report/preset")?.[0] ?? -1;
  }

  #models() {
    const select = this.querySelector("select");
    const show = () => {
      const [model, models] = [store.get("report/model"), store.get("report/models") ?? []];
      const names = [...new Set([...models, model])].filter(Boolean);
      select.replaceChildren(...names.map((name) => new Option(name, name, false, name === model)));
      select.disabled = names.length < 2;
    };
    select.addEventListener("change", () => {
      connection.send("/vamen/model", "s", select.value);
      show(); // the one that plays, until it is another
    });
    store.watch("report/model", show);
    store.watch("report/models", show);
  }

  // the list

  #build() {
    const key = JSON.stringify([[...this.#names], [...this.#own]]);
    if (key === this.#shown || this.list.querySelector("input")) return;
    this.#shown = key;
    const focused = this.list.contains(document.activeElement) && this.#number(document.activeElement);
    this.list.replaceChildren(...[...this.#names].map(([number, name]) => this.#row(number, name)));
    if (focused !== false) this.#button(focused)?.focus();
    this.#mark(false);
  }

  #row(number, name) {
    const row = document.createElement("li");
    row.dataset.number = number;
    const recall = document.createElement("button");
    recall.className = "recall";
    recall.dataset.id = `preset/${number}`;
    recall.innerHTML = "<i></i><span></span>";
    recall.firstChild.textContent = number;
    recall.lastChild.textContent = recall.title = name;
    recall.ariaLabel = `${number} ${name}`;
    recall.addEventListener("click", () => connection.send("/vamen/preset", "i", number));
    recall.addEventListener("menu", ({ detail }) => detail.items.push(...this.#items(number)));
    const more = document.createElement("button");
    more.className = "more";
    more.textContent = "⋯";
    more.ariaLabel = `More for ${name}`;
    more.ariaHasPopup = "menu";
    more.addEventListener("click", () => openMenu(recall));
    row.append(recall, more);
    if (this.#own.has(number)) this.#draggable(row, recall.firstChild, number);
    return row;
  }

  #items(number) {
    if (!this.#own.has(number)) return [];
    return [
      { label: "Save over it", run: () => this.#ask(true, number) },
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

  #mark(scroll) {
    for (const row of this.list.children) {
      const isCurrent = Number(row.dataset.number) === this.#current;
      row.classList.toggle("own", this.#own.has(Number(row.dataset.number)));
      row.firstChild.ariaCurrent = isCurrent ? "true" : "false";
      if (isCurrent && scroll) row.scrollIntoView({ block: "nearest" });
    }
  }

  #number(element) {
    return Number(element.closest("li")?.dataset.number ?? -1);
  }

  #button(number) {
    return this.list.querySelector(`[data-id="preset/${number}"]`);
  }

  // keys

  #key(event) {
    if (event.target.matches("input")) return;
    const number = this.#number(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isOwn = this.#own.has(number);
    if (step && event.altKey && isOwn) this.#move(number, step);
    else if (step && !event.altKey) {
      const numbers = [...this.#names.keys()];
      this.#button(numbers[numbers.indexOf(number) + step])?.focus();
    } else if (event.key === "F2" && isOwn) this.#rename(number);
    else if (event.key === "Delete" && isOwn) {
      openMenu(this.#button(number));
      const line = [...document.querySelectorAll(".menu button")].at(-1);
      line.focus();
      line.click(); // asks whether it is meant
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // what can be done to those of the user

  /** To the next number that is free or the user's. */
  #move(number, step) {
    for (let other = number + step; other >= 0 && other < COUNT; other += step) {
      if (this.#names.has(other) && !this.#own.has(other)) continue;
      connection.send("/vamen/preset/move", "ii", number, other);
      return;
    }
  }

  #rename(number) {
    const recall = this.#button(number);
    const input = document.createElement("input");
    input.maxLength = 60;
    input.value = this.#names.get(number);
    input.ariaLabel = `New name for preset ${number}`;
    const end = (take) => {
      if (!input.isConnected) return;
      input.onblur = null;
      const name = input.value.trim();
      input.replaceWith(recall);
      recall.focus();
      this.#shown = "";
      if (take && name && name !== this.#names.get(number)) connection.send("/vamen/preset/rename", "is", number, name);
      this.#build();
    };
    input.onblur = () => end(true);
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault(); // the button that gets the focus is not pressed
      end(event.key === "Enter");
    });
    recall.replaceWith(input);
    input.focus();
    input.select();
  }

  /** Drag the number of a row onto another row of the user's: both change places. */
  #draggable(row, handle, number) {
    const target = (event) => {
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("v-presets li");
      return over && over !== row && this.#own.has(Number(over.dataset.number)) ? over : null;
    };
    const clear = () => this.list.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    let start = null;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      start = event.clientY;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (start === null || (this.#dragged < 0 && Math.abs(event.clientY - start) < 5)) return;
      this.#dragged = number;
      row.classList.add("dragged");
      closeMenu();
      clear();
      target(event)?.classList.add("over");
    });
    for (const type of ["pointerup", "pointercancel"])
      handle.addEventListener(type, (event) => {
        const over = type === "pointerup" && this.#dragged >= 0 ? target(event) : null;
        start = null;
        row.classList.remove("dragged");
        clear();
        if (over) connection.send("/vamen/preset/move", "ii", number, Number(over.dataset.number));
        setTimeout(() => (this.#dragged = -1));
      });
    handle.addEventListener("click", (event) => this.#dragged >= 0 && event.stopPropagation());
  }

  // saving

  /** Ask for number and name: those of the present preset if it is the user's, else the first free number. */
  #ask(open, number) {
    this.form.hidden = !open;
    this.querySelector(".save").ariaExpanded = open ? "true" : "false";
    if (!open) return this.querySelector(".save").focus();
    const [field, name] = this.form.querySelectorAll("input");
    const free = Array.from({ length: COUNT }, (_, at) => at).find((at) => !this.#names.has(at)) ?? 0;
    const chosen = number ?? (this.#own.has(this.#current) ? this.#current : free);
    field.value = chosen;
    name.value = this.#own.has(chosen) ? this.#names.get(chosen) : "";
    name.focus();
    name.select();
  }

  #save() {
    const [field, input] = this.form.querySelectorAll("input");
    const number = Number.parseInt(field.value, 10);
    if (!(number >= 0 && number < COUNT)) return field.focus();
    const name = input.value.trim();
    connection.send("/vamen/preset/save", name ? "is" : "i", ...(name ? [number, name] : [number]));
    this.#ask(false);
  }
}

customElements.define("v-presets", Presets);

/**
 * <v-list of="preset">, <v-list of="scene">: numbered names. Press one to recall it.
 *
 * report/presets, own and preset, or report/scenes and scene, in; the actions of that name out. Scenes and the presets of
 * the user can be renamed (F2), deleted (Delete) and moved: dragged by the number, with Alt and an arrow key, or by the
 * menu.
 */

import { connection } from "/panel/connection.js";
import { ARROWS, follow, typed } from "/panel/hand.js";
import { closeMenu, openMenu } from "/panel/learn.js";
import { make } from "/panel/make.js";
import { pairs, store } from "/panel/store.js";

export const COUNT = 128; // numbers are below it
const DRAG_PX = 5;

class List extends HTMLElement {
  /** Number -> name, in order. */
  names = new Map();
  #own = null; // numbers of those that the user can change; null: all
  #shown = "";

  connectedCallback() {
    this.kind = this.getAttribute("of");
    this.list = make("ol", { ariaLabel: this.getAttribute("label") });
    this.append(this.list);
    this.list.addEventListener("keydown", (event) => this.#key(event));
    if (this.kind === "preset")
      store.watch("report/own", (numbers) => {
        this.#own = new Set(numbers);
        this.#build();
      });
    store.watch(`report/${this.kind}s`, (list) => {
      this.names = new Map(pairs(list));
      this.#build();
    });
    store.watch(`report/${this.kind}`, () => this.#mark());
    new ResizeObserver(() => this.#mark()).observe(this.list);
  }

  /** The number that was recalled last; -1 for none. */
  get current() {
    return store.get(`report/${this.kind}`)?.[0] ?? -1;
  }

  /** Whether the user can change what has this number. */
  isOwn(number) {
    return this.#own ? this.#own.has(number) : this.names.has(number);
  }

  #send(action, tags, ...args) {
    connection.send(`/vamen/${this.kind}${action}`, tags, ...args);
  }

  #build() {
    const shown = JSON.stringify([[...this.names], this.#own && [...this.#own]]);
    if (shown === this.#shown || this.list.querySelector("input")) return;
    this.#shown = shown;
    const focused = this.list.contains(document.activeElement) && document.activeElement.closest("li").value;
    this.list.replaceChildren(...[...this.names].map(([number, name]) => this.#row(number, name)));
    this.#button(focused)?.focus();
    this.#mark();
  }

  #row(number, name) {
    const handle = make("i", {}, number);
    const given = { className: "recall", title: name, ariaLabel: `${number} ${name}`, data: { id: `${this.kind}/${number}` } };
    const recall = make("button", given, handle, make("span", {}, name));
    const more = make("button", { className: "more", ariaHasPopup: "menu", ariaLabel: `More for ${name}` }, "⋯");
    const row = make("li", { value: number, className: this.isOwn(number) ? "own" : "" }, recall, more);
    recall.addEventListener("click", () => this.#send("", "i", number));
    more.addEventListener("click", () => openMenu(recall));
    if (!this.isOwn(number)) return row;
    recall.addEventListener("menu", ({ detail }) => detail.items.push(...this.#items(number)));
    this.#draggable(row, handle);
    return row;
  }

  #items(number) {
    return [
      { label: "Rename", run: () => this.#rename(number) },
      { label: "Move up", run: () => this.#move(number, -1) },
      { label: "Move down", run: () => this.#move(number, 1) },
      { label: "Delete", sure: `Delete “${this.names.get(number)}”?`, run: () => this.#send("/delete", "i", number) },
    ];
  }

  /** Mark and show what was recalled last. */
  #mark() {
    for (const row of this.list.children) row.firstChild.ariaCurrent = String(row.value === this.current);
    this.#button(this.current)?.scrollIntoView({ block: "nearest" });
  }

  #button(number) {
    return this.list.querySelector(`[data-id="${this.kind}/${number}"]`);
  }

  #key(event) {
    const number = event.target.closest("li").value;
    const step = ARROWS[event.key]?.[1];
    if (step && !event.altKey) {
      const numbers = [...this.names.keys()];
      this.#button(numbers[numbers.indexOf(number) + step])?.focus();
    } else if (!this.isOwn(number)) return;
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

  /** To the next number that is free or the user's. */
  #move(number, step) {
    let other = number + step;
    while (this.names.has(other) && !this.isOwn(other)) other += step;
    if (other >= 0 && other < COUNT) this.#send("/move", "ii", number, other);
  }

  #rename(number) {
    const recall = this.#button(number);
    const before = this.names.get(number);
    const input = make("input", { maxLength: 60, value: before, ariaLabel: `New name for ${this.kind} ${number}` });
    typed(input, (name) => {
      input.replaceWith(recall);
      recall.focus();
      if (name && name !== before) this.#send("/rename", "is", number, name);
      this.#build();
    });
    recall.replaceWith(input);
    input.focus();
    input.select();
  }

  /** Drag the number of a row onto another row of the user's: both change places. */
  #draggable(row, handle) {
    let start = 0;
    let over = null;
    let moved = false;
    follow(handle, {
      down: ({ clientY }) => void ([start, moved] = [clientY, false]),
      move: ({ clientX, clientY }) => {
        if (!moved && Math.abs(clientY - start) < DRAG_PX) return;
        moved = true;
        closeMenu();
        over?.classList.remove("over");
        const found = document.elementFromPoint(clientX, clientY)?.closest(".own");
        over = found !== row && this.contains(found) ? found : null;
        over?.classList.add("over");
      },
      up: ({ type }) => {
        if (over && type === "pointerup") this.#send("/move", "ii", row.value, over.value);
        over?.classList.remove("over");
        over = null;
      },
    });
    handle.addEventListener("click", (event) => moved && event.stopPropagation());
  }
}

customElements.define("v-list", List);

/**
 * <v-presets>: the list of presets, saving, and the model that plays.
 *
 * report/models and model in; /vamen/model and /vamen/preset/save out.
 */

import { connection } from "/panel/connection.js";
import { COUNT } from "/panel/numbered-list.js";
import { store } from "/panel/store.js";

class Presets extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `
      <div class="head"><label>Model<select></select></label><button class="save" aria-expanded="false">Save</button></div>
      <form hidden><input class="number" inputmode="numeric" maxlength="3" aria-label="Number of the preset" />
        <input class="name" maxlength="60" placeholder="name" autocomplete="off" aria-label="Name of the preset" />
        <button>Save</button></form>
      <v-list of="preset" label="Presets"></v-list>`;
    this.form = this.querySelector("form");
    this.querySelector(".save").addEventListener("click", () => this.#ask(this.form.hidden));
    this.form.addEventListener("submit", (event) => this.#save(event));
    this.form.addEventListener("keydown", (event) => event.key === "Escape" && this.#ask(false));
    this.#models();
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

  /** Ask for number and name: those of the present preset if it is the user's, else the first free number. */
  #ask(open) {
    const button = this.querySelector(".save");
    this.form.hidden = !open;
    button.ariaExpanded = String(open);
    if (!open) return button.focus();
    const list = this.querySelector("v-list");
    const [field, name] = this.form.elements;
    const number = list.current;
    let free = 0;
    while (list.names.has(free)) free += 1;
    field.value = list.isOwn(number) ? number : free;
    name.value = list.isOwn(number) ? list.names.get(number) : "";
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

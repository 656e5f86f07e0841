/**
 * <v-set>: the scenes of the set, the gesture loop, and what waits for a beat. <v-lfos>: what each LFO moves.
 *
 * report/scenes, scene, gesture, queued and lfos in; the actions of these names out.
 */

import { connection } from "/panel/connection.js";
import { store } from "/panel/store.js";

const BARS = [1, 2, 4, 8];
const BEATS = 4; // of a bar
const LFOS = 4;
const OWN = /^(quantise|fill|vary|wildness|drift|chance|safe|lfo|lock)\b/; // what no LFO moves

const pairs = (list = []) => Array.from({ length: list.length >> 1 }, (_, at) => list.slice(2 * at, 2 * at + 2));
const button = (text, label, action, tags = "", ...args) => {
  const made = document.createElement("button");
  made.textContent = text;
  if (label !== text) made.setAttribute("aria-label", label);
  made.addEventListener("click", () => connection.send(`/vamen/${action}`, tags, ...args));
  return made;
};

class SetOfScenes extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `
      <div class="row"><input maxlength="60" placeholder="name of a scene" autocomplete="off" aria-label="Name of the scene" /></div>
      <ol aria-label="Scenes"></ol>
      <div class="row" role="group" aria-label="Gesture, bars to record"><span>Record</span></div>
      <p class="gesture" data-id="report/gesture"></p>
      <p class="queued" data-id="report/queued"></p>`;
    const [scenes, , gesture, state, queued] = this.children;
    const [name] = scenes.children;
    const save = button("Save", "Save scene", "");
    save.addEventListener("click", () => {
      connection.send("/vamen/scene/save", name.value ? "s" : "", ...(name.value ? [name.value] : []));
      name.value = "";
    });
    scenes.prepend(button("◀", "Previous scene", "scene/previous"), button("▶", "Next scene", "scene/next"));
    scenes.append(save);
    for (const bars of BARS) gesture.append(button(String(bars), `Record ${bars} bars`, "gesture/record", "i", bars));
    gesture.append(
      button("Play", "Play gesture", "gesture/play", "i", 1),
      button("Stop", "Stop gesture", "gesture/play", "i", 0),
      button("Clear", "Clear gesture", "gesture/clear"),
    );
    const cancel = button("Cancel", "Cancel what waits", "cancel");
    store.watch("report/gesture", (text) => (state.textContent = text || "no gesture"));
    store.watch("report/queued", (list) => {
      const waiting = pairs(list).map(([what, beat]) => `${what} at ${Math.floor(beat / BEATS) + 1}.${(Math.floor(beat) % BEATS) + 1}`);
      queued.replaceChildren(waiting.join(", ") || "nothing waits", ...(waiting.length ? [cancel] : []));
    });
    for (const id of ["report/scenes", "report/scene"]) store.watch(id, () => this.#build());
  }

  #build() {
    const current = store.get("report/scene")?.[0];
    this.querySelector("ol").replaceChildren(
      ...pairs(store.get("report/scenes")).map(([number, name]) => {
        const row = document.createElement("li");
        const recall = button(`${number} ${name}`, `${number} ${name}`, "scene", "i", number);
        recall.dataset.id = `scene/${number}`;
        recall.ariaPressed = String(number === current);
        row.append(recall);
        return row;
      }),
    );
  }
}

class Lfos extends HTMLElement {
  connectedCallback() {
    connection.addEventListener("description", () => this.#build());
    store.watch("report/lfos", () => this.#show());
    if (connection.description) this.#build();
  }

  #build() {
    const targets = connection.description.parameters.filter(({ id }) => !OWN.test(id));
    this.replaceChildren(
      ...Array.from({ length: LFOS }, (_, at) => {
        const label = document.createElement("label");
        const select = document.createElement("select");
        select.append(new Option("nothing", ""), ...targets.map(({ id }) => new Option(store.label(id), id)));
        select.addEventListener("change", () => connection.send("/vamen/lfo/target", "is", at + 1, select.value));
        label.append(`LFO ${at + 1} moves`, select);
        return label;
      }),
    );
    this.#show();
  }

  #show() {
    const named = new Map(connection.description?.latents.map(({ id, name }) => [name, id]));
    const moved = new Map(pairs(store.get("report/lfos")).map(([number, id]) => [number, named.get(id) ?? id]));
    [...this.querySelectorAll("select")].forEach((select, at) => (select.value = moved.get(at + 1) ?? ""));
  }
}

customElements.define("v-set", SetOfScenes);
customElements.define("v-lfos", Lfos);

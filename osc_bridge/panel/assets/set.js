/**
 * <v-set>: the scenes of the set, and the gesture loop. <v-lfos>: what each LFO moves.
 *
 * report/gesture and lfos in; the actions of these names out.
 */

import { connection } from "/panel/connection.js";
import { make } from "/panel/make.js";
import "/panel/numbered-list.js";
import { pairs, store } from "/panel/store.js";

const BARS = [1, 2, 4, 8];
const LFOS = 4;
const OWN = /^(quantise|fill|vary|wildness|drift|chance|safe|lfo|lock)\b/; // what no LFO moves

const button = (text, ariaLabel, action, tags = "", ...args) =>
  make("button", { ariaLabel, onclick: () => connection.send(`/vamen/${action}`, tags, ...args) }, text);

class SetOfScenes extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `
      <div class="row"><input maxlength="60" placeholder="name" autocomplete="off" aria-label="Name of the scene" /></div>
      <v-list of="scene" label="Scenes"></v-list>
      <div class="row" role="group" aria-label="Gesture, bars to record"><span>Record</span></div>
      <div class="row" role="group" aria-label="Gesture"></div>
      <p class="gesture" data-id="report/gesture"></p>`;
    const [scenes, , bars, loop, state] = this.children;
    const [name] = scenes.children;
    scenes.prepend(button("◀", "Previous scene", "scene/previous"), button("▶", "Next scene", "scene/next"));
    const save = () => {
      connection.send("/vamen/scene/save", name.value ? "s" : "", name.value);
      name.value = "";
    };
    scenes.append(make("button", { ariaLabel: "Save scene", onclick: save }, "Save"));
    bars.append(...BARS.map((count) => button(count, `Record ${count} bars`, "gesture/record", "i", count)));
    bars.append(button("½", "Gesture in half the time", "gesture/stretch", "f", 0.5));
    bars.append(button("×2", "Gesture in twice the time", "gesture/stretch", "f", 2));
    const does = (word) => store.get("report/gesture")?.startsWith(word) ?? false;
    const over = () => connection.send("/vamen/gesture/overdub", "i", does("overdubs") ? 0 : 1);
    const overdub = make("button", { ariaLabel: "Overdub gesture", onclick: over }, "Overdub");
    loop.append(button("Play", "Play gesture", "gesture/play", "i", 1), button("Stop", "Stop gesture", "gesture/play", "i", 0));
    loop.append(overdub, button("Clear", "Clear gesture", "gesture/clear"));
    store.watch("report/gesture", (text) => {
      state.textContent = text || "no gesture";
      overdub.ariaPressed = String(does("overdubs"));
    });
  }
}

class Lfos extends HTMLElement {
  static observedAttributes = ["hidden"];

  attributeChangedCallback() {
    this.#build();
  }

  connectedCallback() {
    connection.described(() => this.#build());
    store.watch("report/lfos", () => this.#show());
  }

  #build() {
    if (this.hidden || !connection.description) return;
    const { parameters, latents } = connection.description;
    this.named = new Map(latents.map(({ id, name }) => [name, id]));
    const targets = parameters.filter(({ id }) => !OWN.test(id));
    this.replaceChildren(
      ...Array.from({ length: LFOS }, (_, at) => {
        const onchange = ({ target }) => connection.send("/vamen/lfo/target", "is", at + 1, target.value);
        const options = targets.map(({ id }) => new Option(store.label(id), id));
        return make("label", {}, `LFO ${at + 1} moves`, make("select", { onchange }, new Option("nothing", ""), ...options));
      }),
    );
    this.#show();
  }

  #show() {
    const moved = new Map(pairs(store.get("report/lfos")).map(([number, id]) => [number, this.named?.get(id) ?? id]));
    [...this.querySelectorAll("select")].forEach((select, at) => (select.value = moved.get(at + 1) ?? ""));
  }
}

customElements.define("v-set", SetOfScenes);
customElements.define("v-lfos", Lfos);

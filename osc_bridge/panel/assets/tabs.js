/**
 * The base of all tabs: a press or an arrow key -> the tab that is chosen, and `show` for each.
 *
 * <v-tabs>: on a phone, the tab that is chosen -> the section of that id, which alone is `shown`.
 * Larger screens show all sections and no tabs.
 * <v-pages>: the tab that is chosen -> the elements beside it with that `data-page`; all others are hidden.
 */

import { make } from "/panel/make.js";

export class Tabs extends HTMLElement {
  connectedCallback() {
    const { tabs, label } = this.constructor;
    const ids = Object.keys(tabs);
    this.setAttribute("role", "tablist");
    this.setAttribute("aria-label", label);
    for (const id of ids) this.append(make("button", { role: "tab", data: { tab: id }, onclick: () => this.choose(id) }, tabs[id]));
    this.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = ids.at((ids.indexOf(event.target.dataset.tab) + step) % ids.length);
      this.choose(next);
      this.children[ids.indexOf(next)].focus();
    });
    this.choose(ids[0]);
  }

  choose(id) {
    for (const tab of this.children) {
      const isChosen = tab.dataset.tab === id;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      this.show(tab, isChosen);
    }
  }

  /** Show what belongs to a tab, or hide it. */
  show() {}
}

class Regions extends Tabs {
  static tabs = { tape: "Tape", knobs: "Knobs", pad: "Pad", presets: "Presets", meters: "Meters" };
  static label = "Regions";

  show(tab, isChosen) {
    tab.setAttribute("aria-controls", tab.dataset.tab);
    document.getElementById(tab.dataset.tab).classList.toggle("shown", isChosen);
  }
}

class Pages extends Tabs {
  static tabs = { break: "Break", effects: "FX", time: "Time", chance: "Auto", lfo: "LFO", set: "Set" };
  static label = "Knobs";

  show(tab, isChosen) {
    for (const one of this.parentElement.querySelectorAll(`[data-page="${tab.dataset.tab}"]`)) one.hidden = !isChosen;
  }
}

customElements.define("v-tabs", Regions);
customElements.define("v-pages", Pages);

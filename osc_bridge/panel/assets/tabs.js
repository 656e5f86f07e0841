/**
 * <v-tabs>: on a phone, the tab that is chosen -> the section of that id, which alone is `shown`.
 * Larger screens show all sections and no tabs.
 */

const TABS = { tape: "Tape", knobs: "Knobs", pad: "Pad", presets: "Presets", meters: "Meters" };
const IDS = Object.keys(TABS);

class Tabs extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "tablist");
    this.setAttribute("aria-label", "Regions");
    for (const id of IDS) {
      const tab = document.createElement("button");
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", id);
      tab.dataset.tab = id;
      tab.textContent = TABS[id];
      tab.addEventListener("click", () => this.choose(id));
      this.append(tab);
    }
    this.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = IDS.at((IDS.indexOf(event.target.dataset.tab) + step) % IDS.length);
      this.choose(next);
      this.children[IDS.indexOf(next)].focus();
    });
    this.choose(IDS[0]);
  }

  choose(id) {
    for (const tab of this.children) {
      const isChosen = tab.dataset.tab === id;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.dataset.tab).classList.toggle("shown", isChosen);
    }
  }
}

customElements.define("v-tabs", Tabs);

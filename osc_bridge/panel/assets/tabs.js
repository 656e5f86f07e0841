/**
 * <v-tabs>: on a phone, the tab that is chosen -> body[data-tab]; the style sheet shows the region of that name.
 * Larger screens show all regions and no tabs.
 */

const TABS = { tape: "Tape", knobs: "Knobs", pad: "Pad", presets: "Presets", meters: "Meters" };

class Tabs extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "tablist");
    this.ariaLabel = "Regions";
    for (const [id, name] of Object.entries(TABS)) {
      const tab = document.createElement("button");
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", id);
      tab.dataset.tab = id;
      tab.textContent = name;
      tab.addEventListener("click", () => this.choose(id));
      this.append(tab);
    }
    this.addEventListener("keydown", (event) => {
      const change = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!change) return;
      event.preventDefault();
      const ids = Object.keys(TABS);
      this.choose(ids.at((ids.indexOf(document.body.dataset.tab) + change) % ids.length));
      this.querySelector("[aria-selected=true]").focus();
    });
    this.choose(document.body.dataset.tab);
  }

  choose(id) {
    document.body.dataset.tab = id;
    for (const tab of this.children) {
      tab.ariaSelected = tab.dataset.tab === id ? "true" : "false";
      tab.tabIndex = tab.dataset.tab === id ? 0 : -1;
    }
  }
}

customElements.define("v-tabs", Tabs);

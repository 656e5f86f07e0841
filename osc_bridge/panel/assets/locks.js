/**
 * <v-locks>: kick, snare and hats that stay when the break changes. Knobs of latents get "Lock" in their menu.
 *
 * report/locks -> aria-pressed; lock/latent/N -> data-locked of the knob, which the style sheet shows.
 */

import { connection } from "/panel/connection.js";
import { store } from "/panel/store.js";

const DRUMS = ["kick", "snare", "hats"];

class Locks extends HTMLElement {
  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Keep");
    this.innerHTML = `<span aria-hidden="true">Keep</span>${DRUMS.map(
      (drum) => `<v-button action="/vamen/lock/${drum}" title="stays when the break changes">${drum}</v-button>`,
    ).join("")}`;
    const buttons = [...this.querySelectorAll("v-button")];
    const show = (names) => buttons.forEach((button, at) => (button.ariaPressed = String(names.includes(DRUMS[at]))));
    show([]);
    store.watch("report/locks", show);
  }
}

/** Let a knob show and change the lock of its latent. */
function follow(knob) {
  const id = `lock/${knob.dataset.id}`;
  store.watch(id, (value) => knob.toggleAttribute("data-locked", value > 0));
  knob.addEventListener("menu", ({ detail }) => {
    const isOn = store.get(id) > 0;
    detail.items.push({ label: isOn ? "Unlock" : "Lock", run: () => store.set(id, isOn ? 0 : 1) });
  });
}

const followed = new WeakSet();
connection.described(() => {
  for (const knob of document.querySelectorAll("[data-id^='latent/']"))
    if (!followed.has(knob)) follow(knob), followed.add(knob);
});

customElements.define("v-locks", Locks);

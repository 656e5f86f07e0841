/**
 * <v-notes>: the newest line for the user, and the control that moved last. <v-queue>: what waits for a beat, and its end.
 * <v-state>: whether the instrument is there.
 *
 * report/note, report/moved, report/queued, /vamen/error and /vamen/done in; a lost connection is a banner until it is
 * back.
 */

import { connection } from "/panel/connection.js";
import { pairs, store } from "/panel/store.js";

const ALARM_MS = 8_000; // a refusal stays red for
const BEATS = 4; // of a bar
const PATIENCE_MS = 700; // a shorter interruption is no banner

class Notes extends HTMLElement {
  #line = document.createElement("p");
  #calm = 0;

  connectedCallback() {
    const moved = document.createElement("p");
    this.#line.setAttribute("role", "status");
    this.#line.dataset.id = "report/note";
    moved.dataset.id = "report/moved";
    moved.title = "the last control that moved";
    this.append(this.#line, moved);
    store.watch("report/note", (note) => this.say(note));
    store.watch("report/moved", (text) => (moved.textContent = text));
    connection.on("/vamen/done", ([sentence]) => this.say(sentence));
    connection.on("/vamen/error", ([sentence]) => this.say(sentence, true));
  }

  say(text, alarm = false) {
    if (!text) return;
    this.#line.textContent = this.#line.title = String(text);
    this.#line.classList.toggle("alarm", alarm);
    clearTimeout(this.#calm);
    if (alarm) this.#calm = setTimeout(() => this.#line.classList.remove("alarm"), ALARM_MS);
  }
}

class Queue extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<span role="status"></span><button aria-label="Cancel what waits">Cancel</button>`;
    this.lastChild.addEventListener("click", () => connection.send("/vamen/cancel"));
    store.watch("report/queued", (list) => {
      const place = (beat) => `${Math.floor(beat / BEATS) + 1}.${(Math.floor(beat) % BEATS) + 1}`;
      this.firstChild.textContent = pairs(list).map(([what, beat]) => `${what} at ${place(beat)}`).join(", ");
      this.hidden = !list.length;
    });
  }
}

class State extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<i aria-hidden="true"></i><span class="hidden"></span><div role="alert"></div>`;
    const [, text, banner] = this.children;
    let late = 0;
    const show = () => {
      clearTimeout(late);
      this.classList.toggle("on", connection.online);
      this.title = text.textContent = connection.online ? "connected" : "not connected";
      document.body.classList.toggle("offline", !connection.online);
      if (connection.online) banner.textContent = "";
      else late = setTimeout(() => (banner.textContent = "The instrument is not there. Trying again …"), PATIENCE_MS);
    };
    connection.addEventListener("state", show);
    show();
  }
}

customElements.define("v-notes", Notes);
customElements.define("v-queue", Queue);
customElements.define("v-state", State);

/**
 * What the instrument's values are, by id: values from the connection and from controls in, callbacks and OSC out.
 *
 * An id is the address without /vamen/: "tempo", "latent/0", "step/5/kick", "meter/peak", "report/output". A value is a
 * number or a text; the reports in LISTS are arrays. Parameters, meters and reports are subscribed to here; who shows
 * steps or streams subscribes with `connection.listen`.
 * A change by a control is sent at once, further ones of the same id once per animation frame, the last value wins. What
 * arrives for that id in the next 0.5 s may be older and is dropped; then the instrument is asked what it has.
 */

import { connection } from "/panel/connection.js";

const SETTLED_MS = 500; // of a change: longer than what the instrument had before is on its way
const LISTS = new Set(
  ["models", "preset", "presets", "own", "mapped", "scene", "scenes", "queued", "lfos", "locks"].map((name) => `report/${name}`),
);

/** @returns the pairs of a report that lists them one after the other. */
export const pairs = (list = []) => Array.from({ length: list.length >> 1 }, (_, at) => list.slice(2 * at, 2 * at + 2));

class Store {
  #values = new Map();
  #watchers = new Map(); // id -> set of callbacks
  #parameters = new Map(); // id -> entry of the description
  #sent = new Map(); // id -> undefined, or the value that waits for the next frame
  #frame = 0;
  #unsettled = new Map(); // id of what was just changed here -> timer

  constructor() {
    connection.on("*", (args, address) => {
      const id = address.slice(7);
      if (!address.startsWith("/vamen/") || (args.length === 0 && !LISTS.has(id)) || this.#unsettled.has(id)) return;
      this.#put(id, LISTS.has(id) ? args : args.length === 1 ? args[0] : args);
    });
    connection.listen("/vamen/meter/*");
    connection.listen("/vamen/report/*");
    connection.listen("/vamen/latent/*");
    connection.described((description) => this.#describe(description));
  }

  /** The value; the default of a parameter that is not known yet; undefined if there is none. */
  get(id) {
    return this.#values.get(id) ?? this.#parameters.get(id)?.default;
  }

  /** Change a parameter or a value of a sixteenth: watchers are called now, the OSC message is sent now or next frame. */
  set(id, value) {
    const entry = this.describe(id);
    value = Math.min(Math.max(value, entry.low), entry.high);
    if (entry.whole) value = Math.round(value);
    this.#put(id, value);
    if (this.#sent.has(id)) this.#sent.set(id, value);
    else this.#send(id, value);
    clearTimeout(this.#unsettled.get(id));
    const settle = () => this.#unsettled.delete(id) && connection.send(`/vamen/${id}`);
    this.#unsettled.set(id, setTimeout(settle, SETTLED_MS));
  }

  /**
   * Call `callback(value, id)` now, if there is a value, and with every change.
   * @returns {() => void} ends that.
   */
  watch(id, callback) {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(callback));
    const value = this.get(id);
    if (value !== undefined) callback(value, id);
    return () => watchers.delete(callback);
  }

  /** What the table says of an id: {id, name, label, unit, low, high, default, whole, about}; names follow the model. */
  describe(id) {
    const entry = this.#parameters.get(id);
    if (entry) return entry;
    const [, step, name] = id.match(/^step\/(\d+)\/(\w+)$/) ?? [];
    const [low, high] = connection.description?.step_ranges?.[name] ?? (step ? [-3, 3] : [0, 1]);
    const what = /^\d+$/.test(name ?? "") ? this.label(`latent/${name}`) : name;
    const label = step ? `${what} of sixteenth ${Number(step) + 1}` : id;
    return { id, name: id, label, unit: "", low, high, default: 0, whole: false, about: "" };
  }

  /** The name to show for a parameter: that of the model for a latent. */
  label(id) {
    return this.#parameters.get(id)?.label ?? id;
  }

  /** Whether an id is in the table of parameters. */
  isParameter(id) {
    return this.#parameters.has(id);
  }

  #describe({ parameters, latents }) {
    const named = new Map(latents.map((latent) => [latent.id, latent]));
    this.#parameters = new Map(
      parameters.map((entry) => {
        const latent = named.get(entry.id);
        const label = latent?.name.replaceAll("_", " ") || entry.name;
        return [entry.id, { ...entry, label, about: latent?.about || entry.about }];
      }),
    );
    for (const { id } of parameters) {
      if (!id.startsWith("latent/")) connection.listen(`/vamen/${id}`);
      if (!this.#values.has(id)) for (const callback of this.#watchers.get(id) ?? []) callback(this.get(id), id);
    }
  }

  #put(id, value) {
    this.#values.set(id, value);
    for (const callback of this.#watchers.get(id) ?? []) callback(value, id);
  }

  #send(id, value) {
    connection.send(`/vamen/${id}`, this.describe(id).whole ? "i" : "f", value);
    if (document.hidden) return; // no frames come
    this.#sent.set(id, undefined);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const waiting = [...this.#sent].filter(([, later]) => later !== undefined);
      this.#sent.clear();
      for (const [one, later] of waiting) this.#send(one, later);
    });
  }
}

export const store = new Store();

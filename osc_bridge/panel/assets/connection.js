/**
 * The one WebSocket to the instrument: OSC messages out, OSC messages in, by address.
 *
 * It is opened again when it is lost (after 0.25 s, then longer, up to 2 s), with all subscriptions; these last 60 s at
 * the server and are renewed every 20 s. A connection that answers no ping for 5 s counts as lost.
 * Events: "state" when `online` changes; "description" after /panel/description.json was read, which is after every
 * connection and every change of the model.
 */

import { decode, encode } from "/panel/osc.js";

const RETRY_MS = [250, 500, 1000, 2000];
const RENEW_MS = 20_000;
const PING_MS = 2_000;
const SILENT_MS = 5_000;
const DESCRIBE_AGAIN_MS = 1_000;
const PATTERNS_PER_PACKET = 12; // the server accepts 1024 characters of patterns in one packet

export class Connection extends EventTarget {
  /** Whether messages reach the instrument now. */
  online = false;
  /** The contents of /panel/description.json; null until it was read once. */
  description = null;
  /** How often a connection was opened. */
  opened = 0;

  #socket = null;
  #failures = 0;
  #patterns = new Set();
  #callbacks = new Map(); // address -> set of functions; "*" -> those for every message
  #asked = 0; // since when a ping or a new connection waits for an answer; 0: none does
  #unsent = new Set(); // patterns to subscribe to at the end of this task
  #model = ""; // that plays

  constructor() {
    super();
    this.#open();
    this.#describe(); // meanwhile
    setInterval(() => this.#renew([...this.#patterns]), RENEW_MS);
    setInterval(() => this.#watch(), PING_MS);
    document.addEventListener("visibilitychange", () => {
      // timers of hidden pages may be a minute late: subscriptions have ended
      if (!document.hidden) this.#renew([...this.#patterns]);
    });
    this.on("/vamen/report/model", ([model]) => {
      this.#model = model;
      if (this.description && model !== this.description.model) this.#describe();
    });
  }

  /** Send one message, at once. @returns whether it was sent: nothing is kept for later while offline. */
  send(address, tags = "", ...args) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(encode(address, tags, ...args));
    return true;
  }

  /** Subscribe to an address or a pattern, now and after every reconnect. */
  listen(pattern) {
    this.#patterns.add(pattern);
    if (this.#unsent.size === 0) queueMicrotask(() => this.#renew([...this.#unsent]));
    this.#unsent.add(pattern);
  }

  /** End a subscription. */
  ignore(pattern) {
    this.#patterns.delete(pattern);
    this.#unsent.delete(pattern);
    this.send("/vamen/ignore", "s", pattern);
  }

  /**
   * Call `callback(args, address)` for every message to an address; "*" for every message to any.
   * @returns {() => void} ends that.
   */
  on(address, callback) {
    const callbacks = this.#callbacks.get(address) ?? new Set();
    this.#callbacks.set(address, callbacks.add(callback));
    return () => callbacks.delete(callback);
  }

  #open() {
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/");
    this.#socket = socket;
    this.#asked = performance.now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#failures = this.#asked = 0;
      this.opened += 1;
      this.#renew([...this.#patterns]);
      if (this.opened > 1) this.#describe();
      this.#become(true);
    };
    socket.onmessage = ({ data }) => {
      this.#asked = 0;
      if (data instanceof ArrayBuffer) this.#receive(new Uint8Array(data));
    };
    socket.onclose = () => this.#lost(socket);
  }

  #lost(socket) {
    if (socket !== this.#socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#socket = null;
    this.#asked = 0;
    setTimeout(() => this.#open(), RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)]);
    this.#become(false);
  }

  #become(online) {
    if (online === this.online) return;
    this.online = online;
    this.dispatchEvent(new Event("state"));
  }

  #receive(bytes) {
    const { address, args } = decode(bytes);
    for (const key of [address, "*"]) for (const callback of this.#callbacks.get(key) ?? []) callback(args, address);
  }

  #renew(patterns) {
    this.#unsent.clear();
    for (let at = 0; at < patterns.length; at += PATTERNS_PER_PACKET) {
      const some = patterns.slice(at, at + PATTERNS_PER_PACKET);
      this.send("/vamen/listen", "s".repeat(some.length), ...some);
    }
  }

  #watch() {
    if (this.#asked && performance.now() - this.#asked > SILENT_MS) this.#lost(this.#socket);
    else if (!this.#asked && this.send("/vamen/ping")) this.#asked = performance.now();
  }

  /** Call `callback(description)` now, if there is one, and with every other. */
  described(callback) {
    this.addEventListener("description", () => callback(this.description));
    if (this.description) callback(this.description);
  }

  async #describe() {
    const { opened } = this;
    try {
      const response = await fetch("/panel/description.json"); // that the page has asked for, the first time
      if (!response.ok) throw new Error(`${response.status}`);
      this.description = await response.json();
    } catch {
      setTimeout(() => this.online && (opened || 1) === this.opened && this.#describe(), DESCRIBE_AGAIN_MS);
      return;
    }
    this.dispatchEvent(new Event("description"));
    const isOld = opened === 0 && this.#model && this.#model !== this.description.model; // it was asked for too early
    if (isOld) this.#describe();
  }
}

export const connection = new Connection();

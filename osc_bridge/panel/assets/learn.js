/**
 * MIDI learn, on everything with data-id: a menu by right click or long press; what moves a control is shown on it.
 *
 * report/mapped -> data-mapped, which the style sheet shows; report/learning -> data-learning, which pulses.
 * An element may add lines to its menu: it gets a "menu" event, whose detail.items takes {label, run}. A long press on
 * pads and data-hold is no menu: there, the button of class "learn" lets every press open it.
 */

import { connection } from "/panel/connection.js";
import { make } from "/panel/make.js";
import { pairs, store } from "/panel/store.js";

const LONG_PRESS_MS = 600;
const SLACK_PX = 8; // a finger that rests moves less
/** Actions that a MIDI control can trigger, beside all parameters. */
const ACTIONS = /^(play|stop|panic|tap|half|double|nudge|clock|random|another|undo|redo|record|lock\/\w+|(slice|preset)\/\d+)$/;

const isLearnable = (id) => ACTIONS.test(id) || store.isParameter(id);
const isHeld = ({ dataset }) => dataset.hold !== undefined || dataset.id.startsWith("slice/");

let mapped = new Map(); // id -> control
let learning = "";
let menu = null;
let opener = null;

// what is mapped and what waits

function mark() {
  for (const element of document.querySelectorAll("[data-id]")) {
    const { id } = element.dataset;
    const control = mapped.get(id);
    if (control) element.dataset.mapped = control;
    else delete element.dataset.mapped;
    element.toggleAttribute("data-learning", learning === id);
    element.toggleAttribute("data-learnable", isLearnable(id));
  }
}

let frame = 0;
const markSoon = () => {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    mark();
  });
};
store.watch("report/mapped", (list) => {
  mapped = new Map();
  for (const [id, control] of pairs(list)) mapped.set(id, mapped.has(id) ? `${mapped.get(id)}, ${control}` : control);
  markSoon();
});
store.watch("report/learning", (id) => {
  learning = id;
  markSoon();
});
connection.described(markSoon);
new MutationObserver(markSoon).observe(document.body, { childList: true, subtree: true });

// the menu

/** Open the menu of an element, at a point of the page or below the element. @returns whether it has one. */
export function openMenu(element, point) {
  closeMenu();
  const { id } = element.dataset;
  const items = [];
  const learn = (target) => () => connection.send("/vamen/learn", "s", target);
  if (isLearnable(id)) {
    if (learning === id) items.push({ label: "Stop learning", run: learn("none") });
    else items.push({ label: "Learn MIDI", run: learn(id) });
    if (mapped.has(id)) items.push({ label: "Forget", run: () => connection.send("/vamen/unlearn", "s", id) });
  }
  if (store.isParameter(id)) items.push({ label: "Default", run: () => store.set(id, store.describe(id).default) });
  element.dispatchEvent(new CustomEvent("menu", { detail: { items } }));
  if (!items.length) return false;
  opener = document.activeElement;
  const name = element.getAttribute("aria-label") ?? element.textContent.trim();
  const title = mapped.has(id) ? `${name} · ${mapped.get(id)}` : name;
  menu = make("div", { className: "menu", role: "menu", ariaLabel: name }, make("p", { role: "presentation" }, title), ...items.map(item));
  document.body.append(menu);
  const box = element.getBoundingClientRect();
  const [left, top] = point ?? [box.left, box.bottom + 4];
  menu.style.left = `${Math.max(4, Math.min(left, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(top, innerHeight - menu.offsetHeight - 4))}px`;
  menu.querySelector("button").focus({ preventScroll: true });
  return true;
}

export function closeMenu() {
  if (!menu) return;
  const hadFocus = menu.contains(document.activeElement);
  menu.remove();
  menu = null;
  if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
}

function item({ label, run, sure }) {
  const onclick = ({ currentTarget: button }) => {
    if (sure && button.textContent === label) return Object.assign(button, { textContent: sure, className: "alarm" });
    closeMenu();
    run();
  };
  return make("button", { role: "menuitem", tabIndex: -1, onclick }, label);
}

// how it is opened: these listeners see an event before the elements do

/** Whether every press opens the menu. */
let always = false;
let press = null; // {timer, x, y, element, id}: a press that may become long
let swallow = false; // the click that ends a long press

const first = (type, listener) => document.addEventListener(type, listener, true);
const elementAt = (event) => event.target.closest?.("[data-id]");
const stop = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

first("contextmenu", (event) => {
  const element = elementAt(event);
  if (!element || event.target.closest("input:not([data-id])")) return;
  event.preventDefault();
  // a long touch is one too: it has opened the menu already, or holds something
  if (menu || (event.pointerType === "touch" && isHeld(element))) return;
  endPress();
  const isKey = event.clientX === 0 && event.clientY === 0;
  openMenu(element, isKey ? undefined : [event.clientX, event.clientY]);
});

first("pointerdown", (event) => {
  swallow = false;
  if (menu && !menu.contains(event.target)) closeMenu();
  const element = elementAt(event);
  if (!element || event.button !== 0) return;
  const { pointerId: id, clientX: x, clientY: y } = event;
  if (always && isLearnable(element.dataset.id)) {
    stop(event);
    swallow = true;
    openMenu(element, [x, y]);
  } else if (!isHeld(element)) {
    endPress();
    press = { element, x, y, id, timer: setTimeout(longPress, LONG_PRESS_MS) };
  }
});

first("pointermove", ({ pointerId, clientX, clientY }) => {
  if (press?.id === pointerId && Math.hypot(clientX - press.x, clientY - press.y) > SLACK_PX) endPress();
});

for (const type of ["pointerup", "pointercancel", "scroll"]) first(type, endPress);

first("click", (event) => {
  if (swallow && event.detail) stop(event);
  else if (event.target.closest?.(".learn")) alwaysOpen(!always);
  swallow = false;
});

function alwaysOpen(on) {
  always = on;
  document.body.classList.toggle("learn-mode", on);
  document.querySelector(".learn").ariaPressed = String(on);
}

function longPress() {
  const { element, x, y, id } = press;
  endPress();
  if (!openMenu(element, [x, y])) return;
  swallow = true;
  if (element.hasPointerCapture(id)) element.releasePointerCapture(id); // ends its drag
}

function endPress() {
  clearTimeout(press?.timer);
  press = null;
}

first("keydown", (event) => {
  if (!menu) {
    if (event.key !== "Escape" || !always) return;
    alwaysOpen(false);
    return stop(event);
  }
  const lines = [...menu.querySelectorAll("button")];
  const at = lines.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Enter" || event.key === " ") return event.stopPropagation(); // the line is clicked
  if (next !== undefined) lines.at(next % lines.length).focus();
  else closeMenu();
  stop(event);
});

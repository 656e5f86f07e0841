/**
 * What a hand does on an element, each in one place: follow a pointer, take a press, take a typed line.
 *
 * Arrows of the keyboard -> ARROWS, the direction across and down.
 */

export const HELD_MS = 350; // a longer press is one for as long as it lasts

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Follow a pointer from its press on an element until it is let go, wherever it is; others are ignored meanwhile.
 * @param {{down?, move?, up?}} act take the events; `down` returns false for a press that is not to be followed
 * @param {string} moves the type of events that are movements
 */
export function follow(element, { down, move, up }, moves = "pointermove") {
  let pointer = null;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== null || down?.(event) === false) return;
    pointer = event.pointerId;
    element.setPointerCapture(pointer);
  });
  element.addEventListener(moves, (event) => event.pointerId === pointer && move?.(event));
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"])
    element.addEventListener(type, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      up?.(event);
    });
}

/**
 * Act when a pointer goes down and not when it comes up; on Enter and Space; and when assistive technology clicks. The
 * mouse does not move the focus, so Space stays with the transport.
 * @param {(held?: boolean) => unknown} act a pointer holds it, or not; returns whether it was switched on
 * @param {(held: boolean) => void} release when the pointer comes up; whether a press that switched something on was long
 */
export function press(element, act, release = () => {}) {
  let since = Infinity;
  element.addEventListener("mousedown", (event) => event.preventDefault());
  follow(element, {
    down: (event) => void (since = act(true) ? event.timeStamp : Infinity),
    up: (event) => release(event.timeStamp - since > HELD_MS),
  });
  element.addEventListener("click", (event) => event.detail === 0 && act());
  if (element instanceof HTMLButtonElement) return; // keys click it
  element.tabIndex = 0;
  element.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat || element.hasAttribute("repeat")) act();
  });
}

/** Call `end(text, byKey)` once: with what was typed, by Enter or when a field loses the focus; with "", by Escape. */
export function typed(input, end) {
  let waits = true;
  const finish = (text, byKey) => {
    if (!waits) return;
    waits = false;
    end(text.trim(), byKey);
  };
  input.addEventListener("blur", () => finish(input.value, false));
  input.addEventListener("pointerdown", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // the button that gets the focus is not pressed
    finish(event.key === "Enter" ? input.value : "", true);
  });
}

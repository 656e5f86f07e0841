"""What a hand does on an element of a page: drags, presses, the wheel, and fingers on a touch screen."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Locator, Page

STEPS = 2  # in which a pointer moves
Point = tuple[float, float]  # CSS pixels of the page


def place(element: Locator, across: float = 0.5, down: float = 0.5) -> Point:
    """Return a point of an element; 0.5, 0.5 is its middle."""
    box = element.bounding_box()
    assert box, f"{element} is not seen"
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def drag(element: Locator, by: Point, start: Point = (0.5, 0.5)) -> None:
    """Press the mouse on an element, move it by some pixels, and release it."""
    x, y = place(element, *start)
    mouse = element.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by[0], y + by[1], steps=STEPS)
    mouse.up()


def wheel(element: Locator, notches: int) -> None:
    """Turn the wheel away from the hand over an element."""
    element.page.mouse.move(*place(element))
    element.page.mouse.wheel(0, -100 * notches)


def press(element: Locator, *keys: str) -> None:
    """Press keys while an element has the focus."""
    element.focus()
    for key in keys:
        element.page.keyboard.press(key)


class Fingers:
    """Fingers on a page that was made with has_touch."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)

    def drag(self, element: Locator, by: Point, start: Point = (0.5, 0.5)) -> None:
        """Put a finger on an element, move it by some pixels, and lift it."""
        x, y = place(element, *start)
        with self.down((x, y)):
            for step in range(1, STEPS + 1):
                self._send("touchMove", (x + by[0] * step / STEPS, y + by[1] * step / STEPS))

    def tap(self, element: Locator) -> None:
        """Put a finger on an element and lift it at the same time, however long the messages take."""
        at = time.time()
        self._send("touchStart", place(element), at=at)
        self._send("touchEnd", at=at)

    @contextmanager
    def down(self, *points: Point) -> Iterator[None]:
        """Hold fingers on points of the page within the context."""
        self._send("touchStart", *points)
        yield
        self._send("touchEnd")

    def _send(self, kind: str, *points: Point, at: float | None = None) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        time_of = {} if at is None else {"timestamp": at}
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches, **time_of})

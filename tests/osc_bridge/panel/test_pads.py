"""Pads, keys and the tape play the sixteenths that they show: each is in the log of the player."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from engine.controls import Action
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import Live

from .browser import Panel, opened
from .gestures import Fingers, drag, place
from .heard import slices

# by their place on the keyboard, whatever its letters are
KEYS = [
    *(f"Digit{digit}" for digit in "12345678"),
    *(f"Key{letter}" for letter in "QWERTYUIASDFGHJKZXCVBNM"),
    "Comma",
]


class Played:
    """The slices that the player has played since the last look."""

    def __init__(self, shared: SharedState) -> None:
        self._shared, self._first = shared, shared.event_log.count

    def next(self, count: int) -> list[LogEntry]:
        """Wait for `count` slices or more, and return them."""
        wait_until(lambda: len(slices(self._shared, self._first)) >= count)
        first, self._first = self._first, self._shared.event_log.count
        return slices(self._shared, first)


@pytest.fixture
def played(panel: Panel) -> Iterator[Played]:
    with panel.live.shared() as shared:
        yield Played(shared)


def test_every_key_plays_its_sixteenth_at_full_velocity(panel: Panel, played: Played) -> None:
    assert len(KEYS) == SPEC.steps
    for key in KEYS:
        panel.page.keyboard.press(key)
    found = played.next(SPEC.steps)
    assert [(entry.number, entry.value) for entry in found] == [(step, 1.0) for step in range(SPEC.steps)]


def test_a_key_with_a_modifier_is_the_browsers(panel: Panel, played: Played) -> None:
    for modifier in ("Control", "Alt", "Meta"):
        panel.page.keyboard.press(f"{modifier}+KeyK")
    panel.page.keyboard.press("KeyX")
    assert [entry.number for entry in played.next(1)] == [KEYS.index("KeyX")]


def test_every_pad_plays_its_sixteenth_and_louder_the_higher_it_is_hit(panel: Panel, played: Played) -> None:
    pads = panel.page.locator("v-pads button").all()
    assert len(pads) == SPEC.steps
    for pad in pads:
        panel.page.mouse.click(*place(pad, down=0.1))
    assert [entry.number for entry in played.next(SPEC.steps)] == list(range(SPEC.steps))
    for down in (0.95, 0.6, 0.1):
        panel.page.mouse.click(*place(pads[3], down=down))
    velocities = [entry.value for entry in played.next(3)]
    assert velocities == sorted(set(velocities))
    assert velocities[-1] == 1.0


def test_a_slice_sounds_while_its_pad_or_key_is_held(panel: Panel) -> None:
    panel.send("slices/mode", 2)
    pad, keyboard, mouse = panel.page.locator("[data-id='slice/6']"), panel.page.keyboard, panel.page.mouse
    mouse.move(*place(pad))
    with panel.live.shared() as shared:
        for step, down, up in ((6, mouse.down, mouse.up), (2, lambda: keyboard.down("3"), lambda: keyboard.up("3"))):
            first = shared.event_log.count
            down()
            wait_until(lambda: [one.number for one in slices(shared, first)] == [step])  # noqa: B023
            assert not releases(shared, first)
            up()
            wait_until(lambda: releases(shared, first) == [step])  # noqa: B023


def releases(shared: SharedState, first: int) -> list[int]:
    """Return the slices that were let go, from entry `first` of the log on."""
    kind = LogKind.EVENT + Action.RELEASE
    return [entry.number for entry in shared.event_log.read(first) or [] if entry.kind == kind]


def test_a_drag_over_pads_plays_each_of_them(panel: Panel, played: Played) -> None:
    first, last = (panel.page.locator(f"[data-id='slice/{step}']") for step in (0, 4))
    panel.page.mouse.move(*place(first))
    panel.page.mouse.down()
    panel.page.mouse.move(*place(last), steps=12)
    panel.page.mouse.up()
    panel.page.mouse.move(*place(first))  # not pressed: it plays nothing
    assert [entry.number for entry in played.next(3)] == [0, 2, 4]


def test_two_fingers_play_two_pads(browser: Browser, live: Live) -> None:
    with opened(browser, live, has_touch=True) as panel, live.shared() as shared:
        played, fingers = Played(shared), Fingers(panel.page)
        pads = [panel.page.locator(f"[data-id='slice/{step}']") for step in (5, 12)]
        with fingers.down(*map(place, pads)):
            assert {entry.number for entry in played.next(2)} == {5, 12}


def test_the_tape_plays_the_sixteenth_under_the_pointer(panel: Panel, played: Played) -> None:
    tape = panel.page.locator("v-tape")
    for step in (1, 17, 31):
        panel.page.mouse.click(*place(tape, (step + 0.5) / SPEC.steps))
    assert [entry.number for entry in played.next(3)] == [1, 17, 31]
    drag(tape, (60, 0), (8.1 / SPEC.steps, 0.5))
    dragged = [entry.number for entry in played.next(2)]
    assert dragged[0] == 8
    assert dragged == sorted(set(dragged))


def test_the_pad_of_the_sixteenth_that_plays_is_lit(panel: Panel) -> None:
    panel.send("speed", 0.0)  # it stays where it is put
    for step in (7, 20):
        panel.send("slice", step, 1.0)
        panel.until(f"document.querySelector('v-pads .lit')?.dataset.id === 'slice/{step}'")


def test_the_playhead_follows_the_hand_that_scratches(panel: Panel) -> None:
    panel.send("slice", 8, 1.0)
    panel.send("freeze", 1)
    panel.until("document.querySelector('v-pads .lit')?.dataset.id === 'slice/8'")
    for sixteenths in (4.0, 10.0, -3.0):
        panel.send("scratch", sixteenths)
        panel.until(f"document.querySelector('v-pads .lit')?.dataset.id === 'slice/{8 + sixteenths:.0f}'")


def test_the_tape_is_repainted_when_the_break_changes(panel: Panel) -> None:
    picture = "document.querySelector('v-tape canvas.picture').toDataURL()"
    panel.until(f"(() => {{ const now = {picture}; return now.length > 10000; }})()")
    before = panel.page.evaluate(picture)
    panel.send("latent/0", 3.0)
    panel.until(f"before => {picture} !== before", before)

"""The step editor: a bar for every value of a sixteenth, painted, moved by keys, and shown when it changes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator

from engine.spec import SPEC
from tests.engine.waiting import wait_until

from .browser import Panel
from .gestures import STEPS, place, press

ROWS = {
    "kick": "kick",
    "snare": "snare",
    "hats": "hats",
    "latent": "3",
    "shift": "shift",
    "lock": "lock",
    "chance": "mute",
    "mute": "mute",
}

SWITCHED = ("lock", "mute")  # rows of what is on or off


@pytest.fixture
def editor(panel: Panel) -> Iterator[Panel]:
    """The page with the step editor."""
    panel.page.click("v-steps .edit")
    yield panel
    panel.page.click("v-steps .edit")


def cell(panel: Panel, row: str, step: int) -> Locator:
    return panel.page.locator(f"v-steps .row.{row} [role=gridcell]").nth(step)


@pytest.mark.parametrize("row", [row for row in ROWS if row not in SWITCHED])
def test_a_press_sets_a_sixteenth_to_where_it_is(editor: Panel, row: str) -> None:
    heights = {step: 0.15 if step % 2 else 0.8 for step in range(0, SPEC.steps, 1 if row == "kick" else 9)}
    for step, down in heights.items():
        editor.page.mouse.click(*place(cell(editor, row, step), down=down))
    high = {"chance": 1.0, "shift": 0.5}.get(row, 3.0)
    expected = {0.15: 0.15, 0.8: 0.8} if row == "chance" else {0.15: 0.7 * high, 0.8: -0.6 * high}
    for step, down in heights.items():
        address = f"step/{step}/{ROWS[row]}"
        wait_until(lambda: abs(editor.value(address) - expected[down]) < 0.05 * high)  # noqa: B023
    assert cell(editor, row, 0).get_attribute("data-id") == f"step/0/{ROWS[row]}"


def test_every_sixteenth_can_be_muted_and_the_chance_shows_it(editor: Panel) -> None:
    for step in range(SPEC.steps):
        cell(editor, "mute", step).click()
    wait_until(lambda: all(editor.value(f"step/{step}/mute") == 1 for step in range(SPEC.steps)))
    chances = (
        "[...document.querySelectorAll('.row.chance [role=gridcell]')].every(one => one.ariaLabel.endsWith(': 0'))"
    )
    editor.until(chances)


def test_locks_are_switched_and_a_drag_paints_them(editor: Panel) -> None:
    cell(editor, "lock", 3).click()
    wait_until(lambda: editor.value("step/3/lock") == 1)
    assert editor.value("report/locks") == "3"
    editor.page.mouse.move(*place(cell(editor, "lock", 5)))
    editor.page.mouse.down()
    editor.page.mouse.move(*place(cell(editor, "lock", 8)), steps=STEPS)
    editor.page.mouse.up()
    wait_until(lambda: all(editor.value(f"step/{step}/lock") == 1 for step in (3, 5, 6, 7, 8)))
    cell(editor, "lock", 3).click()
    wait_until(lambda: editor.value("step/3/lock") == 0)


def test_a_drag_paints_across(editor: Panel) -> None:
    first, last = cell(editor, "snare", 4), cell(editor, "snare", 11)
    editor.page.mouse.move(*place(first, down=0.1))
    editor.page.mouse.down()
    editor.page.mouse.move(*place(last, down=0.1), steps=STEPS)  # quick: it passes between two reports
    editor.page.mouse.up()
    wait_until(lambda: all(editor.value(f"step/{step}/snare") > 1.5 for step in range(4, 12)))
    assert editor.value("step/3/snare") == editor.value("step/12/snare") == 0


def test_keys_move_change_and_reset(editor: Panel) -> None:
    press(cell(editor, "kick", 0), "ArrowRight", "ArrowRight", "Shift+ArrowUp", "Shift+ArrowUp")
    wait_until(lambda: editor.value("step/2/kick") == pytest.approx(0.5, abs=0.02))
    editor.page.keyboard.press("ArrowDown")
    editor.page.keyboard.press("Shift+ArrowDown")
    wait_until(lambda: editor.value("step/2/snare") == pytest.approx(-0.25, abs=0.02))
    editor.page.keyboard.press("Enter")
    wait_until(lambda: editor.value("step/2/mute") == 1)
    editor.page.keyboard.press("Delete")
    wait_until(lambda: editor.value("step/2/snare") == 0)


def test_another_latent_is_chosen_and_its_values_are_shown(editor: Panel) -> None:
    editor.send("step/6/9", 1.5)
    editor.page.select_option("v-steps select", "9")
    editor.until("document.querySelectorAll('.row.latent [role=gridcell]')[6].ariaLabel.endsWith(': 1.5')")
    editor.page.mouse.click(*place(cell(editor, "latent", 7), down=0.1))
    wait_until(lambda: editor.value("step/7/9") > 1.5)
    editor.page.select_option("v-steps select", "3")


def test_values_of_another_program_are_shown_and_clear_forgets_all(editor: Panel) -> None:
    for name, value, shown in (("kick", 2.0, "2"), ("hats", -1.25, "-1.25"), ("mute", 0.25, "0.75")):
        editor.send(f"step/9/{name}", value)
        row = "chance" if name == "mute" else name
        editor.until(f"document.querySelectorAll('.row.{row} [role=gridcell]')[9].ariaLabel.endsWith(': {shown}')")
    editor.page.click("v-steps .clear")
    wait_until(lambda: all(editor.value(f"step/9/{name}") == 0 for name in ("kick", "hats", "mute")))
    editor.until("document.querySelectorAll('.row.kick [role=gridcell]')[9].ariaLabel.endsWith(': 0')")

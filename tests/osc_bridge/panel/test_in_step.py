"""Several panels and other programs move the same values: all of them show what the instrument has, in the end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.engine.waiting import wait_until

from .browser import Panel, opened
from .gestures import drag, press

SHOWN = "([id, value]) => Math.abs(document.querySelector(`[for='${id}']`).ariaValueNow - value) < 0.002"
# what the page does when the subscription of a value is renewed at the moment at which a hand moves it
CROSSED = """async ([id, value]) => {
  const { connection, store } = vamen;
  connection.send("/vamen/listen", "s", `/vamen/${id}`);
  store.set(id, value);
}"""


@pytest.fixture
def second(browser: Browser, panel: Panel) -> Iterator[Panel]:
    """Another page with the same set."""
    with opened(browser, panel.live) as second:
        yield second


def agree(id: str, *panels: Panel) -> None:
    """Wait until all pages show the instrument's value."""
    for panel in panels:
        wait_until(lambda: panel.page.evaluate(SHOWN, [id, panel.value(id)]))  # noqa: B023


def test_a_value_that_crosses_with_an_older_one_is_shown_as_it_is(panel: Panel) -> None:
    for value in (1.0, -1.5):
        panel.page.evaluate(CROSSED, ["latent/4", value])
        panel.page.wait_for_timeout(200)  # in which the older one arrives
        assert panel.page.evaluate(SHOWN, ["latent/4", value])  # keys go on from here
        agree("latent/4", panel)
        assert panel.value("latent/4") == value


def test_what_another_program_sets_at_the_same_moment_is_shown_in_the_end(panel: Panel) -> None:
    press(panel.control("latent/4"), "End")
    wait_until(lambda: panel.value("latent/4") == 3)
    panel.send("latent/4", -1.0)
    panel.until(SHOWN, ["latent/4", -1.0])


def test_two_panels_show_the_same(panel: Panel, second: Panel) -> None:
    for id in ("tempo", "latent/2", "width"):
        for mover, by in ((panel, -40), (second, 20)):
            before = panel.value(id)
            drag(mover.control(id), (0, by))
            wait_until(lambda: panel.value(id) != before)  # noqa: B023
            agree(id, panel, second)
    panel.control("freeze").click()
    second.until("document.querySelector('[for=freeze]').ariaChecked === 'true'")
    cell = ".row.kick [data-id='step/3/kick']"
    for each in (panel, second):
        each.page.click("v-steps .edit")
    press(panel.page.locator(cell), "Shift+ArrowUp")
    for each in (panel, second):
        each.until(f"document.querySelector(\"{cell}\").ariaLabel.endsWith('0.25')")
        each.page.click("v-steps .edit")


def test_two_hands_on_the_same_knob_end_with_the_same_value(panel: Panel, second: Panel) -> None:
    for key in ("PageUp", "PageDown", "ArrowUp") * 5:
        for each in (panel, second):
            press(each.control("latent/1"), key)
    agree("latent/1", panel, second)

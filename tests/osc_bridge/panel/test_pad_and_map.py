"""The pad: presets as pins, two latents as axes, throwing and drifting; and the map of the training set's breaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.engine.waiting import wait_until
from tests.live import Live, ask
from tests.osc_bridge.oscquery.web_client import get_json

from .browser import Panel, opened
from .gestures import drag, place, press

PINS = "v-xy .pad"
# a quick movement; that of a real pointer is as slow as the machine
THROW = """pad => {
  const { left, top } = pad.getBoundingClientRect();
  const send = (type, x) => pad.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, button: 0, bubbles: true, clientX: left + x, clientY: top + 60,
  }));
  send("pointerdown", 20);
  const until = performance.now() + 20;
  while (performance.now() < until);
  send("pointermove", 60);
  send("pointerup", 60);
}"""


@pytest.fixture(autouse=True)
def at_rest(panel: Panel) -> Iterator[None]:
    """Stop a point that was thrown, which would move what the next test sets."""
    yield
    pad(panel, "pins")
    recall(panel, 0)


def pad(panel: Panel, mode: str) -> Locator:
    """Choose a tab of the pad; return what is dragged there."""
    panel.page.click(f"v-xy [data-tab={mode}]")
    return panel.page.locator("v-map .pad" if mode == "map" else PINS).first


def recall(panel: Panel, number: int) -> None:
    """Recall a preset of the list; the point moves to its pin."""
    panel.page.click(f"[data-id='preset/{number}']")
    name = ask(panel.live.port, "/vamen/presets")[2 * number + 1]
    panel.until(f"text => document.querySelector('{PINS}').ariaValueText === text", f"{name} 100 %")


def latents(panel: Panel) -> list[float]:
    return ask(panel.live.port, "/vamen/latent")


def blends(panel: Panel) -> list[list[float]]:
    """Return the arguments of all blends that the page has sent."""
    return [arguments for address, arguments in panel.sent if address == "/vamen/preset/blend"]


def test_a_drag_between_pins_blends_presets_by_weights_that_sum_to_one(panel: Panel) -> None:
    element, before = pad(panel, "pins"), latents(panel)
    panel.sent.clear()
    drag(element, (50, -25), (0.35, 0.7))
    wait_until(lambda: latents(panel) != before)
    panel.until("true")
    numbers = set(ask(panel.live.port, "/vamen/presets")[::2])
    assert blends(panel)
    for arguments in blends(panel):
        assert set(arguments[::2]) <= numbers
        assert sum(arguments[1::2]) == pytest.approx(1, abs=1e-4)


def test_a_press_on_a_pin_is_that_preset_alone(panel: Panel) -> None:
    element = pad(panel, "pins")
    recall(panel, 1)
    wanted = latents(panel)
    press(element, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    wait_until(lambda: latents(panel) != wanted)
    press(element, "ArrowRight", "ArrowRight", "ArrowRight")
    wait_until(lambda: latents(panel) == pytest.approx(wanted, abs=1e-3))


def test_two_latents_are_the_axes_and_follow_other_programs(panel: Panel) -> None:
    element = pad(panel, "latents")
    panel.page.mouse.click(*place(element, 0.75, 0.75))
    wait_until(lambda: panel.value("latent/0") == pytest.approx(1.5, abs=0.1))
    wait_until(lambda: panel.value("latent/1") == pytest.approx(-1.5, abs=0.1))
    panel.send("latent/0", -3.0)
    panel.until(f"document.querySelector('{PINS}').ariaValueNow === '0'")
    panel.page.select_option("v-xy [aria-label='Latent across']", "latent/5")
    panel.page.mouse.click(*place(element, 0.25, 0.5))
    wait_until(lambda: panel.value("latent/5") == pytest.approx(-1.5, abs=0.1))


def test_a_point_is_thrown_and_a_preset_that_is_recalled_stops_it(panel: Panel) -> None:
    element = pad(panel, "pins")
    element.hover()
    element.evaluate(THROW)
    before = latents(panel)
    wait_until(lambda: latents(panel) != before)
    recall(panel, 2)
    assert panel.value("report/preset") == 2


def test_drift_keeps_the_point_moving(panel: Panel) -> None:
    pad(panel, "latents")
    drift = panel.page.locator("v-xy .drift")
    drift.click()
    for _ in range(3):
        before = latents(panel)
        wait_until(lambda: latents(panel) != before)  # noqa: B023
    drift.click()
    panel.until("document.querySelector('v-xy .drift').ariaPressed === 'false'")


def test_with_reduced_motion_nothing_is_thrown_or_drifts(browser: Browser, live: Live) -> None:
    with opened(browser, live, reduced_motion="reduce") as panel:
        assert panel.page.locator("v-xy .drift").is_disabled()
        element = pad(panel, "latents")
        element.hover()
        element.evaluate(THROW)
        panel.settle()
        at = panel.page.evaluate(f"document.querySelector('{PINS}').ariaValueNow")
        panel.page.wait_for_timeout(300)
        assert panel.page.evaluate(f"document.querySelector('{PINS}').ariaValueNow") == at


def test_a_pin_is_moved_and_stays_where_it_was_put(panel: Panel) -> None:
    element = pad(panel, "pins")
    recall(panel, 0)
    across = panel.page.evaluate(f"Number(document.querySelector('{PINS}').ariaValueNow)") / 100
    kept = "localStorage.getItem('vamen.pins')"
    assert panel.page.evaluate(kept) is None
    panel.page.click("v-xy .move")
    drag(element, (40, 30), (across, 0.5))
    panel.page.click("v-xy .move")
    assert panel.page.evaluate(kept)
    panel.page.evaluate("localStorage.clear()")
    panel.open()  # where it was


def test_every_break_of_the_map_can_be_chosen_by_pointer_and_by_keys(panel: Panel) -> None:
    breaks = get_json(panel.live.panel, "/panel/description.json")["breaks"]
    assert breaks
    element = pad(panel, "map")
    panel.sent.clear()
    for across, down in ((0.2, 0.3), (0.8, 0.6)):
        before = latents(panel)
        panel.page.mouse.click(*place(element, across, down))
        wait_until(lambda: latents(panel) != before)  # noqa: B023
    panel.until("document.querySelector('v-map output').textContent.length > 0")
    shown = panel.page.locator("v-map output").text_content()
    press(element, "ArrowLeft", "ArrowLeft", "Enter")
    panel.until("shown => document.querySelector('v-map output').textContent !== shown", shown)
    chosen = [arguments[0] for address, arguments in panel.sent if address == "/vamen/break"]
    assert len(set(chosen)) == 3
    assert breaks[chosen[-1]]["name"] == panel.page.locator("v-map output").text_content()

"""Every control of a value: what a mouse, a wheel, a key and a finger do on the page is the value that OSC answers."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from engine.parameters import LATENTS, TABLE, parameter
from tests.engine.waiting import TEST_TIMEOUT_S, wait_until
from tests.live import Live

from .browser import SIZES, Panel, opened
from .conftest import reset
from .gestures import Fingers, drag, press, wheel

SLIDERS, SWITCHES = "[for][role=slider]", "[for][role=switch]"
ELSEWHERE = {"seed": "v-dice input", "stutter": "v-perform [data-id=stutter] button"}  # controls of another kind
ELSEWHERE |= {f"lock/latent/{index}": f"[for='latent/{index}']" for index in range(LATENTS)}  # in their menus


def acted(panel: Panel, selector: str, act: Callable[[str], None]) -> tuple[dict[str, float], dict[str, float]]:
    """Act on every control that is seen and matches; return the values of OSC before, and when all have changed."""
    ids = panel.ids(selector)
    assert ids
    before = {id: panel.value(id) for id in ids}
    for id in ids:
        act(id)
    panel.settle()  # the last movement is sent a frame after the first one
    wait_until(lambda: all(panel.value(id) != before[id] for id in ids))
    return before, {id: panel.value(id) for id in ids}


def test_every_parameter_has_a_control_that_is_seen(panel: Panel) -> None:
    ids = {id for _ in panel.pages() for id in panel.ids("[for]")}
    missing = {entry.id for entry in TABLE} - ids
    assert missing == set(ELSEWHERE)
    for selector in ELSEWHERE.values():
        assert panel.page.locator(selector).first.is_visible()


def test_every_control_has_the_name_and_the_range_of_the_table(panel: Panel) -> None:
    for id in [id for _ in panel.pages() for id in panel.ids(SLIDERS)]:
        control, entry = panel.control(id), parameter(id)
        assert control.get_attribute("aria-label")
        low, high = control.get_attribute("aria-valuemin"), control.get_attribute("aria-valuemax")
        assert low is not None and high is not None
        assert (float(low), float(high)) == (entry.low, entry.high), id


def test_values_with_names_are_shown_by_them(panel: Panel) -> None:
    shown = "([id, text]) => document.querySelector(`[for='${id}']`).ariaValueText === text"
    named = {"slices/mode": "gate", "quantise/slices": "1/16", "lfo/1/shape": "random"}
    for id in named:
        panel.send(id, parameter(id).names.index(named[id]))
    seen = set[str]()
    for _ in panel.pages():
        for id in named.keys() & panel.ids(SLIDERS):
            panel.until(shown, [id, named[id]])
            seen.add(id)
    assert seen == set(named)


def test_a_drag_down_lowers_every_value_and_one_up_raises_it(panel: Panel) -> None:
    for _ in panel.pages():
        ids = panel.ids(SLIDERS)
        for id in ids:
            press(panel.control(id), "End")
        wait_until(lambda: all(panel.value(id) == parameter(id).high for id in ids))  # noqa: B023
        before, after = acted(panel, SLIDERS, lambda id: drag(panel.control(id), (0, 110)))
        assert not [id for id in after if after[id] > before[id]]
        before, after = acted(panel, SLIDERS, lambda id: drag(panel.control(id), (0, -100)))
        assert not [id for id in after if after[id] < before[id]]


def test_the_wheel_changes_every_value_by_a_step(panel: Panel) -> None:
    turned = set[str]()  # some controls are beside the pages
    for _ in panel.pages():
        ids = [id for id in panel.ids(SLIDERS) if id not in turned]
        turned |= set(ids)
        notches = {id: -2 if parameter(id).default == parameter(id).high else 2 for id in ids}
        for id in ids:  # one after the other: the browser sends quick turns to the element of the first
            wheel(panel.control(id), notches[id])
            until_values(panel, {id: moved(id, parameter(id).default, notches[id])})


def test_keys_change_every_value_and_delete_sets_the_default(panel: Panel) -> None:
    for _ in panel.pages():
        ids = panel.ids(SLIDERS)
        for keys, start, notches in (
            (("End", "PageDown", "ArrowDown", "ArrowLeft"), "high", -12),
            (("Home", "PageUp", "ArrowUp", "ArrowRight"), "low", 12),
        ):
            for id in ids:
                press(panel.control(id), keys[0])
            until_values(panel, {id: getattr(parameter(id), start) for id in ids})
            for id in ids:
                press(panel.control(id), *keys[1:])
            until_values(panel, {id: moved(id, getattr(parameter(id), start), notches) for id in ids})
        for id in ids:
            press(panel.control(id), "Delete")
        until_values(panel, {id: parameter(id).default for id in ids})


def test_a_double_click_sets_the_default(panel: Panel) -> None:
    acted(panel, SLIDERS, lambda id: press(panel.control(id), "End"))
    ids = [id for id in panel.ids(SLIDERS) if id != "tempo"]  # a press lets one type the tempo
    for id in ids:
        panel.control(id).dblclick()
    until_values(panel, {id: parameter(id).default for id in ids})


def moved(id: str, value: float, notches: int) -> float:
    """Return a value after so many arrow keys or notches of the wheel."""
    entry = parameter(id)
    if id == "tempo" or entry.whole:
        return entry.clamp(value + notches)
    return entry.at(entry.share(value) + notches / 100)


def until_values(panel: Panel, values: dict[str, float]) -> None:
    """Wait until OSC answers these values."""
    deadline = time.monotonic() + TEST_TIMEOUT_S
    while (found := {id: panel.value(id) for id in values}) != pytest.approx(values, rel=1e-6, abs=1e-3):  # floats
        assert time.monotonic() < deadline, {id: (found[id], values[id]) for id in values if found[id] != values[id]}
        panel.page.wait_for_timeout(20)


def test_the_tempo_can_be_typed(panel: Panel) -> None:
    panel.control("tempo").click()
    panel.page.keyboard.type("143.5")
    panel.page.keyboard.press("Enter")
    wait_until(lambda: panel.value("tempo") == 143.5)


def test_a_switch_is_turned_by_a_click_and_by_enter_and_lasts_while_it_is_held(panel: Panel) -> None:
    for id in [id for id in panel.ids(SWITCHES) if not parameter(id).default]:
        panel.control(id).click()
        wait_until(lambda: panel.value(id) == 1)  # noqa: B023
        press(panel.control(id), "Enter")
        wait_until(lambda: panel.value(id) == 0)  # noqa: B023
        panel.control(id).hover()
        panel.page.mouse.down()
        wait_until(lambda: panel.value(id) == 1)  # noqa: B023
        panel.page.wait_for_timeout(400)  # a longer press than one that stays
        panel.page.mouse.up()
        wait_until(lambda: panel.value(id) == 0)  # noqa: B023


def test_every_length_of_the_stutter_has_a_button(panel: Panel) -> None:
    for button in panel.page.locator(ELSEWHERE["stutter"]).all():
        length = float((button.get_attribute("aria-label") or "").split()[-1])
        button.click()
        wait_until(lambda: panel.value("stutter") == length)  # noqa: B023
        button.click()
        wait_until(lambda: panel.value("stutter") == 0)


def test_the_seed_can_be_typed_and_random_is_not_undone_when_the_focus_leaves_it(panel: Panel) -> None:
    field = panel.page.locator(ELSEWHERE["seed"])
    field.fill("4711")
    field.press("Enter")
    wait_until(lambda: panel.value("seed") == 4711)
    field.press("ArrowUp")
    wait_until(lambda: panel.value("seed") == 4712)
    panel.send("seed", 99)  # as Random does
    panel.until("document.querySelector('v-dice input').value === '99'")
    panel.control("tempo").focus()
    panel.control("tempo").press("ArrowUp")
    wait_until(lambda: panel.value("tempo") == parameter("tempo").default + 1)
    assert panel.value("seed") == 99


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_finger_moves_every_control(browser: Browser, live: Live, size: str) -> None:
    reset(live)
    width, height = SIZES[size]
    with opened(browser, live, viewport={"width": width, "height": height}, has_touch=True) as panel:
        fingers = Fingers(panel.page)
        tabs = panel.page.locator("v-tabs [role=tab]")
        seen: set[str] = set()
        for tab in tabs.all() if tabs.first.is_visible() else [None]:
            if tab:
                fingers.tap(tab)
            for _ in panel.pages() if panel.page.locator("v-pages").is_visible() else [""]:
                sliders = {id for id in panel.ids(SLIDERS) if id not in seen}
                for id in sliders:
                    lowest = parameter(id).default == parameter(id).low
                    fingers.drag(panel.control(id), (0, -64 if lowest else 64))
                switches = {id for id in panel.ids(SWITCHES) if id not in seen}
                for id in switches:
                    fingers.tap(panel.control(id))
                seen |= sliders | switches
        assert seen == {entry.id for entry in TABLE} - set(ELSEWHERE)
        wait_until(lambda: all(panel.value(id) != parameter(id).default for id in seen))
        panel.settle()


def test_a_value_of_another_program_is_shown(panel: Panel) -> None:
    near = "([id, value]) => Math.abs(document.querySelector(`[for='${id}']`).ariaValueNow - value) < 0.01"
    for id in panel.ids(SLIDERS):
        entry = parameter(id)
        value = round((entry.low + 2 * entry.high) / 3, 2)
        panel.send(id, value)
        panel.until(near, [id, value])
    for id in panel.ids(SWITCHES):
        panel.send(id, 1)
        panel.until("id => document.querySelector(`[for='${id}']`).ariaChecked === 'true'", id)
    panel.send("seed", 12345)
    panel.until("document.querySelector('v-dice input').value === '12345'")
    panel.send("stutter", 4.0)
    panel.until("document.querySelector('[aria-label=\"Stutter 4\"]').ariaPressed === 'true'")

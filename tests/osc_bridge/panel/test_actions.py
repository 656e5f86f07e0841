"""Every action has a place on the page; its button sends it by mouse, key, finger and reader, and it has its effect."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from engine.parameters import INDEX
from engine.realtime.event_log import LogKind
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import Live, ask
from tests.osc_bridge.oscquery.web_client import get_json

from .browser import SIZES, Panel, opened
from .gestures import Fingers, press

# where an action is sent from that is no button of its own; "" where it is in a menu
ELSEWHERE = {
    "slice": "v-pads button",
    "play": "v-transport .play",
    "stop": "v-transport .play",
    "step/clear": "v-steps .clear",
    "preset": "v-presets .recall",
    "preset/save": "v-presets .save",
    "preset/blend": "v-xy .pad",
    "preset/rename": "",
    "preset/move": "",
    "preset/delete": "",
    "break": "v-map .pad",
    "clock": "v-transport select",
    "model": "v-presets select",
    "lock": "v-steps .lock",
    "unlock": "v-steps .lock",
    "record": "v-transport .record",
    "learn": "",
    "unlearn": "",
    "scene": "v-set ol",
    "scene/next": "v-set [aria-label='Next scene']",
    "scene/previous": "v-set [aria-label='Previous scene']",
    "scene/save": "v-set [aria-label='Save scene']",
    "scene/rename": "",
    "scene/move": "",
    "scene/delete": "",
    "gesture/record": "v-set [aria-label='Record 4 bars']",
    "gesture/play": "v-set [aria-label='Play gesture']",
    "gesture/overdub": "v-set [aria-label='Overdub gesture']",
    "gesture/stretch": "v-set [aria-label='Gesture in half the time']",
    "gesture/clear": "v-set [aria-label='Clear gesture']",
    "lfo/target": "v-lfos select",
    "cancel": "v-queue button",
}
DESCRIPTION = "/panel/description.json"
NO_PLACE = {
    "preset/morph",  # a blend of two presets, which the pad sends
    "scene/export",  # by OSC, or in the folder
    "scene/reload",
    "commit",  # of the device in Live
}


def test_every_action_of_the_description_has_a_place(panel: Panel) -> None:
    described = {
        action["path"].removeprefix("/vamen/") for action in get_json(panel.live.panel, DESCRIPTION)["actions"]
    }
    buttons = {id.removeprefix("/vamen/") for id in actions(panel)}
    assert described - NO_PLACE == buttons | set(ELSEWHERE)
    panel.page.click("v-steps .edit")
    assert len([*panel.pages()]) == 6  # what is not seen is made when it is
    for selector in filter(None, ELSEWHERE.values()):
        assert panel.page.locator(selector).count() > 0, selector
    panel.page.click("v-steps .edit")


def test_every_button_sends_its_message_in_five_ways(browser: Browser, live: Live) -> None:
    with opened(browser, live, has_touch=True) as panel:
        fingers = Fingers(panel.page)
        for button in panel.page.locator("[action]").all():
            action, arguments = button.get_attribute("action"), button.get_attribute("args")
            for act in (
                Locator.click,
                lambda one: press(one, "Enter"),
                lambda one: press(one, " "),
                fingers.tap,
                lambda one: one.evaluate("one => one.click()"),  # as a screen reader does
            ):
                panel.sent.clear()
                act(button)
                panel.until("true")  # its messages have come here
                sent = [each for each in panel.sent if each[0] == action]
                assert sent == [(action, [float(arguments)] if arguments else [])]


@pytest.mark.parametrize("size", ["phone", "phone, wide", "laptop"])
def test_smaller_screens_have_the_same_buttons(browser: Browser, live: Live, panel: Panel, size: str) -> None:
    wanted, (width, height) = actions(panel), SIZES[size]
    with opened(browser, live, viewport={"width": width, "height": height}) as small:
        found = actions(small)
        for tab in small.page.locator("v-tabs [role=tab]").all():
            if tab.is_visible():
                tab.click()
                found |= actions(small)
        assert found == wanted


def test_tap_half_and_double_set_the_tempo(panel: Panel) -> None:
    for action, tempo in (("half", 85.0), ("double", 170.0)):
        panel.page.click(f"[action='/vamen/{action}']")
        wait_until(lambda: panel.value("tempo") == tempo)  # noqa: B023
    for _ in range(4):
        panel.page.click("[action='/vamen/tap']")
        panel.page.wait_for_timeout(500)
    wait_until(lambda: 60 < panel.value("tempo") < 130)


def test_nudge_moves_the_beat_ahead_by_a_faster_tempo_and_back_by_a_slower_one(panel: Panel) -> None:
    with panel.live.shared() as shared:
        for name, sign in (("Nudge ahead", 1), ("Nudge back", -1)):
            count = shared.event_log.count
            panel.page.locator(f"[aria-label='{name}']").click()
            wait_until(lambda: any(sign * (tempo - 170) > 0.5 for tempo in tempi(shared, count)))  # noqa: B023
            # then it is where it shall be
            wait_until(lambda: abs(tempi(shared, count)[-1] - 170) < 0.1)  # noqa: B023


def test_random_like_this_and_a_preset_replace_the_sound_and_undo_and_redo_go_back_and_forth(panel: Panel) -> None:
    for selector in ("[action='/vamen/random']", "[action='/vamen/another']", "[data-id='preset/3']"):
        before = sound(panel)
        panel.page.click(selector)
        wait_until(lambda: sound(panel) != before)  # noqa: B023
        after = sound(panel)
        panel.page.click("[action='/vamen/undo']")
        wait_until(lambda: sound(panel) == before)  # noqa: B023
        panel.page.click("[action='/vamen/redo']")
        wait_until(lambda: sound(panel) == after)  # noqa: B023


def test_drums_and_latents_that_are_kept_are_shown_and_stay(panel: Panel) -> None:
    button = panel.page.locator("[action='/vamen/lock/kick']")
    button.click()
    panel.until("document.querySelector(\"[action='/vamen/lock/kick']\").ariaPressed === 'true'")
    assert panel.value("report/locks") == "kick"
    tone = panel.page.locator("[for='latent/5']")
    tone.click(button="right")
    panel.page.get_by_role("menuitem", name="Lock").click()
    panel.until("document.querySelector(\"[for='latent/5']\").hasAttribute('data-locked')")
    wait_until(lambda: panel.value("lock/latent/5") == 1)  # the page shows it before it has arrived
    locks = [panel.value(f"step/{step}/lock") for step in range(SPEC.steps)]
    panel.page.click("[action='/vamen/random']")
    wait_until(lambda: panel.value("seed") != 25)
    assert [panel.value(f"step/{step}/lock") for step in range(SPEC.steps)] == locks
    button.click()
    panel.until("document.querySelector(\"[action='/vamen/lock/kick']\").ariaPressed === 'false'")
    tone.click(button="right")
    panel.page.get_by_role("menuitem", name="Unlock").click()
    wait_until(lambda: panel.value("lock/latent/5") == 0)


def test_play_stop_and_panic_and_their_keys_also_after_a_button_was_clicked(panel: Panel) -> None:
    play = panel.page.locator("v-transport .play")
    panel.page.click("[data-id='preset/1']")
    for act, playing in (
        (play.click, 0),
        (play.click, 1),
        (lambda: panel.page.click("[action='/vamen/panic']"), 0),
        (lambda: panel.page.keyboard.press("Space"), 1),
        (lambda: panel.page.keyboard.press("Space"), 0),
        (play.click, 1),
        (lambda: panel.page.keyboard.press("Escape"), 0),
    ):
        act()
        wait_until(lambda: panel.value("meter/playing") == playing)  # noqa: B023
        panel.until(f"document.querySelector('v-transport .play').ariaLabel === '{'Stop' if playing else 'Play'}'")


def test_record_begins_and_ends_a_file_and_shows_its_name(panel: Panel, folder: Path) -> None:
    button = panel.page.locator("v-transport .record")
    button.click()
    panel.until("document.querySelector('.record').ariaPressed === 'true'")
    file = panel.value("report/recording")
    assert Path(file).name in (button.get_attribute("title") or "")
    button.click()
    panel.until("document.querySelector('.record').ariaPressed === 'false'")
    wait_until(lambda: panel.value("report/recording") == "")
    assert [path.name for path in folder.glob("*.wav")] == [Path(file).name]


def test_the_clock_is_chosen_and_its_state_shown(panel: Panel) -> None:
    clock = panel.page.locator("v-transport select")
    clock.select_option("1")
    wait_until(lambda: "midi" in panel.value("report/clock").lower())
    panel.until_shows("[data-id='report/clock']", "midi")
    clock.select_option("0")
    wait_until(lambda: panel.value("report/clock") == "internal")
    panel.until("document.querySelector('v-transport select').selectedIndex === 0")


def test_another_model_is_chosen_and_gives_the_knobs_its_names(panel: Panel) -> None:
    before = panel.value("report/model")
    models = panel.page.locator("v-presets select")
    for model, name in (("tiny", "accent 0"), (before, "kick")):
        models.select_option(model)
        wait_until(lambda: panel.value("report/model") == model)  # noqa: B023
        named = "name => document.querySelector(\"[for='latent/0']\").ariaLabel.toLowerCase() === name"
        panel.until(named, name)


def test_a_refusal_is_shown_as_a_sentence(panel: Panel) -> None:
    panel.page.click("[action='/vamen/redo']")
    panel.until_shows("[data-id='report/note']", "there is no sound after this one")


def actions(panel: Panel) -> set[str]:
    """Return the actions of all buttons that are seen."""
    seen = "all => all.filter(one => one.checkVisibility()).map(one => one.getAttribute('action'))"
    return set(panel.page.locator("[action]").evaluate_all(seen))


def tempi(shared: SharedState, first: int) -> list[float]:
    """Return the tempi that the player was given, from entry `first` of its log on."""
    entries = shared.event_log.read(first) or []
    return [entry.value for entry in entries if (entry.kind, entry.number) == (LogKind.SET, INDEX["tempo"])]


def sound(panel: Panel) -> list[float]:
    """Return seed and latents."""
    return [*ask(panel.live.port, "/vamen/latent"), panel.value("seed")]

"""What is done on the page is heard: every control changes the recorded sound, and in the direction that it names."""

from collections.abc import Iterator

import numpy as np
import pytest

from tests.engine.waiting import wait_until

from .browser import Panel
from .gestures import press
from .heard import TEMPO, SoundMonitor, listening, picture, same
from .test_controls import SLIDERS, SWITCHES

SILENT = 1e-4  # largest sample
INAUDIBLE_DB, AUDIBLE_DB = -80, -60  # of a picture
QUIETER_DB = 10  # between a sixteenth that is heard and one that is muted, in every band


@pytest.fixture
def monitor(panel: Panel) -> Iterator[SoundMonitor]:
    """A fast break, so that a bar is heard in 0.8 s."""
    panel.send("tempo", TEMPO)
    with listening(panel.live) as monitor:
        yield monitor


def test_every_slider_and_switch_changes_the_sound_and_its_default_brings_it_back(
    panel: Panel, monitor: SoundMonitor
) -> None:
    before = monitor.settled()
    for id in panel.ids(SWITCHES):
        panel.control(id).click()
        monitor.until_another(before)
        panel.control(id).click()
        monitor.until_same(before)
    for id in panel.ids(SLIDERS):
        press(panel.control(id), *(["PageDown"] * 3 if id == "tempo" else ["Home" if id == "level" else "End"]))
        monitor.until_another(before)
        press(panel.control(id), *(["PageUp"] * 3 if id == "tempo" else ["Delete"]))
        monitor.until_same(before)


def test_level_is_silence_at_its_lowest_and_width_is_the_difference_of_both_sides(
    panel: Panel, monitor: SoundMonitor
) -> None:
    assert (monitor.settled()[:, -1] < INAUDIBLE_DB).all()  # the same on both sides
    press(panel.control("width"), "End")
    wait_until(lambda: (picture(monitor.beginning())[:, -1] > AUDIBLE_DB).any())
    press(panel.control("level"), "Home")
    wait_until(lambda: is_silent(monitor))


def test_kick_is_more_of_the_lowest_sounds(panel: Panel, monitor: SoundMonitor) -> None:
    def lowest() -> float:
        energies = 10 ** (monitor.settled()[:, :-1] / 10)
        return float(energies[:, 0].sum() / energies.sum())

    before = monitor.settled()
    press(panel.control("latent/0"), "Home")
    monitor.until_another(before)
    little = lowest()
    press(panel.control("latent/0"), "End")
    wait_until(lambda: lowest() > 1.5 * little)


def test_stop_and_panic_are_silence_and_a_pad_or_play_ends_it(panel: Panel, monitor: SoundMonitor) -> None:
    play, stop = panel.page.locator("[aria-label=Play]"), panel.page.locator("[aria-label=Stop]")
    for end in (stop, panel.page.locator("[action='/vamen/panic']")):
        for begin in (play, panel.page.locator("[data-id='slice/0']")):
            end.click()
            wait_until(lambda: is_silent(monitor))
            begin.click()
            wait_until(lambda: not is_silent(monitor))


def test_a_sixteenth_that_is_muted_is_silent_and_the_others_stay(panel: Panel, monitor: SoundMonitor) -> None:
    before, muted = monitor.settled(), 2
    panel.page.click("v-steps .edit")
    cell = panel.page.locator(f"v-steps .row.mute [data-id='step/{muted}/mute']")
    cell.click()
    wait_until(lambda: (picture(monitor.beginning())[muted, :-1] < before[muted, :-1] - QUIETER_DB).all())
    after = monitor.settled()
    assert same(after[:muted], before[:muted])
    cell.click()
    panel.page.click("v-steps .edit")
    monitor.until_same(before)


@pytest.mark.parametrize("element", ["[action='/vamen/random']", "[data-id='preset/2']", "[aria-label='Stutter 0.25']"])
def test_it_is_another_sound_after_a_press(panel: Panel, monitor: SoundMonitor, element: str) -> None:
    before = monitor.settled()
    panel.page.click(element)
    monitor.until_another(before)


def is_silent(monitor: SoundMonitor) -> bool:
    return bool(np.abs(monitor.output(0.1)).max() < SILENT)

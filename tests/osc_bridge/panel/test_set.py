"""The page of the set: scenes, the gesture loop, LFOs and what waits for a beat."""

from tests.engine.waiting import wait_until
from tests.live import ask

from .browser import Panel
from .gestures import press


def on_page(panel: Panel, name: str) -> None:
    panel.page.click(f"v-pages [data-tab={name}]")


def scenes(panel: Panel) -> dict[int, str]:
    """Return the names of all scenes, by OSC."""
    found = ask(panel.live.port, "/vamen/report/scenes")
    return dict(zip(found[::2], found[1::2], strict=True))


def test_a_scene_is_saved_recalled_and_walked_to(panel: Panel) -> None:
    on_page(panel, "set")
    for name, tempo in (("intro", 140.0), ("drop", 174.0)):
        panel.send("tempo", tempo)
        wait_until(lambda: panel.value("tempo") == tempo)  # noqa: B023
        panel.page.fill("v-set input", name)
        panel.page.click("v-set [aria-label='Save scene']")
        panel.until_shows("v-set ol", name)
    panel.page.click("v-set [aria-label='Previous scene']")
    wait_until(lambda: panel.value("tempo") == 140)
    panel.until_shows("v-set [aria-current=true]", "intro")
    panel.page.locator("v-set .recall", has_text="drop").click()
    wait_until(lambda: panel.value("tempo") == 174)
    on_page(panel, "break")


def test_a_scene_is_renamed_moved_and_deleted(panel: Panel) -> None:
    on_page(panel, "set")
    for number, name in ((60, "one"), (61, "two")):
        assert ask(panel.live.port, "/vamen/scene/save", number, name)
    recall = panel.page.locator("v-set [data-id='scene/60']")
    press(recall, "F2")
    panel.page.keyboard.type("uno")
    panel.page.keyboard.press("Enter")
    wait_until(lambda: scenes(panel)[60] == "uno")
    recall.click(button="right")
    panel.page.click(".menu >> text=Move down")
    wait_until(lambda: (scenes(panel)[60], scenes(panel)[61]) == ("two", "uno"))
    panel.until_shows("v-set [data-id='scene/61']", "uno")
    for number in (60, 61):
        press(panel.page.locator(f"v-set [data-id='scene/{number}']"), "Delete", "Enter")
        wait_until(lambda: number not in scenes(panel))  # noqa: B023
    on_page(panel, "break")


def test_a_gesture_is_recorded_shown_and_cleared(panel: Panel) -> None:
    on_page(panel, "set")
    panel.page.click("v-set [aria-label='Record 4 bars']")
    panel.until_shows("v-set .gesture", "records 4 bars")
    panel.page.click("v-set [aria-label='Clear gesture']")
    panel.until_shows("v-set .gesture", "no gesture")
    panel.page.click("v-set [aria-label='Record 1 bars']")
    panel.until_shows("v-set .gesture", "1 bar, ")
    press(panel.control("tempo"), "ArrowUp")
    overdub = panel.page.locator("v-set [aria-label='Overdub gesture']")
    panel.page.click("v-set [aria-label='Gesture in twice the time']")
    panel.until_shows("v-set .gesture", "2 bars, ")
    panel.page.click("v-set [aria-label='Gesture in half the time']")
    panel.until_shows("v-set .gesture", "1 bar, ")
    panel.page.click("v-set [aria-label='Play gesture']")
    overdub.click()
    panel.until_shows("v-set .gesture", "overdubs")
    panel.until("document.querySelector('v-set [aria-label=\"Overdub gesture\"]').ariaPressed === 'true'")
    overdub.click()
    panel.until_shows("v-set .gesture", "plays")
    panel.page.click("v-set [aria-label='Clear gesture']")
    panel.until_shows("v-set .gesture", "no gesture")
    on_page(panel, "break")


def test_what_waits_for_a_beat_is_shown_and_cancelled(panel: Panel) -> None:
    panel.send("quantise/presets", 8)
    panel.page.click("[data-id='preset/3']")
    panel.until_shows("v-queue", "preset 3")
    panel.page.locator("v-queue button").click()
    panel.until("document.querySelector('v-queue').hidden")
    assert panel.value("latent/0") == 0


def test_an_lfo_gets_its_target(panel: Panel) -> None:
    on_page(panel, "lfo")
    select = panel.page.locator("v-lfos select").first
    select.select_option("drive")
    wait_until(lambda: ask(panel.live.port, "/vamen/report/lfos") == [1, "drive"])
    panel.send("lfo/target", 1, "kick")
    panel.until("document.querySelector('v-lfos select').value === 'latent/0'")
    select.select_option("")
    wait_until(lambda: not ask(panel.live.port, "/vamen/report/lfos"))
    on_page(panel, "break")

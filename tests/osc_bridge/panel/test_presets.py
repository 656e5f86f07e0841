"""The list of presets: recalled, saved, renamed, moved and deleted on the page, as OSC and the folder show."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator

from engine.files.preset_folder import read_preset
from tests.engine.waiting import wait_until
from tests.live import ask

from .browser import Panel
from .gestures import place, press

OWN = (40, 41, 50)  # numbers of the presets that the user has in each test


@pytest.fixture
def presets(panel: Panel) -> Panel:
    """The page of a set with three presets of the user's, called one, two and three."""
    for number, name in zip(OWN, ("one", "two", "three"), strict=True):
        assert ask(panel.live.port, "/vamen/preset/save", number, name)
    for number in OWN:
        panel.until(f"document.querySelector(\"[data-id='preset/{number}']\") !== null")
    return panel


def row(panel: Panel, number: int) -> Locator:
    return panel.page.locator(f"[data-id='preset/{number}']")


def names(panel: Panel) -> dict[int, str]:
    """Return the names of all presets, by OSC."""
    pairs = ask(panel.live.port, "/vamen/presets")
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def until_list(panel: Panel) -> None:
    """Wait until the page lists what OSC lists."""
    wanted = [f"{number} {name}" for number, name in names(panel).items()]
    panel.until(
        "wanted => JSON.stringify([...document.querySelectorAll('v-presets .recall')].map(one => one.ariaLabel)) === "
        "JSON.stringify(wanted)",
        wanted,
    )


def test_every_preset_is_listed_and_recalled_by_a_press_and_marked(panel: Panel) -> None:
    until_list(panel)
    for number, name in names(panel).items():
        row(panel, number).click()
        wait_until(lambda: ask(panel.live.port, "/vamen/report/preset") == [number, name])  # noqa: B023
        panel.until(f"document.querySelector(\"[data-id='preset/{number}']\").ariaCurrent === 'true'")
    assert panel.page.locator("v-presets [aria-current=true]").count() == 1


def test_the_sound_is_saved_at_the_first_free_number_under_a_name(panel: Panel, folder: Path) -> None:
    until_list(panel)
    panel.send("latent/3", 1.25)
    panel.page.click("v-presets .save")
    number = int(panel.page.locator("v-presets form .number").input_value())
    assert number not in names(panel)
    panel.page.keyboard.type("Dry & <b>loud</b>")
    panel.page.keyboard.press("Enter")
    wait_until(lambda: names(panel).get(number) == "Dry & <b>loud</b>")
    until_list(panel)
    file = folder / f"{number:03}.json"
    wait_until(file.exists)
    assert read_preset(file).values["latent/3"] == 1.25
    assert ask(panel.live.port, "/vamen/preset/delete", number)
    until_list(panel)


def test_one_of_the_users_is_renamed_by_key_and_by_menu(presets: Panel) -> None:
    press(row(presets, OWN[0]), "F2")
    presets.page.keyboard.type("uno")
    presets.page.keyboard.press("Enter")
    wait_until(lambda: names(presets)[OWN[0]] == "uno")
    row(presets, OWN[1]).click(button="right")
    presets.page.click(".menu >> text=Rename")
    presets.page.keyboard.type("due")
    presets.page.keyboard.press("Enter")
    wait_until(lambda: names(presets)[OWN[1]] == "due")
    press(row(presets, OWN[1]), "F2")
    presets.page.keyboard.type("nothing")
    presets.page.keyboard.press("Escape")
    until_list(presets)
    assert names(presets)[OWN[1]] == "due"


def test_one_of_the_users_is_moved_by_key_by_menu_and_by_dragging_its_number(presets: Panel) -> None:
    press(row(presets, OWN[0]), "Alt+ArrowDown")  # both change places
    wait_until(lambda: (names(presets)[OWN[0]], names(presets)[OWN[1]]) == ("two", "one"))
    until_list(presets)
    row(presets, OWN[1]).click(button="right")
    presets.page.click(".menu >> text=Move down")  # to a number that is free
    wait_until(lambda: names(presets).get(OWN[1] + 1) == "one")
    until_list(presets)
    source, target = row(presets, OWN[0]).locator("i"), row(presets, OWN[2])
    target.scroll_into_view_if_needed()
    presets.page.mouse.move(*place(source))
    presets.page.mouse.down()
    presets.page.mouse.move(*place(target), steps=5)
    presets.page.mouse.up()
    wait_until(lambda: (names(presets)[OWN[0]], names(presets)[OWN[2]]) == ("three", "two"))
    until_list(presets)


def test_one_of_the_users_is_deleted_after_a_second_press_only(presets: Panel) -> None:
    press(row(presets, OWN[2]), "Delete")
    presets.page.keyboard.press("Escape")
    assert OWN[2] in names(presets)
    press(row(presets, OWN[2]), "Delete", "Enter")
    wait_until(lambda: OWN[2] not in names(presets))
    until_list(presets)


def test_those_of_the_factory_cannot_be_renamed_moved_or_deleted(panel: Panel) -> None:
    before = names(panel)
    press(row(panel, 0), "F2", "Delete", "Alt+ArrowDown")
    row(panel, 0).click(button="right")
    assert panel.page.locator(".menu").get_by_text("Delete").count() == 0
    panel.page.keyboard.press("Escape")
    assert panel.page.locator(".menu").count() == 0
    assert panel.value("meter/playing") == 1  # Escape closed the menu and was no panic
    assert names(panel) == before


def test_a_change_by_another_program_is_listed(presets: Panel) -> None:
    assert ask(presets.live.port, "/vamen/preset/rename", OWN[0], "elsewhere")
    until_list(presets)

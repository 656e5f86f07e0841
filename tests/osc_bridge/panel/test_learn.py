"""MIDI on the page: a controller moves knobs and pads; the menu of a control learns and forgets what moves it."""

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests import jack
from tests.engine.waiting import wait_until
from tests.live import Live, ask, started
from tests.osc_bridge.midi.ports.test_jack import peer

from .browser import Panel, opened
from .gestures import Fingers, place

pytestmark = [pytest.mark.bridge, pytest.mark.audio]
Do = Callable[[str], None]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Do]]:
    """A set on a private JACK server, with a MIDI controller; what the controller does is a word (see `peer`)."""
    folder = tmp_path_factory.mktemp("set")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(jack.serve(synchronous=False))
        words = ("--host-api", "JACK", "--midi-backend", "jack", "--panel-port", "0", "--bank", str(folder))
        home = {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}  # maps that are learned are written there
        live = stack.enter_context(started(*words, env={**server.env, **home}))
        do = stack.enter_context(peer(server))
        do("in")
        wait_until(lambda: "pad" in ask(live.port, "/vamen/report/midi")[0])
        yield live, do


@pytest.fixture(scope="module")
def page(browser: Browser, played: tuple[Live, Do]) -> Iterator[Panel]:
    """The panel of the set that has a controller."""
    with opened(browser, played[0]) as panel:
        yield panel


def control_change(number: int, value: int) -> str:
    return bytes((0xB0, number, value)).hex()


def mapped(panel: Panel, id: str) -> str:
    """Return what is shown on a control as the MIDI control that moves it."""
    return panel.control(id).get_attribute("data-mapped") or ""


def test_a_controller_moves_a_knob_and_the_line_says_which(panel: Panel, played: tuple[Live, Do]) -> None:
    for value, place_in_range in ((127, 3.0), (0, -3.0)):
        played[1](control_change(20, value))
        panel.until(f"Math.abs(document.querySelector(\"[for='latent/0']\").ariaValueNow - {place_in_range}) < 0.01")
    panel.until_shows("[data-id='report/moved']", "CC 20")
    panel.until_shows("[data-id='report/midi']", "pad")
    assert mapped(panel, "latent/0") == "CC 20"


def test_a_note_plays_the_pad_that_is_lit(panel: Panel, played: tuple[Live, Do]) -> None:
    panel.send("speed", 0.0)  # the playhead stays where it is put
    for note, step in ((36, 0), (43, 7)):
        played[1](bytes((0x90, note, 100)).hex())
        panel.until(f"document.querySelector('v-pads .lit')?.dataset.id === 'slice/{step}'")
        played[1](bytes((0x80, note, 0)).hex())


def test_a_control_is_learned_from_its_menu_and_forgotten(panel: Panel, played: tuple[Live, Do]) -> None:
    knob = panel.control("latent/9")
    knob.click(button="right")
    panel.page.click(".menu >> text=Learn MIDI")
    panel.until("document.querySelector(\"[for='latent/9']\").dataset.learning !== undefined")
    for value in (10, 30, 60, 90):  # a knob that is turned
        played[1](control_change(80, value))
    panel.until("document.querySelector(\"[for='latent/9']\").dataset.mapped?.includes('CC 80')")
    panel.until("document.querySelector(\"[for='latent/9']\").dataset.learning === undefined")
    played[1](control_change(80, 127))
    wait_until(lambda: panel.value("latent/9") == 3.0)
    knob.click(button="right")
    panel.page.click(".menu >> text=Forget")
    panel.until("document.querySelector(\"[for='latent/9']\").dataset.mapped === undefined")
    panel.send("latent/9", 0.0)
    played[1](control_change(80, 0))
    played[1](control_change(20, 127))  # which is after it
    wait_until(lambda: panel.value("latent/0") == 3.0)
    assert panel.value("latent/9") == 0.0


def test_learning_is_given_up_from_the_same_menu(panel: Panel) -> None:
    knob = panel.control("latent/10")
    for line, learning in (("Learn MIDI", "latent/10"), ("Stop learning", "")):
        knob.click(button="right")
        panel.page.click(f".menu >> text={line}")
        wait_until(lambda: panel.value("report/learning") == learning)  # noqa: B023
        panel.until("id => (document.querySelector('[data-learning]')?.dataset.id ?? '') === id", learning)


def test_buttons_pads_and_presets_are_learned_in_learn_mode(panel: Panel, played: tuple[Live, Do]) -> None:
    panel.page.click("v-meters .learn")
    controls = {"tap": "[action='/vamen/tap']"} | {id: f"[data-id='{id}']" for id in ("slice/5", "preset/1", "record")}
    for number, (id, selector) in enumerate(controls.items(), 90):
        panel.page.click(selector)
        panel.page.click(".menu >> text=Learn MIDI")
        wait_until(lambda: panel.value("report/learning") == id)  # noqa: B023
        played[1](bytes((0x90, number, 127)).hex())
        wait_until(lambda: id in ask(panel.live.port, "/vamen/report/mapped"))  # noqa: B023
        panel.until("selector => document.querySelector(selector).dataset.mapped !== undefined", selector)
    panel.page.keyboard.press("Escape")
    panel.until("!document.body.classList.contains('learn-mode')")
    assert panel.value("tempo") == 170  # nothing was pressed meanwhile
    assert panel.value("meter/playing") == 1


def test_a_long_press_opens_the_menu_at_a_finger_and_default_is_in_it(browser: Browser, panel: Panel) -> None:
    with opened(browser, panel.live, has_touch=True) as touched:
        touched.send("width", 0.75)
        with Fingers(touched.page).down(place(touched.control("width"))):
            touched.until("document.querySelector('.menu') !== null")
        touched.page.click(".menu >> text=Default")
        wait_until(lambda: touched.value("width") == 0)
        assert touched.page.locator(".menu").count() == 0

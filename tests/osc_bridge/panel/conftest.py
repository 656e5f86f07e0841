"""One browser, one set and one page for the tests of the panel that need no other; each begins with the defaults."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.parameters import TABLE
from tests.live import Live, ask, started
from tests.tiny_client import TinyClient
from tests.tiny_model import tiny_model

from .browser import Panel, chromium, opened

AT_DEFAULTS = """(defaults) => [...document.querySelectorAll("[for]")].every((one) =>
  Math.abs((one.ariaValueNow ?? Number(one.ariaChecked === "true")) - defaults[one.dataset.id]) < 0.001)"""


# something is open, or chosen, that a page does not begin with
UNTIDY = """document.querySelector(`.menu, v-steps[open], .learn-mode, v-presets form:not([hidden]), input:focus,
  [data-learning], v-xy:not([data-mode=pins]),
  v-pages [data-tab=break][aria-selected=false], .drift[aria-pressed=true], .move[aria-pressed=true]`) !== null"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the set's presets, recordings and other models."""
    folder = tmp_path_factory.mktemp("set")
    (folder / "models").mkdir()
    tiny_model(folder / "models" / "tiny.onnx")
    return folder


@pytest.fixture(scope="package")
def live(folder: Path) -> Iterator[Live]:
    """A set with the bundled model, without sound card and MIDI."""
    words = ["--null", "--panel-port", "0", "--midi", "none", "--models", str(folder / "models")]
    with started(*words, "--bank", str(folder), "--recordings", str(folder)) as live:
        yield live
        assert not [line for line in live.errors if "Traceback" in line or "should not happen" in line]


@pytest.fixture(scope="package")
def page(browser: Browser, live: Live) -> Iterator[Panel]:
    """The panel at 1280 by 720."""
    with opened(browser, live) as panel:
        yield panel


@pytest.fixture
def panel(page: Panel) -> Iterator[Panel]:
    """The same page, of a set that plays with the default of every parameter; tests close what they open on it."""
    if page.page.evaluate(UNTIDY):  # a test has failed
        page.open()
    page.settle()  # the last value of a drag would come after the defaults
    page.problems.clear()
    reset(page.live)
    page.until(AT_DEFAULTS, {entry.id: entry.default for entry in TABLE})
    yield page
    assert not page.problems


def reset(live: Live) -> None:
    """Set every parameter to its default, forget all step edits and the user's presets; play."""
    for number in ask(live.port, "/vamen/report/own"):
        assert ask(live.port, "/vamen/preset/delete", number)
    with TinyClient(live.port) as client:
        for entry in sorted(TABLE, key=lambda entry: not entry.id.startswith("quantise/")):  # nothing else waits then
            client.send(f"/vamen/{entry.id}", entry.default)
        client.send("/vamen/step/clear")
        client.send("/vamen/play")
        client.settle()

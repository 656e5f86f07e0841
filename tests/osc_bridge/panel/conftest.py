"""One browser for all tests of the panel, one set for each module, a page for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.parameters import TABLE
from tests.live import Live, started
from tests.tiny_client import TinyClient
from tests.tiny_model import tiny_model

from .browser import Panel, chromium, opened

AT_DEFAULTS = """(defaults) => [...document.querySelectorAll("[for]")].every((one) =>
  Math.abs((one.ariaValueNow ?? Number(one.ariaChecked === "true")) - defaults[one.dataset.id]) < 0.001)"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the set's presets, recordings and other models."""
    folder = tmp_path_factory.mktemp("set")
    (folder / "models").mkdir()
    tiny_model(folder / "models" / "tiny.onnx")
    return folder


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[Live]:
    """A set with the bundled model, without sound card and MIDI."""
    words = ["--null", "--panel-port", "0", "--midi", "none", "--models", str(folder / "models")]
    with started(*words, "--bank", str(folder), "--recordings", str(folder)) as live:
        yield live
        assert not [line for line in live.errors if "Traceback" in line or "should not happen" in line]


@pytest.fixture(scope="module")
def page(browser: Browser, live: Live) -> Iterator[Panel]:
    """The panel at 1280 by 720, opened once for a module."""
    with opened(browser, live) as panel:
        yield panel


@pytest.fixture
def panel(page: Panel) -> Iterator[Panel]:
    """The same page, of a set that plays with the default of every parameter; tests close what they open on it."""
    reset(page.live)
    page.until(AT_DEFAULTS, {entry.id: entry.default for entry in TABLE})
    yield page
    assert not page.problems


def reset(live: Live) -> None:
    """Set every parameter to its default and forget all step edits; play."""
    with TinyClient(live.port) as client:
        for entry in TABLE:
            client.send(f"/vamen/{entry.id}", entry.default)
        client.send("/vamen/step/clear")
        client.send("/vamen/play")
        client.settle()

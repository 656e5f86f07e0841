"""Listening on the page: what the browser plays is the sound of the set, through either kind of node."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import Live

from .browser import HOST_NAME, Panel, opened
from .conftest import reset
from .tapped import TAP, place, recorded
from .test_reconnect import RECONNECT, REMEMBER

PIECE = SPEC.rate // 4  # samples of the set that are looked for in what the page plays
ALIKE = 0.9
BUTTON = "v-listen button"


@pytest.fixture(scope="module", params=["worklet", "script"])
def listener(request: pytest.FixtureRequest, browser: Browser, live: Live) -> Iterator[Panel]:
    """A page that listens through a node of a kind."""
    reset(live)
    address = {"worklet": "", "script": f"http://{HOST_NAME}:{live.panel}/"}[request.param]
    with opened(browser, live, address, script=TAP + REMEMBER) as panel:
        panel.expected = re.compile("ScriptProcessorNode is deprecated")
        panel.page.click(BUTTON)
        assert panel.page.evaluate("document.querySelector('v-listen').stats.mode") == request.param
        panel.until("document.querySelector('v-listen').stats.buffered > 0")
        yield panel


def hears(panel: Panel) -> bool:
    """Wait until half a second of the set is found in what the page plays."""
    with panel.live.shared() as shared:
        heard = np.zeros(0)

        def is_found() -> bool:
            nonlocal heard
            panel.page.wait_for_timeout(500)
            heard = np.concatenate([heard, recorded(panel)])[-5 * SPEC.rate :]
            source = shared.monitor.last(1.5).samples[:PIECE].astype(np.float64)
            return len(heard) > 2 * PIECE and place(source, heard)[1] > ALIKE

        wait_until(is_found)
    return True


def test_the_page_plays_what_the_set_plays_and_shows_the_latency(listener: Panel) -> None:
    assert hears(listener)
    listener.until("/^\\d+ ms/.test(document.querySelector('v-listen output').textContent)")
    stats = listener.page.evaluate("document.querySelector('v-listen').stats")
    assert stats["rate"]["input"] == SPEC.rate


def test_it_plays_on_after_reconnects(listener: Panel) -> None:
    listener.page.evaluate(RECONNECT, 3)
    recorded(listener)
    assert hears(listener)


def test_a_second_press_ends_the_sound_and_the_stream(listener: Panel) -> None:
    listener.page.click(BUTTON)
    listener.until("document.querySelector('v-listen output').textContent === ''")
    sent = [message for message in listener.sent if message[0] != "/vamen/ping"]  # which the page sends by itself
    assert sent[-1] == ("/vamen/ignore", ["/vamen/stream/sound"])
    assert listener.page.locator(BUTTON).get_attribute("aria-pressed") == "false"
    listener.page.click(BUTTON)  # and it begins again
    listener.until("document.querySelector('v-listen').stats.buffered > 0")

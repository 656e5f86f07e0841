"""A lost connection is shown and comes back; the page shows what the instrument has then, and holds no more memory."""

import os
import signal
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.engine.waiting import wait_until
from tests.live import Live, started

from .browser import LOST, Panel, opened
from .conftest import reset
from .gestures import press

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the control process is found in /proc: run this on Linux"
)
RECONNECTS = 100
WARM_UP = 50  # until the browser has compiled what is used often
# remembers the socket, so that it can be closed, and waits 1 ms instead of 250 before it is opened again
REMEMBER = """
const Socket = WebSocket;
window.WebSocket = class extends Socket { constructor(...all) { super(...all); window.socket = this; } };
const wait = setTimeout;
window.setTimeout = (act, ms, ...all) => wait(act, ms === 250 ? 1 : ms, ...all);
"""
RECONNECT = """async (count) => {
  const { connection } = vamen;
  for (let number = 0; number < count; number++) {
    const described = new Promise((done) => connection.addEventListener("description", done, { once: true }));
    window.socket.close();
    await described;
  }
  return connection.opened;
}"""
SHOWN = "([id, value]) => Math.abs(document.querySelector(`[for='${id}']`).ariaValueNow - value) < 0.01"


def until_state(panel: Panel, state: str) -> None:
    panel.until("state => document.querySelector('v-state').title === state", state)


def test_a_killed_control_process_is_replaced_and_the_page_shows_the_same_values(panel: Panel) -> None:
    press(panel.control("latent/4"), "End")
    panel.control("reverse").click()
    panel.send("step/3/kick", 1.5)
    panel.page.click("v-steps .edit")
    wait_until(lambda: panel.value("reverse") == 1)
    before, opened_before = panel.live.control, panel.page.evaluate("vamen.connection.opened")
    with panel.expecting(LOST):
        os.kill(before, signal.SIGKILL)
        panel.until("count => vamen.connection.opened > count", opened_before)
        until_state(panel, "connected")
    assert panel.live.control != before
    panel.live.errors.clear()  # that it was killed
    panel.until(SHOWN, ["latent/4", 3.0])
    panel.until("document.querySelector('[for=reverse]').ariaChecked === 'true'")
    panel.until("document.querySelector(\".row.kick [data-id='step/3/kick']\").ariaLabel.endsWith(': 1.5')")
    panel.page.click("v-steps .edit")
    press(panel.control("latent/4"), "Home")  # and it plays
    wait_until(lambda: panel.value("latent/4") == -3.0)


def test_a_set_that_is_killed_and_started_again_is_shown_as_it_is_then(browser: Browser, tmp_path: Path) -> None:
    words = ["--null", "--midi", "none", "--bank", str(tmp_path), "--panel-port"]
    with started(*words, "0") as live:
        again = [*words, str(live.panel), "--osc-port", str(live.port), "--tempo", "133"]
        with opened(browser, live) as panel:
            press(panel.control("latent/0"), "End")
            wait_until(lambda: panel.value("latent/0") == 3.0)
            with panel.expecting(LOST):
                live.kill()
                until_state(panel, "not connected")
                panel.until_shows("[role=alert]", "not there")
                press(panel.control("latent/1"), "End")  # it moves nothing
                with started(*again) as live_again:
                    panel.live = live_again
                    until_state(panel, "connected")
                    panel.until("document.querySelector('[role=alert]').textContent === ''")
                    panel.until(SHOWN, ["tempo", 133.0])
                    for id in ("latent/0", "latent/1"):
                        panel.until(SHOWN, [id, 0.0])
                        assert panel.value(id) == 0.0
                    press(panel.control("latent/2"), "End")
                    wait_until(lambda: panel.value("latent/2") == 3.0)


def test_a_hundred_reconnects_leave_the_memory_as_it_was(browser: Browser, live: Live) -> None:
    reset(live)
    with opened(browser, live, script=REMEMBER) as panel:
        session = panel.page.context.new_cdp_session(panel.page)
        panel.page.evaluate(RECONNECT, WARM_UP)
        before, held = heap(session), len(list(Path(f"/proc/{live.control}/fd").iterdir()))
        assert panel.page.evaluate(RECONNECT, RECONNECTS) == 1 + WARM_UP + RECONNECTS
        assert heap(session) == pytest.approx(before, rel=0.1)
        wait_until(lambda: len(list(Path(f"/proc/{live.control}/fd").iterdir())) <= held + 1)
        panel.send("width", 0.5)
        panel.until(SHOWN, ["width", 0.5])
        panel.page.evaluate("window.socket.close()")  # a value that changes meanwhile is shown after it
        panel.send("width", 0.75)
        panel.until(SHOWN, ["width", 0.75])


def heap(session: CDPSession) -> int:
    """Return the bytes that the page holds, when what it does not need has been removed."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"])

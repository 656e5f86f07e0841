"""Chromium without a screen, and pages in it that show the panel of a running set.

chromium  -> a browser; a test that needs one is skipped where it is missing
Panel     a page: waits for what it shows, asks the set for values by OSC, and collects what a page must not do

`Panel.problems` are errors in the console, exceptions, and requests to other hosts or for something that is missing.
"""

import contextlib
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, sync_playwright
from pythonosc.osc_message import OscMessage

from tests.live import Live, ask, send

# a name of this machine that the set accepts, and that browsers do not trust as they trust 127.0.0.1
HOST_NAME = f"{socket.gethostname().partition('.')[0].lower()}.local"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    f"--host-resolver-rules=MAP {HOST_NAME} 127.0.0.1",
    # a page that another one covers must go on as if it were seen
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
SIZES = {"desktop": (1280, 720), "laptop": (1024, 768), "phone": (390, 844), "phone, wide": (844, 390)}
PAGE_TIMEOUT_S = 60.0  # until what a page should show counts as missing: a break may be encoded on a busy machine
TIMEOUT_MS = PAGE_TIMEOUT_S * 1000
POLL_MS = 20
# the page sends a changed value with its next frame at the latest
SETTLED = """(timeout) => new Promise((settled, failed) => requestAnimationFrame(() => {
  const end = vamen.connection.on("/vamen/pong", ([said]) => said === "settled" && settled(end()));
  vamen.connection.send("/vamen/ping", "s", "settled");
  setTimeout(failed, timeout, new Error("no answer to a ping of the page"));
}))"""
READY = "document.querySelector('v-state.on') !== null && document.querySelectorAll('[for^=latent]').length === 16"
LOST = re.compile(r"WebSocket connection to|net::ERR_(CONNECTION|EMPTY_RESPONSE|CONTENT_LENGTH|INCOMPLETE)")
REFUSED = re.compile(r"^4\d\d for |status of 4\d\d")


def executable() -> str | None:
    """Return the path of Chromium; None if it is not installed."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@contextlib.contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """Run a browser within the context; skip the test on a machine without one."""
    path = executable()
    if path is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    # its sandbox refuses root, which containers usually are
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, *root, *options])
        try:
            yield browser
        finally:
            browser.close()


class Panel:
    """A page with the panel of a set."""

    def __init__(self, page: Page, live: Live, address: str) -> None:
        self.page, self.live, self.address = page, live, address
        self.problems: list[str] = []
        self.sent: list[tuple[str, list[Any]]] = []  # address and arguments of every message that the page sends
        self.expected: re.Pattern[str] | None = None  # problems that the test causes
        page.set_default_timeout(TIMEOUT_MS)
        page.on("console", lambda said: self._problem(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._problem(str(error)))
        page.on("request", lambda request: self._check_address(request.url))
        page.on("websocket", self._follow)
        page.on("response", lambda got: self._problem(f"{got.status} for {got.url}") if got.status >= 400 else None)

    def open(self) -> None:
        """Load the page, and wait until it is connected and has its controls."""
        self.page.goto(self.address)
        self.until(READY)

    def pages(self) -> Iterator[str]:
        """Show each page of knobs in turn, the first one again at the end; yields their names."""
        tabs = [tab for tab in self.page.locator("v-pages [role=tab]").all() if tab.is_visible()]
        for tab in tabs:
            tab.click()
            yield tab.get_attribute("data-tab") or ""
        for tab in tabs[:1]:
            tab.click()

    def control(self, id: str) -> Locator:
        """Return the control of a parameter."""
        return self.page.locator(f'[for="{id}"]')

    def ids(self, selector: str) -> list[str]:
        """Return the ids of all elements that are seen and match."""
        return [
            str(id)
            for id in self.page.locator(selector).evaluate_all(
                "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.id)"
            )
        ]

    def until(self, expression: str, argument: Any = None) -> Any:
        """Wait until a JavaScript expression, or function of the argument, is true; return its value.

        Playwright's own wait_for_function evaluates text in the page, which the policy of the page forbids.
        """
        deadline = time.monotonic() + PAGE_TIMEOUT_S
        while not (value := self.page.evaluate(expression, argument)):
            assert time.monotonic() < deadline, (
                f"never true: {expression} of {argument!r}; {self.problems}; {self.live.errors}"
            )
            self.page.wait_for_timeout(POLL_MS)
        return value

    def until_shows(self, selector: str, text: str) -> None:
        """Wait until an element's text contains `text`, in any case."""
        function = "([selector, text]) => document.querySelector(selector)?.textContent.toLowerCase().includes(text)"
        self.until(function, [selector, text.lower()])

    def settle(self) -> None:
        """Wait until the set has handled every change that was made on the page."""
        self.page.evaluate(SETTLED, TIMEOUT_MS)

    def value(self, address: str) -> Any:
        """Return the first value at an address below /vamen/, by OSC."""
        return ask(self.live.port, f"/vamen/{address}")[0]

    def send(self, address: str, *values: Any) -> None:
        """Send a message to an address below /vamen/, as another program does."""
        send(self.live.port, f"/vamen/{address}", *values)

    def _follow(self, socket: WebSocket) -> None:
        self._check_address(socket.url.replace("ws", "http", 1))
        socket.on("framesent", lambda frame: self.sent.append(message(frame)))

    def _check_address(self, url: str) -> None:
        parts, own = urlsplit(url), urlsplit(self.address)
        if parts.scheme not in ("blob", "data") and parts.netloc != own.netloc:
            self.problems.append(f"a request to another host: {url}")

    def _problem(self, text: str) -> None:
        if not (self.expected and self.expected.search(text)):
            self.problems.append(text)

    @contextlib.contextmanager
    def expecting(self, problems: re.Pattern[str]) -> Iterator[None]:
        """Within the context, the browser may report such problems, as of a connection that is lost on purpose."""
        self.expected = problems
        yield
        self.until("true")  # all reports have come
        self.expected = None


def message(packet: bytes | str) -> tuple[str, list[Any]]:
    """Return address and arguments of a frame."""
    assert isinstance(packet, bytes)
    found = OscMessage(packet)
    return found.address, list(found.params)


@contextlib.contextmanager
def opened(browser: Browser, live: Live, address: str = "", script: str = "", **options: Any) -> Iterator[Panel]:
    """Open the panel in a new context; what it must not do fails the test at the end.

    Args:
        browser: of `chromium`.
        live: the set.
        address: of the page; by default that of the set at 127.0.0.1.
        script: that is run before those of the page.
        options: of the context, as playwright's new_context.
    """
    width, height = SIZES["desktop"]
    options.setdefault("viewport", {"width": width, "height": height})
    context = browser.new_context(**options)
    try:
        context.add_init_script(script)
        panel = Panel(context.new_page(), live, address or f"http://127.0.0.1:{live.panel}/")
        panel.open()
        yield panel
        assert not panel.problems, panel.problems
    finally:
        context.close()

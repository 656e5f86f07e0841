"""The panel from other machines: a browser needs the token once, and https works with a certificate of the user's.

Another machine is played by an address of this one that is not loopback: .ci/run gives one to its private network.
"""

import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import ifaddr
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.engine.waiting import wait_until
from tests.live import Live, started

from .browser import HOST_NAME, opened
from .gestures import press

WORDS = ("--null", "--panel-port", "0", "--midi", "none")


@pytest.fixture(scope="module")
def address() -> str:
    """An address of this machine that counts as another one's."""
    found = [str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    others = [ip for ip in found if not ip.startswith("127.")]
    if not others:
        pytest.skip("this machine has no network address: run .ci/run, or ip addr add 10.9.8.7/32 dev lo")
    return others[0]


@pytest.fixture(scope="module")
def live(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A set that is open to other machines."""
    with started(*WORDS, "--panel-host", address, "--bank", str(tmp_path_factory.mktemp("bank"))) as live:
        yield live


@pytest.fixture(scope="module")
def invited(live: Live) -> str:
    """The address with the token, as it is printed."""
    wait_until(lambda: any("?token=" in line for line in live.errors))
    [line] = [line for line in live.errors if "?token=" in line]
    return line.split()[-1]


def status(url: str, **headers: str) -> tuple[int, str]:
    """Return status and body of a request."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def test_a_browser_is_let_in_by_the_token_once_and_by_the_cookie_from_then_on(
    browser: Browser, live: Live, invited: str
) -> None:
    with opened(browser, live, invited) as panel:
        assert "token" not in panel.page.url  # it does not stay on the screen
        press(panel.control("latent/0"), "End")
        wait_until(lambda: panel.value("latent/0") == 3.0)
        panel.address = invited.partition("?")[0]
        panel.open()
        press(panel.control("latent/0"), "Home")
        wait_until(lambda: panel.value("latent/0") == -3.0)


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%00%ff"])
def test_without_the_token_page_files_and_socket_are_refused_and_counted(live: Live, invited: str, query: str) -> None:
    origin = invited.partition("/?")[0]
    for path in ("/", "/panel/index.html", "/panel/description.json", "/panel/loop.wav", "/panel/address"):
        code, body = status(f"{origin}{path}{query}", Accept="text/html")
        assert (code, "token" in body) == (403, True), path
    with pytest.raises(InvalidStatus) as caught, connect(f"{origin.replace('http', 'ws')}/{query}"):
        pass
    assert caught.value.response.status_code == 403
    wait_until(lambda: any("was refused: the panel needs its token" in line for line in live.errors))


def test_the_script_processor_serves_where_browsers_have_no_worklet(browser: Browser, live: Live, invited: str) -> None:
    with opened(browser, live, invited) as panel:
        panel.expected = re.compile("ScriptProcessorNode is deprecated")
        panel.page.click("v-listen button")
        panel.until("document.querySelector('v-listen').stats.buffered > 0")
        assert panel.page.evaluate("document.querySelector('v-listen').stats.mode") == "script"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for a day, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing: apt-get install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    names = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=vamen"]
    subprocess.run([*command, "-out", names[0], "-keyout", names[1]], check=True, capture_output=True)
    return names


def test_https_with_a_certificate_of_the_users_carries_page_socket_and_sound(
    browser: Browser, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("--panel-certificate", str(certificate[0]), "--panel-key", str(certificate[1]), "--bank", str(tmp_path))
    with (
        started(*WORDS, *words) as live,
        opened(browser, live, f"https://{HOST_NAME}:{live.panel}/", ignore_https_errors=True) as panel,
    ):
        press(panel.control("width"), "End")
        wait_until(lambda: panel.value("width") == 1.0)
        panel.page.click("v-listen button")
        panel.until("document.querySelector('v-listen').stats.buffered > 0")
        assert panel.page.evaluate("document.querySelector('v-listen').stats.mode") == "worklet"
        with pytest.raises(OSError):
            status(f"http://127.0.0.1:{live.panel}/")


@pytest.mark.parametrize("text", ["", "no certificate"])
def test_what_is_no_certificate_is_refused_before_anything_plays(tmp_path: Path, text: str) -> None:
    file = tmp_path / "certificate.pem"
    file.write_text(text)
    with (
        pytest.raises(AssertionError, match=r"no certificate and key in PEM.*--panel-certificate"),
        started(*WORDS, "--panel-certificate", str(file)),
    ):
        pass

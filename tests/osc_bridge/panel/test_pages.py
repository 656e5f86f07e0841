"""The files of the page, the description, the last bars and uploads over HTTP; refusals are sentences, and counted."""

import http.client
import json
import re
import select
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Any

import pytest

from engine.errors import BadInput
from engine.files.last_bars import LOOP_BARS
from engine.model.card import Card
from engine.parameters import LATENTS, TABLE
from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery import connections
from osc_bridge.oscquery.http_server import WebServer
from osc_bridge.panel.break_uploads import MAX_UPLOAD_BYTES
from osc_bridge.panel.description import description
from osc_bridge.panel.page_files import MEDIA_TYPES, SCRIPT, page_files
from osc_bridge.panel.pages import PanelPages
from tests.fake_controls import FakeControls
from tests.osc_bridge.oscquery.web_client import WEB_TIMEOUT_S, get, get_json
from tests.tiny_model import card

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}  # as browsers ask for a page
ADDRESS = "http://192.168.1.5:7771/?token=abc"
LATER = "listen-worklet.js"  # is loaded when the user listens in the browser
SERVED = ("index.html", "panel.css", "play.css", SCRIPT, LATER, "favicon.svg")
NAMES = sorted(file.name for file in (files("osc_bridge.panel") / "assets").iterdir())
MOST_BYTES, MOST_BYTES_AT_ONCE = 160_000, 150_000


class Uploads:
    """Takes what it is given; refuses a file of the name "bad"."""

    def __init__(self) -> None:
        self.taken: list[tuple[Any, ...]] = []

    def encode(self, data: bytes, name: str) -> Mapping[str, Any]:
        self.taken.append((len(data), name))
        if name == "bad":
            raise BadInput("bad is not audio; use WAV")
        return {"id": "x", "number": 8}

    def encode_again(self, id: str, beats: float) -> Mapping[str, Any]:
        self.taken.append((id, beats))
        return {"id": id, "beats": beats}


class Served:
    """A server of the pages of an instrument that does not exist."""

    def __init__(self) -> None:
        self.handler = OscHandler(FakeControls())
        self.uploads = Uploads()
        self.card = Card.from_json(json.dumps(card()))
        self.server = WebServer(self.handler, port=0, panel=self._pages)

    def _pages(self) -> PanelPages:
        def describe() -> Mapping[str, Any]:
            return description(self.card, self.handler.space)

        def loop(bars: int) -> bytes:
            if bars == 8:
                raise BadInput("8 bars were not played yet; play on")
            return b"RIFF" + bytes([bars])

        return PanelPages(describe, loop, self.uploads, self.handler.refuse, ADDRESS)

    def post(self, target: str, data: Any = b"", headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Return status and body of a POST; the data are sent in chunks if they are no bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WEB_TIMEOUT_S)
        try:
            connection.request("POST", target, data, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    served = Served()
    with served.server as server:
        server.serve(osc_port=7770)
        yield served


@pytest.fixture
def port(served: Served) -> int:
    served.uploads.taken.clear()
    return served.server.port


def test_browsers_get_the_page_and_programs_the_tree(port: int) -> None:
    assert get(port, "/", PAGE)[1].startswith("<!doctype html>")
    assert get(port, "/")[1].startswith("{")
    assert get(port, "/", {"Accept": "application/json"})[1].startswith("{")
    assert "OSC_PORT" in get(port, "/?HOST_INFO", PAGE)[1]
    assert json.loads(get(port, "/vamen/tempo?VALUE", PAGE)[1]) == {"VALUE": [170.0]}


@pytest.mark.parametrize("name", SERVED)
def test_every_file_is_served_with_its_type_and_may_load_nothing_from_elsewhere(port: int, name: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WEB_TIMEOUT_S)
    connection.request("GET", f"/panel/{name}")
    response = connection.getresponse()
    data = response.read()
    assert data == (files("osc_bridge.panel") / "assets" / name).read_bytes() or name == SCRIPT
    assert response.headers["content-type"] == MEDIA_TYPES[f".{name.rpartition('.')[2]}"]
    assert response.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["referrer-policy"] == "no-referrer"  # an address may hold the token
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in response.headers
    connection.close()


def test_the_modules_are_one_script_each_behind_what_it_imports(port: int) -> None:
    script = get(port, f"/panel/{SCRIPT}")[1]
    parts = re.split(r"^// (\S+\.js)$", script, flags=re.MULTILINE)[1::2]
    assert set(parts) == {name for name in NAMES if name.endswith(".js")} - set(SERVED) | {SCRIPT}
    assert parts.index("osc.js") < parts.index("connection.js") < parts.index("store.js") < parts.index("transport.js")
    assert not re.search("^(import|export) ", script, re.MULTILINE)
    exported = re.findall(r"^const { (.*) } = \(\(\) => {$", script, re.MULTILINE)
    names = [name for part in exported for name in part.split(", ")]
    assert {"connection", "store", "press"} <= set(names) and len(names) == len(set(names))


def test_all_files_are_small_together() -> None:
    sizes = {name: len(data) for name, data in page_files().items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert sum(sizes.values()) - sizes[LATER] <= MOST_BYTES_AT_ONCE, sizes


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing.js",
        "..",
        "../pages.py",
        "..%2fpages.py",
        "%2e%2e/pages.py",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "index.html/",
        "index.html%00.js",
        "INDEX.HTML",
        "assets/index.html",
        "__init__.py",
        "%ff%fe",
        "x" * 3000,
    ],
)
def test_no_other_path_is_opened(port: int, name: str) -> None:
    status, body = get(port, f"/panel/{name}")
    assert (status, len(body) < 300, "\n" in body) == (404, True, False)


def test_the_description_has_every_parameter_latent_and_action(port: int) -> None:
    found = get_json(port, "/panel/description.json")
    assert [(one["id"], one["low"], one["high"], one["default"]) for one in found["parameters"]] == [
        (entry.id, entry.low, entry.high, entry.default) for entry in TABLE
    ]
    assert [one["id"] for one in found["latents"]] == [f"latent/{index}" for index in range(LATENTS)]
    paths = {one["path"] for one in found["actions"]}
    assert {"/vamen/tap", "/vamen/preset/save", "/vamen/break", "/vamen/step/clear"} <= paths
    assert not [path for path in paths if "/meter/" in path or "/report/" in path]
    assert found["model"] == "tiny"
    json.dumps(found, allow_nan=False)


def test_the_address_for_other_machines_is_told(port: int) -> None:
    assert get(port, "/panel/address") == (200, ADDRESS)


@pytest.mark.parametrize("bars", LOOP_BARS[:-1])
def test_the_last_bars_are_a_file(port: int, bars: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WEB_TIMEOUT_S)
    connection.request("GET", f"/panel/loop.wav?bars={bars}")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"RIFF" + bytes([bars]))
    assert response.headers["content-disposition"] == f'attachment; filename="vamen-{bars}-bars.wav"'
    connection.close()


@pytest.mark.parametrize(
    "query", ["bars=3", "", "bars=", "bars=x", "bars=1.0", "bars=-1", "bars=01", "bars=1e9", "bar=1"]
)
def test_other_numbers_of_bars_are_refused(served: Served, port: int, query: str) -> None:
    before = served.handler.refused
    status, body = get(port, f"/panel/loop.wav?{query}")
    assert (status, "1, 2, 4 or 8" in body, served.handler.refused - before) == (422, True, 1)


def test_bars_that_were_not_played_are_refused(served: Served, port: int) -> None:
    before = served.handler.refused
    assert get(port, "/panel/loop.wav?bars=8") == (409, "8 bars were not played yet; play on")
    assert served.handler.refused == before + 1


def test_an_upload_is_given_on_with_its_name_and_so_is_another_length(served: Served, port: int) -> None:
    assert served.post("/panel/breaks?name=my%20break.wav", b"RIFF....") == (200, '{"id":"x","number":8}')
    assert served.post("/panel/breaks", b"RIFF") == (200, '{"id":"x","number":8}')
    assert served.post("/panel/breaks?name=chunked", iter([b"RI", b"FF"])) == (200, '{"id":"x","number":8}')
    assert served.post("/panel/breaks?id=x&beats=7.5") == (200, '{"id":"x","beats":7.5}')
    assert served.uploads.taken == [(8, "my break.wav"), (4, "break"), (4, "chunked"), ("x", 7.5)]


@pytest.mark.parametrize("beats", ["", "0", "0.5", "65", "-8", "nan", "inf", "eight", "1e999", "8;8"])
def test_a_length_that_is_none_is_refused(served: Served, port: int, beats: str) -> None:
    before = served.handler.refused
    status, body = served.post(f"/panel/breaks?id=x&beats={beats}")
    assert (status, "1 to 64" in body, served.handler.refused - before) == (422, True, 1)
    assert not served.uploads.taken


def test_what_cannot_be_encoded_is_refused_in_the_words_of_the_encoder(served: Served, port: int) -> None:
    before = served.handler.refused
    assert served.post("/panel/breaks?name=bad", b"text") == (422, "bad is not audio; use WAV")
    assert served.handler.refused == before + 1


@pytest.mark.parametrize("headers", [{"Content-Length": str(17 << 20)}, {}], ids=["declared", "in chunks"])
def test_an_upload_that_is_too_large_is_refused(served: Served, port: int, headers: dict[str, str]) -> None:
    before = served.handler.refused
    status, body = served.post("/panel/breaks?name=x.wav", (bytes(1 << 20) for _ in range(17)), headers)
    assert (status, "larger than 16 MB" in body, served.handler.refused - before) == (413, True, 1)
    assert not served.uploads.taken
    assert served.post("/panel/breaks", bytes(MAX_UPLOAD_BYTES))[0] == 200  # and the largest one is taken


def test_a_slow_upload_is_ended_and_keeps_out_no_other(
    served: Served, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_TIMEOUT_S", 1.0)
    head = f"POST /panel/breaks HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 1000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), WEB_TIMEOUT_S) as slow:
        slow.sendall(head.encode())
        assert served.post("/panel/breaks", b"RIFF")[0] == 200
        with suppress(ConnectionError):
            while not select.select([slow], [], [], 0.01)[0]:
                slow.send(b"x")  # a little at a time, for ever
            assert slow.recv(1000) == b""  # it was closed
    assert served.uploads.taken == [(4, "break")]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", ""]
)
def test_a_page_of_another_site_cannot_upload(served: Served, port: int, origin: str) -> None:
    before = served.handler.refused
    status, body = served.post("/panel/breaks", b"RIFF", {"Origin": origin.format(port=port)})
    assert (status, "may not connect" in body, served.handler.refused - before) == (403, True, 1)
    assert not served.uploads.taken
    assert served.post("/panel/breaks", b"RIFF", {"Origin": f"http://127.0.0.1:{port}"})[0] == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_breaks_are_sent_by_post_only(port: int, method: str) -> None:
    assert get(port, "/panel/breaks", method=method)[0] in (404, 405)

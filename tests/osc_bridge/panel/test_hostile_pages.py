"""A set goes on through foreign sites, uploads that are too large, slow or malicious, and 10 000 random frames."""

import http.client
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.engine.waiting import wait_until
from tests.live import Live, ask, started
from tests.osc_bridge.oscquery.web_client import connected, get, receive
from tests.tiny_client import pack

HOSTILE = Path(__file__).parents[4] / "shared" / "cases" / "hostile"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc: run this on Linux")
REFUSED_AT = -2  # place of the number of refusals in the answer to /vamen/status
FRAMES = 10_000
UNREAD = 50  # frames until their answers are read
SEED = 16
WORDS = (
    "/vamen/",
    "tempo",
    "latent/0",
    "slice",
    "preset",
    "listen",
    "*",
    "[",
    "{a,",
    "\0",
    "#bundle\0",
    ",",
    "ifsb",
    "é",
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with started(
        "--null", "--panel-port", "0", "--midi", "none", "--bank", str(tmp_path_factory.mktemp("bank"))
    ) as live:
        yield live
        assert not [line for line in live.errors if "Traceback" in line or "should not happen" in line]


@pytest.fixture(scope="module")
def processes(live: Live) -> tuple[int, int]:
    return live.control, live.player


@pytest.fixture(autouse=True)
def unharmed(live: Live, processes: tuple[int, int]) -> Iterator[None]:
    """The same processes answer and play after each test."""
    yield
    assert ask(live.port, "/vamen/ping", 5) == [5]
    assert get(live.panel, "/panel/index.html")[0] == 200
    assert (live.control, live.player) == processes
    with live.shared() as shared:
        end = shared.monitor.end
        wait_until(lambda: shared.monitor.end > end)
        assert np.abs(shared.monitor.last(0.5).samples).max() > 0.01


def refused(live: Live) -> int:
    """Return the number of refusals so far, of all transports."""
    return int(ask(live.port, "/vamen/status")[REFUSED_AT])


def upload(live: Live, data: bytes, name: str = "x.wav", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", live.panel, timeout=60)
    try:
        connection.request("POST", f"/panel/breaks?name={name}", data, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def random_frames(count: int) -> Iterator[bytes | str]:
    """Yield frames: random bytes, damaged messages, bundles that lie, text that is no command."""
    generator = np.random.default_rng(SEED)
    good = [pack("/vamen/tempo", 120.0), pack("/vamen/slice", 3), pack("/vamen/listen", "/vamen/meter/*")]
    for _ in range(count):
        kind, size = generator.integers(5), int(generator.geometric(0.02))
        data = generator.integers(0, 256, size, np.uint8).tobytes()
        if kind == 0:
            yield data
        elif kind == 1:
            damaged = bytearray(good[generator.integers(len(good))])
            damaged[generator.integers(len(damaged))] = generator.integers(256)
            yield bytes(damaged)
        elif kind == 2:
            yield b"#bundle\0" + bytes(7) + b"\1" + int(generator.integers(64)).to_bytes(4) + data
        elif kind == 3:
            yield "".join(WORDS[index] for index in generator.integers(0, len(WORDS), 4))
        else:
            yield f'{{"COMMAND": "{WORDS[generator.integers(len(WORDS))]}", "DATA": {generator.integers(99)}}}'


def test_ten_thousand_random_frames_are_refused_and_counted(live: Live) -> None:
    before = refused(live)
    with connected(live.panel) as client:
        for number, frame in enumerate(random_frames(FRAMES)):
            client.send(frame)
            if number % UNREAD == 0:
                client.send(pack("/vamen/ping", number))
                while receive(client) != ("/vamen/pong", [number]):  # a client that reads its answers stays connected
                    pass
        client.send(pack("/vamen/tempo", 99.0))
        wait_until(lambda: ask(live.port, "/vamen/tempo") == [99.0])
    assert FRAMES // 2 < refused(live) - before <= 2 * FRAMES


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({"Origin": "http://evil.example"}, "may not connect"),
        ({"Origin": "null"}, "may not connect"),
        ({"Host": "evil.example"}, "this is not"),
        ({"Host": "127.0.0.1.evil.example"}, "this is not"),
    ],
)
def test_a_foreign_site_reaches_neither_page_nor_socket_nor_uploads(
    live: Live, headers: dict[str, str], word: str
) -> None:
    before = refused(live)
    if "Host" in headers:
        assert get(live.panel, "/", {"Accept": "text/html", **headers})[0] == 403
    status, sentence = upload(live, b"RIFF", **headers)
    assert (status, word in sentence) == (403, True)
    with pytest.raises(InvalidStatus) as caught:
        connect_as(live, headers)
    assert caught.value.response.status_code == 403
    assert refused(live) - before == (3 if "Host" in headers else 2)


def connect_as(live: Live, headers: dict[str, str]) -> None:
    """Open a WebSocket as a page of another site."""
    host = headers.get("Host", "127.0.0.1")
    with (
        socket.create_connection(("127.0.0.1", live.panel)) as connection,
        connect(f"ws://{host}:{live.panel}/", sock=connection, origin=headers.get("Origin"), proxy=None),  # type: ignore[arg-type]
    ):
        pass


def test_an_upload_of_17_megabytes_is_refused_in_a_sentence(live: Live) -> None:
    before = refused(live)
    status, sentence = upload(live, bytes(17 << 20))
    assert (status, "larger than 16 MB" in sentence, refused(live) - before) == (413, True, 1)


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*")) or [None], ids=lambda path: getattr(path, "name", "none"))
def test_a_malicious_file_is_refused_in_a_sentence(live: Live, path: Path | None) -> None:
    before, data = refused(live), path.read_bytes() if path else b"RIFF" + bytes(range(256)) * 100
    status, sentence = upload(live, data[: 16 << 20], path.name if path else "random.wav")
    if status == 200:  # some are sound after all
        assert path and path.suffix == ".wav"
        return
    assert (status, refused(live) - before) == (422, 1)
    assert 10 < len(sentence) < 400 and "\n" not in sentence and "Traceback" not in sentence
    assert "this should not happen" not in sentence


@pytest.mark.parametrize("magic", [b"RIFF", b"fLaC", b"OggS", b"ID3\x03", b"FORM", b"\xff\xfb", b"caff"])
def test_random_bytes_after_the_beginning_of_a_format_are_refused_in_a_sentence(live: Live, magic: bytes) -> None:
    data = magic + np.random.default_rng(SEED).integers(0, 256, 20_000, np.uint8).tobytes()
    status, sentence = upload(live, data)
    assert (status, 10 < len(sentence) < 400, "\n" in sentence) == (422, True, False)


def test_a_frame_that_is_too_large_closes_its_connection_with_a_reason(live: Live) -> None:
    before = refused(live)
    with connected(live.panel) as client:
        client.send(b"/" + bytes(20_000))
        with pytest.raises(ConnectionClosed, match="too large"):
            while True:
                receive(client)
    assert refused(live) == before + 1

"""The tree over HTTP, OSC over a WebSocket; invalid requests are refused in a sentence."""

import asyncio
import json
import math
from collections.abc import Iterator
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from engine.controls import Action, Event
from engine.parameters import TABLE
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.packets import MAX_PACKET_BYTES
from osc_bridge.oscquery.app import MAX_QUEUED_BYTES, WebSocketClient
from osc_bridge.oscquery.http_server import WebServer
from tests.engine.waiting import wait_until
from tests.fake_controls import FakeControls
from tests.tiny_client import pack

from .web_client import connected, get, get_json, listen, receive


class BreakableControls(FakeControls):
    """Controls that fail while `broken` is set."""

    broken = False

    def read(self, id: str) -> float:
        if self.broken:
            raise OSError("the shared memory is gone")
        return super().read(id)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[BreakableControls, WebServer]]:
    controls = BreakableControls()
    handler = OscHandler(controls)
    handler.start()
    with WebServer(handler, port=0) as server:
        server.serve(osc_port=7770)
        yield controls, server
    handler.stop()


@pytest.fixture
def handler(served: tuple[BreakableControls, WebServer]) -> OscHandler:
    return served[1]._handler


@pytest.fixture
def controls(served: tuple[BreakableControls, WebServer]) -> BreakableControls:
    controls = served[0]
    controls.write({entry.id: entry.default for entry in TABLE})
    controls.events.clear()
    controls.broken = False
    return controls


@pytest.fixture
def port(served: tuple[BreakableControls, WebServer], controls: BreakableControls) -> int:
    return served[1].port


def test_the_whole_tree_a_branch_and_a_leaf(port: int) -> None:
    tree = get_json(port, "/")
    assert tree["CONTENTS"]["vamen"]["CONTENTS"]["tempo"] == get_json(port, "/vamen/tempo")
    assert tree["CONTENTS"]["vamen"]["CONTENTS"]["meter"] == get_json(port, "/vamen/meter")
    assert get_json(port, "/vamen/meter/") == get_json(port, "/vamen/meter")


def test_a_single_attribute(port: int, controls: BreakableControls) -> None:
    controls.write({"tempo": 140.0})
    assert get_json(port, "/vamen/tempo?VALUE") == {"VALUE": [140.0]}
    assert get_json(port, "/vamen/tempo?TYPE") == {"TYPE": "f"}
    assert get(port, "/vamen?RANGE") == (204, "")


def test_host_info_is_answered_at_any_path(port: int) -> None:
    info = get_json(port, "/?HOST_INFO")
    assert (info["NAME"], info["OSC_IP"], info["OSC_PORT"], info["WS_PORT"]) == ("vamen", "127.0.0.1", 7770, port)
    assert get_json(port, "/vamen/tempo?HOST_INFO") == info


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/vamen/nothing", 404),
        ("/vamen/nothing?VALUE", 404),
        ("/..%2f..%2fetc/passwd", 404),
        ("/%ff%00<script>", 404),
        ("/" + "x" * 4000, 404),
        ("/vamen/tempo?NOTHING", 400),
        ("/vamen/tempo?VALUE&TYPE", 400),
        ("/vamen/tempo?value", 400),
    ],
)
def test_an_unknown_path_or_attribute_is_refused_in_a_sentence(port: int, target: str, status: int) -> None:
    found, body = get(port, target)
    assert (found, "there is no" in body, "\n" in body, len(body) < 300) == (status, True, False, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_http_is_read_only(port: int, method: str) -> None:
    assert get(port, "/vamen/tempo", method=method)[0] == 405


def test_a_foreign_host_name_is_refused(port: int) -> None:
    for target in ("/", "/?HOST_INFO", "/vamen/tempo?VALUE"):
        assert get(port, target, {"Host": f"evil.example:{port}"})[0] == 403
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}
    evil = {"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"}
    assert get(port, "/", {**upgrade, **key, **evil})[0] == 403


def test_a_websocket_is_accepted_from_own_pages_only(port: int, controls: BreakableControls) -> None:
    with pytest.raises(InvalidStatus) as caught, connected(port, Origin="http://evil.example"):
        pass
    assert caught.value.response.status_code == 403
    assert b"may not connect" in (caught.value.response.body or b"")
    with connected(port, Origin=f"http://127.0.0.1:{port}") as socket:
        socket.send(pack("/vamen/ping", 1))
        assert receive(socket) == ("/vamen/pong", [1])


def test_a_binary_frame_is_an_osc_packet_and_so_is_the_reply(port: int, controls: BreakableControls) -> None:
    with connected(port) as socket:
        socket.send(pack("/vamen/tempo", 123.0))
        socket.send(pack("/vamen/slice", 5, 0.5))
        socket.send(pack("/vamen/tempo"))
        assert receive(socket) == ("/vamen/tempo", [123.0])
    # a client that leaves lets go of its slices
    assert list(controls.events)[:1] == [Event(Action.SLICE, 5, 0.5)]


def test_listen_sends_every_change_until_ignore(port: int, controls: BreakableControls) -> None:
    with connected(port) as socket, connected(port) as other:
        listen(socket, "/vamen/tempo")
        listen(socket, "/vamen/meter/underruns")
        assert receive(socket) == ("/vamen/tempo", [170.0])
        assert receive(socket) == ("/vamen/meter/underruns", [0])
        other.send(pack("/vamen/tempo", 90.0))
        assert receive(socket) == ("/vamen/tempo", [90.0])
        listen(socket, "/vamen/tempo", "IGNORE")
        listen(socket, "/vamen/level")
        assert receive(socket) == ("/vamen/level", [0.0])
        controls.write({"tempo": 80.0})
        controls.write({"level": -6.0})
        assert receive(socket) == ("/vamen/level", [-6.0])


def test_a_subscription_lasts_as_long_as_the_connection(port: int, handler: OscHandler) -> None:
    with connected(port) as socket:
        listen(socket, "/vamen/tempo")
        receive(socket)
        [subscriptions] = handler.subscriptions._clients.values()
        assert subscriptions["/vamen/tempo"].expires == math.inf
    wait_until(lambda: len(handler.subscriptions) == 0)


def test_a_client_that_does_not_read_gets_no_subscribed_values_from_half_of_its_queue_on() -> None:
    async def fill() -> None:
        client, packet = WebSocketClient(cast(WebSocket, None)), bytes(1024)
        for _ in range(MAX_QUEUED_BYTES // 2048):
            assert client.has_room
            client.send(packet)
        assert not client.has_room
        for _ in range(MAX_QUEUED_BYTES // 2048):
            client.send(packet)
        assert not client.overflowed
        client.send(packet)
        assert client.overflowed

    asyncio.run(fill())


def test_a_new_client_can_listen_after_all_others_have_left(port: int, controls: BreakableControls) -> None:
    for tempo in (100.0, 110.0):
        with connected(port) as socket:
            listen(socket, "/vamen/tempo")
            receive(socket)
            controls.write({"tempo": tempo})
            assert receive(socket) == ("/vamen/tempo", [tempo])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[" * 10_000, "JSON"),
        ("[]", "not known"),
        ("3", "not known"),
        ('{"COMMAND": "DELETE", "DATA": "/vamen/tempo"}', "DELETE"),
        ('{"COMMAND": ["LISTEN"], "DATA": "/vamen/tempo"}', "not known"),
        ('{"COMMAND": "LISTEN"}', "no path"),
        ('{"COMMAND": "LISTEN", "DATA": 7}', "no path"),
        ('{"COMMAND": "LISTEN", "DATA": "/vamen/nothing"}', "no value"),
        ('{"COMMAND": "LISTEN", "DATA": "\\ud800"}', "no value"),
    ],
)
def test_an_invalid_command_is_answered_with_a_sentence_and_the_next_one_accepted(
    port: int, text: str, hint: str
) -> None:
    with connected(port) as socket:
        socket.send(text)
        address, (sentence,) = receive(socket)
        assert address == "/vamen/error"
        assert hint in sentence
        listen(socket, "/vamen/tempo")
        assert receive(socket)[0] == "/vamen/tempo"


@pytest.mark.parametrize(
    "packet", [b"", b"nonsense", b"#bundle\0", pack("/vamen/tempo", float("nan")), b"/" + b"*" * MAX_PACKET_BYTES]
)
def test_the_next_packet_after_a_malformed_one_is_answered(port: int, packet: bytes) -> None:
    with connected(port) as socket:
        socket.send(packet[:MAX_PACKET_BYTES])
        socket.send(pack("/vamen/ping", 1))
        said: tuple[str, list[Any]] = ("", [])
        while said != ("/vamen/pong", [1]):
            said = receive(socket)
            assert said[0] in ("/vamen/error", "/vamen/pong")


@pytest.mark.parametrize(
    "frame",
    [b"x" * (MAX_PACKET_BYTES + 1), "x" * (MAX_PACKET_BYTES + 1), "é" * (MAX_PACKET_BYTES // 2 + 1), b"x" * (1 << 20)],
)
def test_a_frame_that_is_too_large_closes_its_own_connection(port: int, frame: bytes | str) -> None:
    with connected(port) as socket, connected(port) as other:
        socket.send(frame)
        with pytest.raises(ConnectionClosed) as caught:
            receive(socket)
        assert caught.value.rcvd is not None and caught.value.rcvd.code == 1009
        if len(frame) < 1 << 16:
            assert f"at most {MAX_PACKET_BYTES}" in caught.value.rcvd.reason
        other.send(pack("/vamen/ping"))
        assert receive(other)[0] == "/vamen/pong"


def test_an_error_in_the_controls_is_answered_with_500_and_later_requests_work(
    port: int, controls: BreakableControls
) -> None:
    with connected(port) as socket:
        listen(socket, "/vamen/tempo")
        receive(socket)
        controls.broken = True
        status, body = get(port, "/vamen/tempo")
        assert (status, "Traceback" in body, "--debug" in body) == (500, False, True)
        controls.broken = False
        controls.write({"tempo": 66.0})
        assert receive(socket) == ("/vamen/tempo", [66.0])
    assert get(port, "/vamen/tempo")[0] == 200


def test_a_thousand_pings_at_once_are_answered_in_order(port: int) -> None:
    with connected(port) as socket:
        for index in range(1000):
            socket.send(pack("/vamen/ping", index))
        assert [receive(socket)[1] for _ in range(1000)] == [[index] for index in range(1000)]


def test_the_tree_is_strict_json(port: int) -> None:
    def refuse(word: str) -> float:
        raise AssertionError(word)

    json.loads(get(port, "/")[1], parse_constant=refuse)  # no NaN and no Infinity

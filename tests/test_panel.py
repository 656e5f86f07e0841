"""The OSCQuery port of `vamen play` is printed, survives a crash, is named when taken, and is closed at the end."""

import json
import os
import signal
import socket
import sys

import pytest
from websockets.exceptions import ConnectionClosed

from tests.engine.waiting import wait_until
from tests.osc_bridge.oscquery.web_client import connected, get, listen, receive

from .live import send, started
from .tiny_client import pack
from .tiny_model import tiny_model

linux = pytest.mark.skipif(sys.platform != "linux", reason="the control process is found in /proc: run this on Linux")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx"))


def value(port: int, id: str) -> float:
    status, body = get(port, f"/vamen/{id}?VALUE")
    assert status == 200, body
    return float(json.loads(body)["VALUE"][0])


def answers(port: int) -> bool:
    try:
        return get(port, "/?HOST_INFO")[0] == 200
    except OSError:
        return False


@linux
def test_tree_and_websocket_show_and_play_the_instrument_and_a_crash_changes_no_value(model: str) -> None:
    with started("--model", model, "--null", "--panel-port", "0", "--tempo", "150") as live:
        port = live.panel
        assert json.loads(get(port, "/?HOST_INFO")[1])["OSC_PORT"] == live.port
        with connected(port) as client:
            listen(client, "/vamen/tempo")
            assert receive(client) == ("/vamen/tempo", [150.0])
            send(live.port, "/vamen/tempo", 140)
            assert receive(client) == ("/vamen/tempo", [140.0])
            client.send(pack("/vamen/level", -12.0))
            wait_until(lambda: value(port, "level") == -12.0)
            listen(client, "/vamen/meter/beat")
            beats = [receive(client)[1][0] for _ in range(3)]
            assert beats == sorted(set(beats))  # the beat advances

            control = live.control
            os.kill(control, signal.SIGKILL)
            with pytest.raises(ConnectionClosed):
                while True:
                    receive(client)
        wait_until(lambda: answers(port))
        assert live.control != control
        assert (value(port, "tempo"), value(port, "level")) == (140.0, -12.0)
        assert live.end() == 0
    assert len(live.events) == 1  # that the process was killed
    with pytest.raises(ConnectionRefusedError):
        get(port, "/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_connected_client_does_not_delay_the_end(model: str, number: int) -> None:
    with started("--model", model, "--null", "--panel-port", "0") as live, connected(live.panel) as client:
        listen(client, "/vamen/meter/beat")
        receive(client)
        assert live.end(number) == 0
        with pytest.raises(ConnectionClosed):
            while True:
                receive(client)
    assert not live.events


def test_a_taken_port_is_refused_when_requested_and_replaced_when_not(model: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with (
            pytest.raises(AssertionError, match=rf"ended with 8.*port {taken} is taken.*--panel-port"),
            started("--model", model, "--null", "--panel-port", str(taken)),
        ):
            pass
    with started("--model", model, "--null") as one, started("--model", model, "--null", "--debug") as two:
        assert one.panel != two.panel
        assert answers(one.panel) and answers(two.panel)
        wait_until(lambda: any("uvicorn" in line for line in two.errors))  # --debug shows the logs of libraries
        assert not one.errors

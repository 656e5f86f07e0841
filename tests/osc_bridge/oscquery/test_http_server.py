"""The port of the panel: taken at once, named when it is busy, found again by the next process, let go at the end."""

import gc
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from engine.errors import BadConfig, PortBusy
from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery import http_server
from osc_bridge.oscquery.http_server import WebServer, bind_tcp, host_names
from tests.engine.waiting import wait_until
from tests.fake_controls import FakeControls

from .web_client import connected, get, listen, receive

ROOT = Path(__file__).parents[3]


def server(port: int | None = 0, host: str = "127.0.0.1", before: int | None = None) -> WebServer:
    return WebServer(OscHandler(FakeControls()), host, port, before=before)


def test_who_asks_before_it_serves_waits_and_is_answered() -> None:
    with server() as web:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(get(web.port, "/vamen/tempo")[0]))
        asking.start()
        web.start(7770)
        asking.join()
    assert answers == [200]


def test_a_port_that_was_asked_for_and_is_taken_is_named_together_with_the_way_out() -> None:
    with server() as web, pytest.raises(PortBusy, match=rf"port {web.port} .*--panel-port"):
        server(web.port).open()


def test_a_port_that_nobody_asked_for_is_another_one_when_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as web:
        monkeypatch.setattr(http_server, "OSCQUERY_PORT", web.port)
        with server(None) as other:
            assert other.port not in (0, web.port)


def test_the_next_process_takes_the_port_of_the_one_before_it_whatever_was_asked_for() -> None:
    with server() as web:
        web.start(7770)
        port = web.port
        with connected(port) as left_open:  # what remains of a connection must not hold the port
            web.stop()
            with server(0, before=port) as heir:
                assert heir.port == port
                heir.start(7770)
                assert get(port, "/vamen/tempo")[0] == 200
            left_open.close()


def test_when_that_port_is_taken_too_the_set_goes_on_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    with server() as thief, server(7771, before=thief.port) as heir:
        assert heir.port != thief.port
    assert f"port {thief.port} has been taken" in caplog.text


def test_the_end_is_said_to_everybody_and_leaves_no_thread_and_no_port() -> None:
    before = threading.active_count()
    web = server()
    web.open()
    web.start(7770)
    with connected(web.port) as client:
        listen(client, "/vamen/tempo")
        receive(client)
        inside = threading.active_count()
        web.stop()
        with pytest.raises(ConnectionClosed):
            receive(client)
        wait_until(lambda: threading.active_count() < inside)
    web.stop()
    wait_until(lambda: threading.active_count() == before)
    bind_tcp("127.0.0.1", web.port).close()


def test_it_can_be_stopped_before_it_has_begun() -> None:
    server().stop()
    with server():
        pass
    with server() as web:
        web.start(7770)


@pytest.mark.parametrize("closed", [True, False])
def test_a_port_that_breaks_while_it_is_served_is_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture, closed: bool
) -> None:
    with server() as web, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wrong:
        wrong.bind(("127.0.0.1", 0))
        assert web._socket is not None
        web._socket.close()
        web._socket = web._socket if closed else wrong
        web.start(7770)
        assert web._thread is not None
        web._thread.join()
        gc.collect()  # asyncio complains of lost errors when they are collected
    assert [record.message[:22] for record in caplog.records] == ["OSCQuery does not run:"]


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 65_536)])
def test_an_address_that_is_not_ours_is_refused(host: str, port: int) -> None:
    with pytest.raises(BadConfig, match=r"--osc-host|--panel-port"):
        server(port, host).open()


def test_it_listens_to_this_machine_only_unless_told_otherwise() -> None:
    with server() as web:
        assert web._socket is not None
        assert web._socket.getsockname()[0] == "127.0.0.1"
    with server(host="0.0.0.0") as web:  # not started, as it would announce itself on the network
        assert web._socket is not None
        assert web._socket.getsockname()[0] == "0.0.0.0"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shares a port in another way; run this elsewhere")
def test_a_port_is_not_shared_with_another_program() -> None:
    with server() as web, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError):
            other.bind(("127.0.0.1", web.port))


def test_the_names_of_this_machine_are_its_own_and_the_one_it_was_called_by() -> None:
    assert "studio.example" in host_names("Studio.example")
    assert socket.gethostname().lower() in host_names("127.0.0.1")


RUDE = """
import logging, socket, sys
from tests.fake_controls import FakeControls
from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery.http_server import WebServer
if sys.argv[1:]:
    logging.basicConfig(level=logging.INFO)
with WebServer(OscHandler(FakeControls()), port=0) as web:
    web.start(7770)
    with socket.create_connection(("127.0.0.1", web.port)) as rude:
        rude.sendall(b"this is not HTTP\\r\\n\\r\\n")
        assert b"400" in rude.recv(1000)
"""


@pytest.mark.parametrize(("words", "said"), [([], False), (["--debug"], True)])
def test_what_uvicorn_has_to_say_goes_nowhere_unless_somebody_wants_to_see_everything(
    words: list[str], said: bool
) -> None:
    # in a process of its own, as pytest listens to all loggers
    done = subprocess.run([sys.executable, "-c", RUDE, *words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert ("Invalid HTTP request" in done.stderr) == said
    assert said or done.stderr == ""

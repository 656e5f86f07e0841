"""The OSCQuery port is bound early, named when it is busy, taken over by the next process, and released at the end."""

import gc
import http.client
import json
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

from .web_client import WEB_TIMEOUT_S, connected, get, listen, receive

ROOT = Path(__file__).parents[3]


def server(port: int | None = 0, host: str = "127.0.0.1", before: int | None = None) -> WebServer:
    return WebServer(OscHandler(FakeControls()), host, port, before=before)


def test_a_request_before_the_start_waits_and_is_answered() -> None:
    with server() as web:
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(get(web.port, "/vamen/tempo")[0]))
        asking.start()
        web.serve(7770)
        asking.join()
    assert answers == [200]


def test_a_requested_port_that_is_taken_is_named_with_its_flag() -> None:
    with server() as web, pytest.raises(PortBusy, match=rf"port {web.port} .*--panel-port"):
        server(web.port).start()


def test_another_port_is_used_when_the_default_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as web:
        monkeypatch.setattr(http_server, "OSCQUERY_PORT", web.port)
        with server(None) as other:
            assert other.port not in (0, web.port)


def test_the_next_process_takes_over_the_port() -> None:
    with server() as web:
        web.serve(7770)
        port = web.port
        with connected(port) as left_open:  # an old connection must not hold the port
            web.stop()
            with server(0, before=port) as successor:
                assert successor.port == port
                successor.serve(7770)
                assert get(port, "/vamen/tempo")[0] == 200
            left_open.close()


def test_another_port_is_used_when_that_of_the_last_process_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    with server() as other, server(7771, before=other.port) as successor:
        assert successor.port != other.port
    assert f"port {other.port} has been taken" in caplog.text


def test_stopping_closes_all_connections_and_leaves_no_thread_and_no_port() -> None:
    before = set(threading.enumerate())
    web = server()
    web.start()
    web.serve(7770)
    with connected(web.port) as client:
        listen(client, "/vamen/tempo")
        receive(client)
        inside = len(set(threading.enumerate()) - before)
        web.stop()
        with pytest.raises(ConnectionClosed):
            receive(client)
        wait_until(lambda: len(set(threading.enumerate()) - before) < inside)
    web.stop()
    wait_until(lambda: set(threading.enumerate()) <= before)
    for port in bind_tcp("127.0.0.1", web.port):
        port.close()


def test_it_can_be_stopped_before_it_was_started() -> None:
    server().stop()
    with server():
        pass
    with server() as web:
        web.serve(7770)


@pytest.mark.parametrize("closed", [True, False])
def test_a_socket_error_while_serving_is_a_line_in_the_log(caplog: pytest.LogCaptureFixture, closed: bool) -> None:
    with server() as web, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wrong:
        wrong.bind(("127.0.0.1", 0))
        (port,) = web._sockets
        port.close()
        web._sockets = [port if closed else wrong]
        web.serve(7770)
        assert web._thread is not None
        web._thread.join()
        gc.collect()  # asyncio logs lost errors when they are collected
    assert [record.message[:22] for record in caplog.records] == ["OSCQuery does not run:"]


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("no.such.host.invalid", 0), ("127.0.0.1", 65_536)])
def test_an_address_of_another_machine_is_refused(host: str, port: int) -> None:
    with pytest.raises(BadConfig, match=r"--osc-host|--panel-port"):
        server(port, host).start()


def test_it_is_bound_to_this_machine_by_default() -> None:
    with WebServer(OscHandler(FakeControls()), port=0) as web:
        assert {port.getsockname()[0] for port in web._sockets} <= {"127.0.0.1", "::1"}
    with server(host="0.0.0.0") as web:  # not started, as it would announce itself on the network
        assert [port.getsockname()[0] for port in web._sockets] == ["0.0.0.0"]


def test_localhost_serves_both_loopback_addresses(ipv6: None) -> None:
    with server(host="localhost") as web:
        web.serve(7770)
        for host in ("127.0.0.1", "::1", "localhost"):
            connection = http.client.HTTPConnection(host, web.port, timeout=WEB_TIMEOUT_S)
            connection.request("GET", "/?HOST_INFO")
            info = json.loads(connection.getresponse().read())
            assert info["OSC_IP"] in ("127.0.0.1", "::1") if host == "localhost" else info["OSC_IP"] == host
            connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shares a port in another way; run this elsewhere")
def test_a_port_is_not_shared_with_another_program() -> None:
    with server() as web, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError):
            other.bind(("127.0.0.1", web.port))


def test_the_names_of_this_machine_are_its_own_and_that_of_the_interface() -> None:
    assert "studio.example" in host_names("Studio.example")
    assert socket.gethostname().lower() in host_names("127.0.0.1")


BAD_REQUEST = """
import logging, socket, sys
from tests.fake_controls import FakeControls
from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery.http_server import WebServer
if sys.argv[1:]:
    logging.basicConfig(level=logging.INFO)
with WebServer(OscHandler(FakeControls()), port=0) as web:
    web.serve(7770)
    with socket.create_connection(("127.0.0.1", web.port)) as peer:
        peer.sendall(b"this is not HTTP\\r\\n\\r\\n")
        assert b"400" in peer.recv(1000)
"""


@pytest.mark.parametrize(("words", "said"), [([], False), (["--debug"], True)])
def test_the_log_of_uvicorn_is_shown_with_debug_only(words: list[str], said: bool) -> None:
    # in a process of its own, because pytest captures all loggers
    done = subprocess.run(
        [sys.executable, "-c", BAD_REQUEST, *words], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert ("Invalid HTTP request" in done.stderr) == said
    assert said or done.stderr == ""

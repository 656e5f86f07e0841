"""`vamen panel` prints what the running vamen says, and refuses with a sentence when nothing answers."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from engine.errors import BadParameter, NoDevice
from osc_bridge.commands.show_panel import panel, panel_address

ADDRESS = "http://192.168.1.5:7771/?token=abc"


class Answer(BaseHTTPRequestHandler):
    body = ADDRESS

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/panel/address" else 404)
        self.end_headers()
        self.wfile.write(self.body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[HTTPServer]:
    handler = type("Handler", (Answer,), {"body": getattr(request, "param", ADDRESS)})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_address_is_printed_and_drawn_on_request(server: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    panel(panel_port=server.server_port)
    assert capsys.readouterr().out == f"{ADDRESS}\n"
    panel(panel_port=server.server_port, qr=True)
    first, *code = capsys.readouterr().out.splitlines()
    assert first == ADDRESS and len(code) > 10 and all("█" in line for line in code)


@pytest.mark.parametrize("server", ["hello", "http://x/\x1b[2J", ""], indirect=True)
def test_an_answer_that_is_no_address_is_refused(server: HTTPServer) -> None:
    with pytest.raises(NoDevice, match=f"port {server.server_port}"):
        panel_address(server.server_port)


def test_without_a_running_vamen_a_sentence_says_what_to_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NoDevice, match="start one with `vamen play`"):
        panel_address(port)
    for wrong in (0, 70_000):
        with pytest.raises(BadParameter):
            panel_address(wrong)

"""The script for Max queries vamen and returns the replies to the patch; Node runs it, with a file in place of Max."""

import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from engine.parameters import parameter
from osc_bridge.hosts.layout import listened
from osc_bridge.hosts.max_replies import REPLIES_FILE, max_replies
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.server import OscServer
from tests.engine.waiting import wait_until
from tests.tiny_client import REPLY_TIMEOUT_S, pack

from .conftest import require_known

# what Max gives to its scripts: outlets are lines on stdout, and the patch asks at once
MAX_API = """
exports.outlet = (...words) => console.log(JSON.stringify(words));
exports.post = (...words) => console.error(...words);
const asked = { ask: (handle) => { handle("/vamen/tempo"); handle("/vamen/seed"); handle("/vamen/latent/3", 0.5);
    handle("/vamen/latent/3"); handle("/vamen/status"); },
  steps: (handle) => { handle("kick", ...Array(32).fill(0).fill(1.5, 7, 8)); },
  commit: (handle) => { if (process.argv[4] !== "0") handle(4); } };
exports.addHandler = (name, handle) => setImmediate(() => asked[name](handle));
"""
ANSWERS = ('"/vamen/tempo",170]', '"/vamen/latent/3",0.5]', "/vamen/pong", "silent output")


@contextmanager
def running(target: PatchTarget, folder: Path, port: int, panel: int = 0) -> Iterator[Path]:
    """Run the script for ports of this machine; the file takes what it gives to Max.

    With a port of a panel, it commits four bars at once; its files are in the folder.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is missing: apt-get install nodejs")
    modules = folder / "node_modules" / "max-api"
    modules.mkdir(parents=True)
    (modules / "index.js").write_text(MAX_API)
    (folder / REPLIES_FILE).write_bytes(max_replies(target))
    said = folder / "said"
    with said.open("wb") as output:
        command = [node, str(folder / REPLIES_FILE), "127.0.0.1", str(port), str(panel)]
        home = os.environ | {"HOME": str(folder), "USERPROFILE": str(folder)}
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=home)
        try:
            yield said
        finally:
            process.kill()
            process.wait()


def test_the_script_subscribes_to_existing_addresses(target: PatchTarget) -> None:
    require_known(max_replies(target).decode())


@pytest.mark.bridge
def test_node_sends_a_confirmation_back_unchanged(target: PatchTarget, tmp_path: Path) -> None:
    challenge = pack("/vamen/confirm", "c0123456789")
    with socket.socket(type=socket.SOCK_DGRAM) as vamen:
        vamen.bind(("127.0.0.1", 0))
        vamen.settimeout(REPLY_TIMEOUT_S)
        with running(target, tmp_path, vamen.getsockname()[1]):
            packet, sender = vamen.recvfrom(4096)
            vamen.sendto(challenge, sender)
            while packet != challenge:
                packet = vamen.recv(4096)


@pytest.mark.bridge
def test_node_queries_and_returns_the_replies(target: PatchTarget, server: OscServer, tmp_path: Path) -> None:
    with running(target, tmp_path, server.port) as said:
        wait_until(lambda: all(word in said.read_text() for word in ANSWERS))
    lines = [json.loads(line) for line in said.read_text().splitlines() if line.endswith("]")]
    assert ["/vamen/tempo", 170] in lines
    assert ["/vamen/seed", parameter("seed").default] in lines
    assert ["/vamen/latent/3", 0.5] in lines
    assert ["reply", "/vamen/pong", "vamen"] in lines
    [status] = [line for line in lines if line[:2] == ["reply", "/vamen/status"]]
    assert "silent output" in status
    assert "/vamen/latent/3" in listened()


@pytest.mark.bridge
def test_node_sends_the_sixteenth_that_was_moved_and_fills_rows_and_menus(target: PatchTarget, tmp_path: Path) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as vamen:
        vamen.bind(("127.0.0.1", 0))
        vamen.settimeout(REPLY_TIMEOUT_S)
        with running(target, tmp_path, vamen.getsockname()[1]) as said:
            came = list[bytes]()
            while pack("/vamen/step/7/kick", 1.5) not in came:
                packet, sender = vamen.recvfrom(4096)
                came.append(packet)
            assert not any(packet.startswith(b"/vamen/step/") and b"/step/7/" not in packet for packet in came)
            vamen.sendto(pack("/vamen/step/3/kick", -0.5), sender)
            vamen.sendto(pack("/vamen/report/presets", 0, "one", 3, "first try"), sender)
            vamen.sendto(pack("/vamen/report/models", ""), sender)
            vamen.sendto(pack("/vamen/report/note", "ready"), sender)
            wait_until(lambda: '"ready"' in said.read_text())
    lines = [json.loads(line) for line in said.read_text().splitlines()]
    row = [0.0] * 32
    row[3], row[7] = -0.5, 1.5
    assert ["steps", "kick", *row] in lines
    menu = [line[2:] for line in lines if line[:2] == ["menu", "/vamen/report/presets"]]
    assert menu == [["clear"], ["append", 0, "one"], ["append", 3, "first try"]]
    assert [line[2:] for line in lines if line[:2] == ["menu", "/vamen/report/models"]] == [["clear"]]
    assert ["/vamen/report/note", "ready"] in lines


class Panel(BaseHTTPRequestHandler):
    """Answers for a loop of four bars, and refuses any other."""

    def do_GET(self) -> None:
        found = self.path == "/panel/loop.wav?bars=4"
        self.send_response(200 if found else 409)
        self.end_headers()
        self.wfile.write(LOOP if found else b"no whole bar was played")

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


LOOP = b"RIFF" + bytes(range(256))


@pytest.mark.bridge
def test_node_fetches_the_last_bars_and_names_the_file_itself(target: PatchTarget, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Panel) as panel:
        thread = threading.Thread(target=panel.serve_forever, daemon=True)
        thread.start()
        with running(target, tmp_path, 9, panel.server_port) as said:
            wait_until(lambda: "committed" in said.read_text())
        panel.shutdown()
        thread.join()
    [line] = [json.loads(line) for line in said.read_text().splitlines() if line.startswith('["committed"')]
    file = Path(line[1])
    assert line[2] == 4
    assert file.parent == tmp_path / "Music" / "vamen" and file.name.endswith("-4-bars.wav")
    assert file.read_bytes() == LOOP
    assert [*file.parent.iterdir()] == [file]  # nothing unfinished


@pytest.mark.bridge
def test_a_panel_that_does_not_answer_is_said(target: PatchTarget, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with running(target, tmp_path, 9, closed.getsockname()[1]) as said:
            wait_until(lambda: "does not answer" in said.read_text())
    assert not (tmp_path / "Music").exists()

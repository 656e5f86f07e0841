"""The script for Max queries vamen and returns the replies to the patch; Node runs it, with a file in place of Max."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
exports.addHandler = (name, handle) => setImmediate(() => { handle("/vamen/tempo"); handle("/vamen/seed");
  handle("/vamen/latent/3", 0.5);
  handle("/vamen/latent/3"); handle("/vamen/status"); });
"""
ANSWERS = ('"/vamen/tempo",170]', '"/vamen/latent/3",0.5]', "/vamen/pong", "silent output")


@contextmanager
def running(target: PatchTarget, folder: Path, port: int) -> Iterator[Path]:
    """Run the script for a port of this machine; the file takes what it gives to Max."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is missing: apt-get install nodejs")
    modules = folder / "node_modules" / "max-api"
    modules.mkdir(parents=True)
    (modules / "index.js").write_text(MAX_API)
    (folder / REPLIES_FILE).write_bytes(max_replies(target))
    said = folder / "said"
    with said.open("wb") as output:
        command = [node, str(folder / REPLIES_FILE), "127.0.0.1", str(port)]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
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

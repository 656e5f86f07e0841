"""The Pd patch is whole, and real Pd moves a latent with it and shows what we answer."""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.controls import Action, Event
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.pure_data import pd
from osc_bridge.osc.addresses import by_path
from osc_bridge.osc.server import OscServer
from tests.engine.waiting import TEST_TIMEOUT_S, wait_until
from tests.fake_controls import FakeControls
from tests.tiny_client import pack

PATCH = Path(__file__).parents[3] / "osc_bridge" / "hosts" / "generated" / "vamen.pd"
# lets controls say what they show, again and again
SHOW = """#N canvas 0 0 400 200 10;
#X obj 10 10 loadbang;
#X obj 10 40 metro 100;
#X msg 10 70 \\; vamen-tempo bang \\; vamen-latent-9 bang;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
"""


def require_sheet(text: str) -> None:
    """Lines join boxes that are there, and every record is closed."""
    records = [record.strip() for record in re.split(r"(?<!\\);\n", text) if record.strip()]
    assert records[0].startswith("#N canvas")
    boxes = [record for record in records[1:] if not record.startswith("#X connect")]
    assert all(re.match(r"#X (obj|msg|text|floatatom) \d+ \d+ \S", record) for record in boxes)
    lines = [record.split() for record in records if record.startswith("#X connect")]
    assert len(lines) > 50
    assert all(0 <= int(line[2]) < len(boxes) and 0 <= int(line[4]) < len(boxes) for line in lines)


@contextmanager
def running(folder: Path, target: PatchTarget, port: int, *more: str) -> Iterator[Path]:
    """Pd with our patch for a port; what it says is in the file."""
    program = shutil.which("pd")
    if program is None:
        pytest.skip("Pure Data is missing: apt-get install puredata-core")
    patch, said = folder / "vamen.pd", folder / "said"
    patch.write_bytes(pd(PatchTarget(target.host, port, target.names)))
    options = ["-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", "-noprefs"]
    with said.open("wb") as output:
        process = subprocess.Popen(
            [program, *options, "-open", str(patch), *more], stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            yield said
        finally:
            process.kill()
            process.wait()


def test_a_button_recalls_each_preset(target: PatchTarget) -> None:
    text = pd(target).decode()
    assert all(f" vamen-preset-{number} " in text for number in range(8))
    assert text.count("oscformat vamen preset;") == 8


def test_boxes_are_connected(target: PatchTarget) -> None:
    require_sheet(pd(target).decode())


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    text = pd(target).decode()
    sent = re.findall(r"oscformat ([\w ]+);", text)
    assert len(sent) > 60
    assert {"/" + words.replace(" ", "/") for words in sent} <= set(by_path())
    assert set(re.findall(r"symbol (/vamen[\w/]+)", text)) <= set(by_path())


@pytest.mark.bridge
def test_pd_plays_the_instrument_and_prints_its_replies(
    target: PatchTarget, server: OscServer, controls: FakeControls, tmp_path: Path
) -> None:
    hands = "; vamen-latent-0 0.75; vamen-stutter 2; vamen-freeze 1; vamen-slice-7 bang; vamen-seed-3 bang"
    with running(tmp_path, target, server.port, "-send", f"{hands}; vamen-play bang; vamen-status bang") as said:
        wait_until(lambda: Event(Action.PLAY) in controls.events)
        assert [controls.read(id) for id in ("latent/0", "stutter", "freeze", "seed")] == [0.75, 2, 1, 3]
        assert list(controls.events) == [Event(Action.SLICE, 7, 1.0), Event(Action.PLAY)]
        wait_until(lambda: "vamen-pong" in said.read_text() and "vamen-status: 0" in said.read_text())
        assert "couldn't create" not in said.read_text()
        assert "no such object" not in said.read_text()


@pytest.mark.bridge
def test_pd_shows_changes_by_other_clients(target: PatchTarget, tmp_path: Path) -> None:
    (tmp_path / "show.pd").write_text(SHOW)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as vamen:
        vamen.bind(("127.0.0.1", 0))
        vamen.settimeout(TEST_TIMEOUT_S)
        with running(tmp_path, target, vamen.getsockname()[1], "-open", str(tmp_path / "show.pd")):
            datagram, sender = vamen.recvfrom(2048)
            for path, value in (("/vamen/tempo", 123.0), ("/vamen/latent/9", 0.5), ("/vamen/meter/peak", -6.0)):
                vamen.sendto(pack(path, value), sender)
            wanted = {pack("/vamen/tempo", 123.0), pack("/vamen/latent/9", 0.5)}
            heard = {datagram}

            def shown() -> bool:
                heard.add(vamen.recv(2048))
                return wanted <= heard

            wait_until(shown)
            assert pack("/vamen/listen", "/vamen/meter/peak") in heard

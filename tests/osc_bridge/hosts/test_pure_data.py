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
    """Lines join boxes that are there, and every record is closed, in patches within patches, too."""
    records = [record.strip() for record in re.split(r"(?<!\\);\n", text) if record.strip()]
    assert records[0].startswith("#N canvas")
    counts, joined = [0], 0
    for record in records[1:]:
        if record.startswith("#N canvas"):
            counts.append(0)
        elif record.startswith("#X connect"):
            _, _, source, _, target, _ = record.split()
            assert 0 <= int(source) < counts[-1] and 0 <= int(target) < counts[-1], record
            joined += 1
        else:
            assert re.match(r"#X (obj|msg|text|floatatom|symbolatom|restore) \d+ \d+ \S", record), record
            if record.startswith("#X restore"):
                counts.pop()
            counts[-1] += 1
    assert len(counts) == 1 and joined > 50


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
    assert text.count("oscformat vamen preset;") == 8 + 1  # and the form


def test_a_slider_of_a_frequency_is_logarithmic(target: PatchTarget) -> None:
    text = pd(target).decode()
    assert " 20 20000 1 0 empty vamen-filter-low " in text
    assert " 40 300 0 0 empty vamen-tempo " in text


def test_boxes_are_connected(target: PatchTarget) -> None:
    require_sheet(pd(target).decode())


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    text = pd(target).decode()
    sent = re.findall(r"oscformat ([\w ]+);", text)
    assert len(sent) > 60
    assert {"/" + words.replace(" ", "/") for words in sent} <= {*by_path(), "/vamen/step"}  # it is set to a sixteenth
    listened = set(re.findall(r"(/vamen[\w/]+)", text))
    assert "/vamen/report/presets" in listened and listened <= set(by_path())


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
            assert any(b"/vamen/listen" in datagram and b"/vamen/meter/peak" in datagram for datagram in heard)


# fills in forms when there are names
FORM_MOVES = """#N canvas 0 0 400 200 10;
#X obj 10 10 r vamen-report-note;
#X msg 10 40 \\; vamen-preset-save-a 40 \\; vamen-preset-save-b symbol loud \\; vamen-preset-save-send bang
\\; vamen-preset-morph-a 3 \\; vamen-preset-morph-b 5 \\; vamen-preset-morph-c 0.25
\\; vamen-step-a 3 \\; vamen-step-b 9 \\; vamen-step-c 1.5 \\; vamen-step-send bang \\; vamen-step-7-kick 2
\\; vamen-model-a 0 \\; vamen-model-send bang \\; vamen-learn-a symbol tap \\; vamen-learn-send bang
\\; vamen-preset-rename-a 3 \\; vamen-preset-rename-send bang \\; vamen-tap bang \\; vamen-step-4-snare bang;
#X obj 10 25 bang;
#X connect 0 0 2 0;
#X connect 2 0 1 0;
"""


@pytest.mark.bridge
def test_pd_sends_forms_and_takes_names_from_reports(target: PatchTarget, tmp_path: Path) -> None:
    (tmp_path / "hands.pd").write_text(FORM_MOVES)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as vamen:
        vamen.bind(("127.0.0.1", 0))
        vamen.settimeout(TEST_TIMEOUT_S)
        options = ("-open", str(tmp_path / "hands.pd"))
        with running(tmp_path, target, vamen.getsockname()[1], *options) as said:
            _, sender = vamen.recvfrom(2048)
            vamen.sendto(pack("/vamen/report/models", "other one"), sender)
            vamen.sendto(pack("/vamen/report/presets", 0, "one", 3, "first try", 5, "last"), sender)
            vamen.sendto(pack("/vamen/step/4/snare", 1.25), sender)
            vamen.sendto(pack("/vamen/report/note", "ready"), sender)
            wanted = {
                pack("/vamen/preset/save", 40.0, "loud"),
                pack("/vamen/preset/morph", 3.0, 5.0, 0.25),
                pack("/vamen/step/3/9", 1.5),
                pack("/vamen/step/7/kick", 2.0),
                pack("/vamen/model", "other one"),
                pack("/vamen/learn", "tap"),
                pack("/vamen/preset/rename", 3.0, ""),
                pack("/vamen/tap"),
                pack("/vamen/step/4/snare", 1.25),
            }
            came = set[bytes]()
            while not wanted <= came:
                came.add(vamen.recv(4096))
        assert "no such object" not in said.read_text()

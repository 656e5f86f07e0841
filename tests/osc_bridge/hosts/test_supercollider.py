"""The SuperCollider class names what exists, and real sclang compiles it and plays with it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.controls import Action, Event
from engine.parameters import TABLE
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.supercollider import sc_class
from osc_bridge.osc.addresses import by_path
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls

from .conftest import Call, addresses, soon

LIMIT = 60  # seconds; it takes one on a machine that has nothing else to do
SCRIPT = """
fork {{
	v = Vamen("127.0.0.1", {port});
	v.kick(0.75);
	v.latent(1, -0.5);
	v.tempo(180);
	v.slice(7, 0.5);
	v.savePreset(40, "loud");
	v.presetRename(40, "louder");
	v.step(3, \\kick, 1.5);
	v.undo;
	v.ping({{ fork {{
		Pbind(\\type, \\vamen, \\vamen, v, \\slice, Pseq([8], 1), \\force, 0.25, \\bpm, 174, \\snare, 0.5).play;
		1.wait;
		v.tempo;
		v.status({{ |... values| ("STATUS" + values).postln; v.free; 0.exit }});
	}} }});
}};
"""


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    text = sc_class(target).decode()
    paths = re.findall(r'(?:prSet\(|: )"([a-z0-9/]+[a-z0-9])"', text)
    assert {entry.id for entry in TABLE} <= set(paths)
    assert {f"/vamen/{path}" for path in paths} <= set(by_path())
    assert addresses(text) <= {*by_path(), "/vamen/pong"}


def test_reserved_words_are_not_methods(target: PatchTarget) -> None:
    names = ("play", "tempo", "this", "fine", *target.names[4:])
    text = sc_class(PatchTarget(target.host, target.port, names)).decode()
    assert text.count("\tplay {") == text.count("\ttempo {") == 1
    assert "\tthis {" not in text
    assert '\tfine { |value| this.prSet("latent/3", value) }' in text


@pytest.mark.bridge
def test_sclang_compiles_the_class_and_plays_the_instrument(
    target: PatchTarget, server: OscServer, controls: FakeControls, calls: list[Call], tmp_path: Path
) -> None:
    program = shutil.which("sclang")
    if program is None:
        pytest.skip("sclang is missing: apt-get install --no-install-recommends supercollider-language")
    extensions = tmp_path / "extensions"
    extensions.mkdir()
    (extensions / "Vamen.sc").write_bytes(sc_class(target))
    (tmp_path / "conf.yaml").write_text(f"includePaths:\n    - {extensions}\nexcludePaths: []\n")
    (tmp_path / "play.scd").write_text(SCRIPT.format(port=server.port))
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1", "HOME": str(tmp_path)}
    command = [program, "-l", str(tmp_path / "conf.yaml"), str(tmp_path / "play.scd")]
    ran = subprocess.run(command, env=os.environ | quiet, capture_output=True, text=True, timeout=LIMIT, check=False)
    said = ran.stdout + ran.stderr
    assert "ERROR" not in said, said
    assert "silent output" in said, said
    soon(lambda: len(controls.events) == 2)  # the second is dated
    assert [controls.read(id) for id in ("latent/0", "latent/1", "tempo")] == [0.75, 0.5, 174]
    assert list(controls.events) == [Event(Action.SLICE, 7, 0.5), Event(Action.SLICE, 8, 0.25)]
    assert controls.read_steps() == {(3, "kick"): 1.5}
    assert calls == [("preset/save", (40.0, "loud")), ("preset/rename", (40.0, "louder")), ("undo", (1.0,))]

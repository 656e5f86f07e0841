"""The Tidal script has a control for every parameter, and real Tidal, where it is installed, plays slices with it."""

import re
import shutil
import subprocess

import pytest

from engine.controls import Action
from engine.parameters import TABLE
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.tidal import tidal
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls

from .conftest import Call, require_known, soon

PLAY = """:set -XOverloadedStrings
import Sound.Tidal.Context
:script {script}
tidal <- startStream defaultConfig {{cCtrlListen = False}} [(vamenTarget {{oLatency = 0.02}}, vamenShapes)]
streamReplace tidal 1 $ vslice "0 8 4 12" # vvelocity 0.5 # vkick 0.5 # vtempo 174
streamReplace tidal 2 $ vstep 4 # vsteplatent 3 # vstepvalue 0.5
streamReplace tidal 3 $ vpresetrename 12 # vpresetrename2 "loud"
streamReplace tidal 4 $ vundo 1
"""


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    require_known(tidal(target).decode(), least=25)


def test_every_parameter_has_a_control(target: PatchTarget) -> None:
    text = tidal(target).decode()
    for entry in TABLE:
        name = "v" + entry.id.replace("/", "")
        assert re.search(rf'^    {name} = p[FI] "{name}"', text, re.MULTILINE)
        assert f'OSC "/vamen/{entry.id}" $ ArgList [("{name}", Nothing)]' in text
    assert "    vkick = vlatent0" in text
    assert '    vpreset = pI "vpreset"' in text and '"/vamen/preset" $ ArgList [("vpreset", Nothing)]' in text


def test_names_are_unique(target: PatchTarget) -> None:
    names = re.findall(
        r"^(?:let|   ) (v\w+) +=",
        tidal(PatchTarget(target.host, target.port, ("tempo", *target.names[1:]))).decode(),
        re.M,
    )
    assert len(names) == len(set(names)) > 25


@pytest.mark.bridge
def test_tidal_plays_slices_and_sends_actions(
    target: PatchTarget,
    controls: FakeControls,
    server: OscServer,
    calls: list[Call],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    package = shutil.which("ghc-pkg")
    listed = package and subprocess.run([package, "list", "tidal"], capture_output=True, text=True, check=False).stdout
    if not listed or "tidal-" not in listed:
        pytest.skip("Tidal is missing: apt-get install --no-install-recommends libghc-tidal-dev")
    script = tmp_path_factory.mktemp("tidal") / "Vamen.hs"
    script.write_bytes(tidal(PatchTarget(target.host, server.port, target.names)))
    said = script.with_name("said")
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["ghci", "-v0", "-ignore-dot-ghci"], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            assert process.stdin is not None
            process.stdin.write(PLAY.format(script=script).encode())
            process.stdin.flush()
            soon(lambda: (len(controls.events) >= 4 and len(calls) >= 2) or "error" in said.read_text())
        finally:
            process.kill()
            process.communicate()
    assert "error" not in said.read_text(), said.read_text()
    assert {event.action for event in controls.events} == {Action.SLICE}
    assert {event.index for event in controls.events} <= {0, 8, 4, 12}
    assert {event.value for event in controls.events} == {0.5}
    assert (controls.read("tempo"), controls.read("latent/0")) == (174, 0.5)
    assert controls.read_steps() == {(4, "3"): 0.5}
    assert {*calls} == {("preset/rename", (12.0, "loud")), ("undo", (1.0,))}

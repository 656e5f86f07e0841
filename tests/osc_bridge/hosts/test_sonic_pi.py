"""The Sonic Pi example is Ruby, and sends what we know when something stands in for Sonic Pi."""

import shutil
import subprocess
from pathlib import Path

import pytest

from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.sonic_pi import sonic_pi
from osc_bridge.osc.addresses import by_path

# Sonic Pi's own words, as far as they are used: loops run once, messages are lines
SONIC_PI = """
def use_osc(host, port) = puts("to #{host} #{port}")
def osc(path, *values) = puts([path, *values].join(" "))
def define(name, &body) = Object.send(:define_method, name, &body)
def live_loop(name) = yield
def use_bpm(bpm) = nil
def sleep(beats) = nil
def rrand(low, high) = (low + high) / 2
def ring(*values) = Class.new { define_method(:tick) { values.first } }.new
load ARGV[0]
vamen_step 4, :kick, 1.5
vamen_preset 3
vamen_set :tempo, 90
vamen_do "preset/save", 40, "loud"
"""


def test_the_script_has_the_port(target: PatchTarget) -> None:
    text = sonic_pi(target).decode()
    assert text.count('use_osc "127.0.0.1", 7770') == 3
    assert '"/vamen/play"' in text


@pytest.mark.bridge
def test_ruby_runs_the_script(target: PatchTarget, tmp_path: Path) -> None:
    ruby = shutil.which("ruby")
    if ruby is None:
        pytest.skip("Ruby is missing: apt-get install ruby")
    (tmp_path / "stand_in.rb").write_text(SONIC_PI)
    (tmp_path / "vamen.rb").write_bytes(sonic_pi(target))
    command = [ruby, "-W0", str(tmp_path / "stand_in.rb"), str(tmp_path / "vamen.rb")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    sent = [line.split() for line in ran.stdout.splitlines() if not line.startswith("to ")]
    assert {line[0] for line in sent} <= set(by_path())
    assert ["/vamen/slice", "0", "1.0"] in sent
    assert ["/vamen/latent/0", "0.0"] in sent
    assert ["/vamen/step/4/kick", "1.5"] in sent
    assert ["/vamen/preset", "3"] in sent
    assert ["/vamen/tempo", "90"] in sent
    assert ["/vamen/preset/save", "40", "loud"] in sent

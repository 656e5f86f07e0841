import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.spec import SPEC
from tests.training import drum_loops
from training.dataset.images import Origin, SourcePool, levels, quantise, render_image
from training.sources.loops import Loop
from training.sources.slices import chop


@pytest.mark.parametrize("tempo", [81.7, 120, 161.5, 174.3, 200])
@pytest.mark.parametrize("step", [0, 1, 7, 16, 31])
def test_a_stroke_on_a_sixteenth_rises_at_its_column(tempo: float, step: int) -> None:
    """At any tempo the steepest rise is at column 16 * step or one before it, as a frame has half a window ahead."""
    length = round(8 * 60 / tempo * SPEC.rate)
    audio = np.zeros(length, np.float32)
    stroke = drum_loops.snare(np.random.default_rng(0))
    np.add.at(audio, (round(step * length / 32) + np.arange(len(stroke))) % length, stroke)
    level = levels(audio)
    rise = np.maximum(level - np.roll(level, 1, axis=0), 0).sum(axis=1)
    away = (int(np.argmax(rise)) - 16 * step + 256) % 512 - 256
    assert level.shape == (SPEC.frames, SPEC.mels)
    assert away in (-2, -1, 0)


def test_rotating_a_loop_rotates_its_image() -> None:
    audio = drum_loops.break_loop(np.random.default_rng(0), SPEC.native_tempo, 8)
    audio = audio[: SPEC.frames * SPEC.hop]
    turned = levels(np.roll(audio, 16 * SPEC.hop))
    np.testing.assert_allclose(turned, np.roll(levels(audio), 16, axis=0), atol=1e-4)


def test_bytes_round_to_the_nearest_step() -> None:
    assert quantise(np.array([0, 0.0019, 0.002, 0.5, 1], np.float32)).tolist() == [0, 0, 1, 128, 255]


def test_an_image_depends_on_seed_and_index_only() -> None:
    stock = SourcePool([chop(Loop("made", drum_loops.break_loop(np.random.default_rng(1), 165, 8), 8, 165, "given"))])
    assert np.array_equal(render_image(stock, 5, 3), render_image(stock, 5, 3))
    assert not np.array_equal(render_image(stock, 5, 3), render_image(stock, 5, 4))
    assert not np.array_equal(render_image(stock, 5, 3), render_image(stock, 6, 3))


def test_workers_exit_with_their_parent(tmp_path: Path) -> None:
    """A killed build leaves no process behind: the pipe that its workers hold is closed in time."""
    drum_loops.write_folder(tmp_path / "loops", 1, np.random.default_rng(0))
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from training.dataset.builder import build\n"
        "here = Path(__file__).parent\n"
        "if __name__ == '__main__':\n"
        "    told = lambda *done: print(*done, flush=True)\n"
        "    build(here / 'loops', here / 'set', count=2000, workers=2, progress=told)\n"
    )
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": root, "OMP_NUM_THREADS": "1"}
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
        rest, _ = process.communicate(timeout=60)  # ends only when the last holder of the pipe has ended
    assert b"2000 2000" not in rest


def test_shares_are_shares_of_images() -> None:
    breaks = [chop(Loop("made", drum_loops.break_loop(np.random.default_rng(1), 165, 8), 8, 165, "given"))]
    origins = [SourcePool(breaks, None, 0.3, 0.2).origin(5, index) for index in range(1000)]
    assert origins.count(Origin.KIT) == pytest.approx(300, abs=50)
    assert origins.count(Origin.SYNTH) == pytest.approx(200, abs=50)
    assert {SourcePool([], None, 0.7, 0.3).origin(5, index) for index in range(200)} == {Origin.KIT, Origin.SYNTH}
    assert {SourcePool(breaks).origin(5, index) for index in range(50)} == {Origin.LOOPS}


def test_holding_out_changes_images_of_kits_only() -> None:
    breaks = [chop(Loop("made", drum_loops.break_loop(np.random.default_rng(1), 165, 8), 8, 165, "given"))]
    assert np.array_equal(render_image(SourcePool(breaks), 5, 3, True), render_image(SourcePool(breaks), 5, 3, False))
    synthesised = SourcePool([], None, 0.0, 1.0)
    assert not np.array_equal(render_image(synthesised, 5, 3, True), render_image(synthesised, 5, 3, False))

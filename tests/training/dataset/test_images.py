import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from engine.files.loudness import TARGET_LUFS, integrated_loudness
from engine.spec import SPEC
from tests.training import drum_loops
from training.dataset import images
from training.dataset.images import DrumSources, Origin, SourcePool, levels, quantise, render_image
from training.sources.drums import Drum, DrumNote, Pattern
from training.sources.kits import Kit, KitInstrument, Kits
from training.sources.loops import Loop
from training.sources.slices import LEAD, chop
from training.synthesis import arrange as arranging
from training.synthesis import drum_synth
from training.synthesis import perform as performing
from training.synthesis.effects import apply_effects


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
    one, same, later, other = (render_image(stock, *at).levels for at in ((5, 3), (5, 3), (5, 4), (6, 3)))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, later) and not np.array_equal(one, other)


def test_workers_exit_with_their_parent(tmp_path: Path) -> None:
    """A killed build leaves no process behind: the pipe that its workers hold is closed in time."""
    drum_loops.write_folder(tmp_path / "loops", 1, np.random.default_rng(0))
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from training.dataset.builder import build\n"
        "from training.dataset.rendering import render_in_processes\n"
        "here = Path(__file__).parent\n"
        "if __name__ == '__main__':\n"
        "    told = lambda *done: print(*done, flush=True)\n"
        "    build(here / 'loops', here / 'set', count=2000, render=render_in_processes(2), progress=told)\n"
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
    origins = [SourcePool(breaks, kit_share=0.3, synth_share=0.2).origin(5, index) for index in range(1000)]
    assert origins.count(Origin.KIT) == pytest.approx(300, abs=50)
    assert origins.count(Origin.SYNTH) == pytest.approx(200, abs=50)
    assert {SourcePool([], kit_share=0.7, synth_share=0.3).origin(5, index) for index in range(200)} == {
        Origin.KIT,
        Origin.SYNTH,
    }
    assert {SourcePool(breaks).origin(5, index) for index in range(50)} == {Origin.LOOPS}


def kits(name: str, stroke: drum_synth.StrokeGenerator) -> DrumSources:
    sound = np.concatenate([np.zeros(LEAD, np.float32), stroke(np.random.default_rng(0))])
    return DrumSources(Kits((Kit(name, (KitInstrument(name, Drum.KICK, ((sound,),)),)),)))


def test_held_out_images_of_kits_have_kits_of_their_own() -> None:
    breaks = [chop(Loop("made", drum_loops.break_loop(np.random.default_rng(1), 165, 8), 8, 165, "given"))]
    own, other = kits("a", drum_synth.kick_long), kits("b", drum_synth.kick_skin)

    def same(pool: SourcePool) -> bool:
        return np.array_equal(render_image(pool, 5, 3, True).levels, render_image(pool, 5, 3, False).levels)

    assert same(SourcePool(breaks, own, other))
    assert same(SourcePool([], own, own, kit_share=1.0))
    assert not same(SourcePool([], own, other, kit_share=1.0))


def test_every_loop_has_the_same_loudness() -> None:
    breaks = [chop(Loop("made", drum_loops.break_loop(np.random.default_rng(1), 165, 8) / 9, 8, 165, "given"))]
    pool = SourcePool(breaks, synth_share=0.5)
    for index in range(6):
        rng = np.random.default_rng([5, index])
        audio, _ = apply_effects(pool.loop(rng, False)[0], rng)
        image = render_image(pool, 5, index)
        audio *= np.float32(10 ** (image.gain / 20))
        assert integrated_loudness(audio, SPEC.rate) == pytest.approx(TARGET_LUFS, abs=0.01)
        assert np.array_equal(image.levels, quantise(levels(audio)))


def test_the_name_of_an_image_says_what_plays_it(monkeypatch: pytest.MonkeyPatch) -> None:
    audio = drum_loops.break_loop(np.random.default_rng(1), 165, 8)
    breaks = [chop(Loop(name, audio, 8, 165, "given")) for name in ("old/one.wav", "two.flac")]
    groups = [kits(name, drum_synth.kick_long).kits for name in ("ash", "oak")]
    groove = Pattern("take 1/bar3", {Drum.KICK: ((DrumNote(0.9),),) * SPEC.steps}, "midi/ann/tuesday/take 1.mid")
    drums = DrumSources(Kits(tuple(kit for group in groups if group for kit in group.kits)), [groove])
    pool = SourcePool(breaks, drums, drums, kit_share=0.4, synth_share=0.2)
    chosen: list[str] = []

    def noting(module: ModuleType, function: str, name: Callable[[Any], str]) -> None:
        original = getattr(module, function)

        def call(*arguments: Any) -> Any:
            result = original(*arguments)
            chosen.append(name(result))
            return result

        monkeypatch.setattr(module, function, call)

    monkeypatch.setattr(images, "pick_loop", arranging.pick_loop)  # the name itself draws with the original
    noting(arranging, "pick_loop", lambda sliced: str(sliced.loop.name).split("/")[-1].split(".")[0])
    noting(performing, "random_pattern", lambda pattern: "ann" if pattern.performance else pattern.name)
    drawn = Kits.draw

    def draw(*arguments: Any) -> Kit | None:
        kit = drawn(*arguments)
        chosen.append(kit.name if kit else "")
        return kit

    for index in range(40):
        name = pool.name(5, index)
        with monkeypatch.context() as patch:
            patch.setattr(Kits, "draw", draw)
            chosen.clear()
            pool.loop(np.random.default_rng([5, index]), False)
        match pool.origin(5, index):
            case Origin.LOOPS:
                assert name == chosen[0] and name in ("one", "two")
            case Origin.KIT:
                assert name == f"{chosen[1]}, {chosen[0]}" and chosen[1] in ("ash", "oak")
            case Origin.SYNTH:
                assert name == f"synthesiser, {chosen[0]}"
    assert len({pool.name(5, index) for index in range(200)}) > 8

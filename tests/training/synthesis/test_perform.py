from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.files.audio_onsets import find_onsets, on_grid
from training.dataset.images import levels
from training.sources.drums import Drum, DrumNote, Pattern
from training.sources.kit_folder import read_kits
from training.sources.kits import Kits
from training.sources.slices import LEAD
from training.synthesis import drum_synth, patterns, perform
from training.synthesis.drum_kit import KitVoice, Treatment, make_voice
from training.synthesis.patterns import FLAM_CELL, MARKS, ROLL_CELL, classic_patterns
from training.synthesis.perform import (
    LOOP_CUTS,
    DrummerStyle,
    apply_cuts,
    kit_loop,
    mute_part,
    play_pattern,
    random_drummer,
)

KITS = Path(__file__).parents[4] / "shared" / "kits"
LENGTH = 32 * 3600  # samples: 183.75 BPM
EVEN = DrummerStyle(accent=0.0)


def played(stroke: drum_synth.StrokeGenerator, seed: int = 0) -> KitVoice:
    sound = np.concatenate([np.zeros(LEAD, np.float32), stroke(np.random.default_rng(seed))])
    return make_voice(stroke.__name__, ((sound,),), Treatment(), 0.0)


@pytest.fixture(scope="module")
def kit() -> dict[Drum, KitVoice]:
    return {drum: played(families[0]) for drum, families in drum_synth.FAMILIES.items()}


def pattern(**rows: str) -> Pattern:
    return Pattern("made", {Drum(drum): [MARKS[mark] for mark in row.ljust(32, ".")] for drum, row in rows.items()})


def constant(sound: Floats) -> KitVoice:
    return KitVoice("constant", [1], lambda layer, take: sound, recorded=False)


def play(pattern: Pattern, kit: dict[Drum, KitVoice], how: DrummerStyle = EVEN, length: int = LENGTH) -> Floats:
    return play_pattern(np.random.default_rng(0), pattern, kit, length, how)


def test_a_stroke_has_its_attack_on_its_step(kit: dict[Drum, KitVoice]) -> None:
    audio = play(pattern(snare="....x"), kit)
    sound = kit[Drum.SNARE].sound(1, 0)
    start = 4 * 3600 - LEAD
    np.testing.assert_array_equal(audio[start : start + len(sound)], sound)
    assert np.abs(np.delete(audio, slice(start, start + len(sound)))).max() == 0


@pytest.mark.parametrize("classic", classic_patterns()[::5], ids=lambda one: one.name)
def test_without_swing_every_attack_is_at_its_column(classic: Pattern, kit: dict[Drum, KitVoice]) -> None:
    """The steepest rise near a struck sixteenth is at column 16 * step or one before it, as for loops."""
    rows = {drum: [MARKS["x"] if cell else () for cell in row] for drum, row in classic.rows.items()}
    audio = play(Pattern("made", rows), kit, DrummerStyle(accent=0.0, chop=True), length=round(8 * 60 / 137.3 * 44_100))
    level = levels(audio)
    rise = np.maximum(level - np.roll(level, 1, axis=0), 0).sum(axis=1)
    struck = [step for step in range(32) if any(row[step] for row in rows.values())]
    near = [int(np.argmax(rise[(16 * step + np.arange(-7, 8)) % 512])) - 7 for step in struck]
    assert {-2, -1, 0} >= set(near), near


def test_swing_delays_every_second_sixteenth_up_to_a_triplet(kit: dict[Drum, KitVoice]) -> None:
    straight = play(pattern(hat="x" * 32), kit)
    swung = play(pattern(hat="x" * 32), kit, DrummerStyle(swing=1 / 3, accent=0.0))
    for step in range(32):
        at, late = step * 3600, 1200 * (step % 2)
        np.testing.assert_array_equal(swung[at + late : at + late + 900], straight[at : at + 900])


def test_a_drum_can_have_a_constant_delay(kit: dict[Drum, KitVoice]) -> None:
    late = play(pattern(kick="x", snare="....x"), kit, DrummerStyle(late={Drum.SNARE: 0.01}, accent=0.0))
    np.testing.assert_array_equal(late[: 4 * 3600 - 2 * LEAD], play(pattern(kick="x"), kit)[: 4 * 3600 - 2 * LEAD])
    alone = play(pattern(snare="....x"), kit, DrummerStyle(late={Drum.SNARE: 0.01}, accent=0.0))
    np.testing.assert_array_equal(np.roll(play(pattern(snare="....x"), kit), 441), alone)


def test_rotating_a_pattern_rotates_its_sound(kit: dict[Drum, KitVoice]) -> None:
    """There is no seam: what rings over the end is added at the start."""
    for classic in classic_patterns()[:12]:
        plain = {drum: [cell[-1:] for cell in row] for drum, row in classic.rows.items()}
        if any(cell == ROLL_CELL for row in classic.rows.values() for cell in row):
            continue
        turned = Pattern("made", {drum: row[-5:] + row[:-5] for drum, row in plain.items()})
        audio = play(Pattern("made", plain), kit)
        np.testing.assert_allclose(play(turned, kit), np.roll(audio, 5 * 3600), atol=1e-5)


def test_accents_are_louder_and_ghosts_softer_and_darker(kit: dict[Drum, KitVoice]) -> None:
    how = DrummerStyle(accent=6.0, ghost=-12.0)
    audio = play(pattern(kick="x.......X.......o"), kit, how)
    plain, accent, ghost = (np.abs(audio[step * 3600 : step * 3600 + 2000]).max() for step in (0, 8, 16))
    assert accent / plain == pytest.approx(10 ** (6 / 20), rel=0.01)
    assert ghost < 0.3 * plain


def test_a_performance_keeps_velocities_and_micro_timing() -> None:
    row = [(DrumNote(0.65, 0.25),), (DrumNote(0.28, -0.25),), (DrumNote(0.5, -0.1), DrumNote(0.9, 0.4))]
    groove = Pattern("take", {Drum.PERC: [*row, *[()] * 29]}, "take")
    audio = play(groove, {Drum.PERC: constant(np.ones(LEAD + 1, np.float32))}, DrummerStyle(accent=6.0, ghost=-12.0))
    starts = np.flatnonzero(np.diff((audio != 0).astype(int), prepend=0) == 1)
    assert starts.tolist() == [round(at * 3600) - LEAD for at in (0.25, 0.75, 1.9, 2.4)]
    plain, ghost, _, accent = (20 * np.log10(audio[start]) for start in starts)
    assert ghost - plain == pytest.approx(-12, abs=0.01) and accent - plain == pytest.approx(6, abs=0.01)


def test_takes_alternate_and_soft_strokes_have_their_own() -> None:
    heard: list[tuple[int, int]] = []

    def sound(layer: int, take: int) -> Floats:
        heard.append((layer, take))
        return np.ones(LEAD + 1, np.float32)

    play(pattern(snare="xoxoxoxx"), {Drum.SNARE: KitVoice("snare", [2, 3], sound)})
    assert [take for layer, take in heard if layer == 1] == [0, 1, 2, 0, 1]
    assert [take for layer, take in heard if layer == 0] == [0, 1, 0]


def test_a_roll_is_two_strokes_and_a_flam_has_one_before_it(kit: dict[Drum, KitVoice]) -> None:
    def onsets(row: str) -> list[int]:
        audio = play(pattern(perc=row), {Drum.PERC: short})
        return [int(start) for start in np.flatnonzero(np.diff(np.abs(audio) > 1e-9, prepend=False)) if audio[start]]

    short = constant(np.ones(LEAD + 1, np.float32))
    step = 8 * 3600 - LEAD
    assert onsets("........x") == [step]
    assert onsets("........r") == [step, step + 1800]
    before, struck = onsets("........f")
    assert struck == step
    assert step - before == pytest.approx(-FLAM_CELL[0].late * 3600, abs=1)


def test_a_closed_hat_ends_an_open_one_and_a_chop_ends_everything(kit: dict[Drum, KitVoice]) -> None:
    ringing, silent = dict(kit), dict(kit)
    silent[Drum.HAT] = silent[Drum.KICK] = constant(np.zeros(LEAD + 1, np.float32))
    after = slice(2 * 3600, 3 * 3600)
    assert np.abs(play(pattern(open="x"), ringing)[after]).max() > 0.001
    assert np.abs(play(pattern(open="x", hat="..x"), silent)[after]).max() == 0
    assert np.abs(play(pattern(open="x", kick="..x"), silent)[after]).max() > 0.001
    assert np.abs(play(pattern(open="x", kick="..x"), silent, DrummerStyle(chop=True))[after]).max() == 0


def test_drums_without_a_voice_are_silent(kit: dict[Drum, KitVoice]) -> None:
    assert np.abs(play(pattern(kick="x.x"), {Drum.HAT: kit[Drum.HAT]})).max() == 0


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_kit_loop_lasts_two_bars_and_is_not_silent(seed: int) -> None:
    audio, special = kit_loop(np.random.default_rng(seed), None)
    assert audio.dtype == np.float32
    assert np.isfinite(audio).all()
    assert 2.594 < len(audio) / 44_100 < 4.001
    assert 0.02 < np.abs(audio).max() < 20
    again, same = kit_loop(np.random.default_rng(seed), None)
    assert np.array_equal(audio, again) and special == same


def test_a_performance_gets_no_swing_or_delays_besides_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    styles: list[DrummerStyle] = []
    real = perform.play_pattern
    monkeypatch.setattr(perform, "play_pattern", lambda *given: styles.append(given[-1]) or real(*given))
    monkeypatch.setattr(patterns, "GROOVE_SHARE", 1.0)
    take = Pattern("take", pattern(kick="x.......x...", perc="..x").rows, "take")
    for seed in range(12):
        kit_loop(np.random.default_rng(seed), None, [take])
    assert {(style.swing, style.loose, style.spread, len(style.late)) for style in styles} == {(0.0, 0.0, 0.0, 0)}
    assert len({style.accent for style in styles}) == 12


def test_random_styles_differ_and_most_are_on_the_grid() -> None:
    hands = [random_drummer(np.random.default_rng(seed)) for seed in range(300)]
    assert 0.5 < np.mean([one.swing == 0 for one in hands]) < 0.8
    assert max(one.swing for one in hands) <= 1 / 3
    assert max(one.loose for one in hands) <= 0.008
    assert 0.1 < np.mean([one.chop for one in hands]) < 0.4
    assert max(abs(late) for one in hands for late in one.late.values()) <= 0.02


@pytest.mark.parametrize("move", [move for move, _ in LOOP_CUTS], ids=lambda move: move.__name__)
def test_cuts_change_a_loop_without_clicks(move: Callable[[np.random.Generator, Floats], None]) -> None:
    for seed in range(30):
        length = LENGTH + seed
        # a slow tone, a whole number of cycles round the loop, makes small steps; a click makes a big one
        tone = np.sin(2 * np.pi * 900 * np.arange(length) / length).astype(np.float32)
        before = tone.copy()
        move(np.random.default_rng(seed), tone)
        assert not np.array_equal(tone, before)
        assert np.abs(tone).max() < 1.5
        assert np.abs(np.diff(np.concatenate([tone, tone[:1]]))).max() < 0.12


def test_muting_spares_the_downbeat() -> None:
    for seed in range(50):
        audio = np.ones(LENGTH, np.float32)
        mute_part(np.random.default_rng(seed), audio)
        assert (audio[100:3000] == 1).all()


def test_a_stutter_keeps_attacks_complete(kit: dict[Drum, KitVoice]) -> None:
    """Cuts are just before the attacks, so that a stuttered snare is still a snare."""
    audio = play(pattern(snare="x" * 32), {Drum.SNARE: kit[Drum.SNARE]})
    attack = audio[:400]
    for seed in range(200):
        rolled = apply_cuts(np.random.default_rng(seed), audio)
        if not np.array_equal(rolled, audio):
            peaks = [np.abs(rolled[step * 3600 : step * 3600 + 400]).max() for step in range(32)]
            whole = [step for step in range(32) if np.allclose(rolled[step * 3600 : step * 3600 + 400], attack)]
            assert len(whole) >= 12, (seed, peaks)


@pytest.mark.skipif(not KITS.is_dir(), reason="needs a folder of CC0 one-shots at ../shared/kits, beside the checkout")
def test_real_one_shots_play_on_the_grid() -> None:
    kits = Kits(read_kits(KITS).kits)
    voices = {
        drum: make_voice(one.name, one.layers, Treatment(decay=0.05), 0.0)
        for drum in (Drum.KICK, Drum.SNARE, Drum.HAT)
        for one in kits.kits[0].of(drum)[-1:]
    }
    audio = play(pattern(kick="x.......", snare="....x...", hat="..x...x."), voices)
    share, _ = on_grid(find_onsets(audio, 44_100), len(audio), 32, tolerance=0.004 * 44_100)
    assert share > 0.85  # a soft-edged one-shot is found a little late

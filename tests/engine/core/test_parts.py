"""Kick, snare and hats: their sum, their mutes, and what neither changes."""

from collections.abc import Iterable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import PART_NAMES, Floats, Tape
from engine.controls import FIRST_STEP_VALUE, Action, Event
from engine.core import CEILING, LATENCY, Instrument
from engine.core.library import geometry
from engine.core.tables import part_ways
from engine.parameters import INDEX
from engine.spec import PART_BANDS, SPEC
from tests.clicks import bursts, dull_tape
from tests.engine.segments import ManualPlayer, shared_with
from tests.playing import OTHER, PLAY, STOP, TAPE, values
from tests.sound import LOOP, STEP, decibels

MUTE = {part: INDEX[f"mute/{part}"] for part in PART_NAMES}
BELOW_LIMITER = {"tempo": SPEC.native_tempo, "level": -12.0}  # below the limiter


def in_bands(tape: Tape) -> Tape:
    """The tape with parts: below about 500 Hz kick, up to 4 kHz snare, and every fourth sixteenth half of it snare."""
    parts = np.zeros((SPEC.frames, 2, PART_BANDS), np.uint8)
    parts[:, 0, :11] = parts[:, 1, 11:27] = 255
    parts.reshape(SPEC.steps, -1, 2, PART_BANDS)[::4, :, :, :11] = 120
    return tape._replace(parts=parts)


SPLIT, SPLIT_OTHER = in_bands(TAPE), in_bands(OTHER)


def instrument(tape: Tape = SPLIT, *, parts: bool = True, **changes: float) -> Instrument:
    made = Instrument(tape, parts=parts)
    made.set(values(**{**BELOW_LIMITER, **{id.replace("_", "/"): value for id, value in changes.items()}}))
    made.schedule(PLAY)
    return made


def with_mute(part: str, **changes: float) -> Instrument:
    made = instrument(**changes)
    made.change(MUTE[part], 1.0)
    return made


def pairs(audio: Floats) -> tuple[Floats, ...]:
    """Mix, kick, snare and hats (n, 2)."""
    return tuple(audio[:, first : first + 2] for first in range(0, 8, 2))


def level(audio: Floats) -> float:
    return decibels(float(np.sqrt(np.mean(audio.astype(np.float64) ** 2))))


def test_bands_of_the_core_are_those_of_the_tape() -> None:
    assert geometry.part_bands == PART_BANDS == len(SPEC.part_centres)
    below, way = part_ways()
    assert below.min() == 0 and below.max() == PART_BANDS - 2
    np.testing.assert_allclose(np.interp(below + way, np.arange(PART_BANDS), SPEC.part_centres), np.arange(SPEC.bins))


MOVES: Mapping[str, Iterable[tuple[int, Event]]] = {
    "plain": (),
    "slices": [(9_000 * n, Event(Action.SLICE, 5 * n % 32, 0.3 + 0.07 * n)) for n in range(1, 9)],
    "silent sixteenths": [(0, Event(Action.SET, FIRST_STEP_VALUE + step, 1.0)) for step in range(1, 32, 3)],
    "stutter": [(20_000, Event(Action.SET, INDEX["stutter"], 0.5)), (40_000, Event(Action.SET, INDEX["stutter"], 0.0))],
    "reverse": [(20_000, Event(Action.SET, INDEX["reverse"], 1.0))],
    "stop": [(30_000, STOP), (50_000, PLAY)],
}


@pytest.mark.parametrize("changes", [{}, {"width": 0.8}, {"level": 12.0, "width": 0.4}, {"tempo": 90.0}])
@pytest.mark.parametrize("moves", MOVES)
def test_parts_add_up_to_the_mix(moves: str, changes: Mapping[str, float]) -> None:
    made = instrument(**changes)
    for at, event in MOVES[moves]:
        made.schedule(event, at)
    mix, *parts = pairs(made.process(LOOP // 2))
    limited = np.abs(mix) >= 0.999 * CEILING
    difference = np.where(limited, 0, sum(parts) - mix)
    assert level(difference) < level(mix) - 40
    assert all(level(part) > level(mix) - 40 for part in parts)
    assert max(np.abs(part).max() for part in parts) <= CEILING


def test_parts_add_up_while_tapes_change() -> None:
    made, blocks = instrument(width=0.5), []
    for number in range(30):
        made.load(SPLIT_OTHER if number % 2 else SPLIT)
        blocks.append(made.process(2_000))
    mix, *parts = pairs(np.concatenate(blocks))
    assert level(sum(parts) - mix) < level(mix) - 40


def test_parts_beside_the_mix_do_not_change_it() -> None:
    alone, mix = instrument(parts=False, width=0.6).process(LOOP), instrument(width=0.6).process(LOOP)[:, :2]
    np.testing.assert_array_equal(alone, mix)


@pytest.mark.parametrize("part", PART_NAMES)
def test_a_muted_part_is_missing_in_the_mix_and_nothing_else_is(part: str) -> None:
    width = 0.7
    plain, muted = instrument(width=width).process(LOOP), with_mute(part, width=width).process(LOOP)
    silent = 2 + 2 * PART_NAMES.index(part)
    expected = plain.copy()
    expected[:, :2] -= plain[:, silent : silent + 2]
    expected[:, silent : silent + 2] = 0
    np.testing.assert_allclose(muted, expected, atol=2e-6)


def test_all_parts_muted_are_silence() -> None:
    made = instrument(width=0.5)
    for index in MUTE.values():
        made.change(index, 1.0)
    assert np.abs(made.process(LOOP // 2)).max() < 1e-6


def test_after_a_mute_the_sound_is_as_if_it_had_not_been() -> None:
    plain, muted = (instrument(parts=False, width=0.5) for _ in range(2))
    muted.schedule(Event(Action.SET, MUTE["snare"], 1.0), 12_345)
    muted.schedule(Event(Action.SET, MUTE["snare"], 0.0), 30_001)
    expected, audio = plain.process(LOOP // 2), muted.process(LOOP // 2)
    assert np.abs(audio - expected)[13_000:30_000].max() > 0.01
    settled = 30_001 + LATENCY + 64
    np.testing.assert_array_equal(audio[:12_345], expected[:12_345])
    np.testing.assert_allclose(audio[settled : settled + 20_000], expected[settled : settled + 20_000], atol=1e-6)


@pytest.mark.parametrize("part", PART_NAMES)
def test_a_mute_on_the_grid_hides_the_attack_at_once(part: str) -> None:
    plain, muted = (instrument() for _ in range(2))
    at = 4 * STEP
    muted.schedule(Event(Action.SET, MUTE[part], 1.0), at)
    attack = slice(at + LATENCY + 24, at + LATENCY + STEP // 2)
    channel = 2 + 2 * PART_NAMES.index(part)
    expected, audio = plain.process(8 * STEP), muted.process(8 * STEP)
    assert level(audio[attack, channel]) < level(expected[attack, channel]) - 15
    assert level((audio - expected)[: at - 1]) < -100


def test_a_mute_with_a_slice_is_as_sudden_as_the_slice() -> None:
    at, muted, plain = 10_000, instrument(), instrument()
    for made in (muted, plain):
        made.schedule(Event(Action.SLICE, 8), at)
    muted.schedule(Event(Action.SET, MUTE["kick"], 1.0), at)
    heard, expected = muted.process(20_000)[at + LATENCY :], plain.process(20_000)[at + LATENCY :]
    assert level(heard[40:600, 2]) < level(expected[40:600, 2]) - 30, "but for the high-pass"
    np.testing.assert_allclose(heard[40:, 6], expected[40:, 6], atol=1e-6)


@pytest.mark.parametrize("parts", [False, True])
def test_mutes_do_not_click(parts: bool) -> None:
    tape, places = dull_tape(), []
    shares = np.zeros((SPEC.frames, 2, PART_BANDS), np.uint8)
    shares[:, 0, :6], shares[:, 1, 6:12] = 255, 200
    made, rng = instrument(tape._replace(parts=shares), parts=parts), np.random.default_rng(3)
    for number in range(60):
        places.append(9_000 + number * 4_321)
        muted = float(number % 2 == 0)
        for part in rng.permutation(PART_NAMES)[: rng.integers(1, 4)]:
            made.schedule(Event(Action.SET, MUTE[part], muted), places[-1] - LATENCY)
    after, usual = bursts(made.process(64 * 4_321)[:, 0], places)
    assert after < max(usual, -75)


def test_a_tape_without_parts_is_all_hats() -> None:
    mix, kick, snare, hats = pairs(instrument(TAPE._replace(parts=None)).process(20_000))
    assert not kick.any() and not snare.any()
    np.testing.assert_allclose(hats, mix, atol=1e-6)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=30), st.integers(0, 2**16))
@settings(deadline=None, max_examples=15)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng, total = np.random.default_rng(seed), sum(blocks)
    events = [Event(Action.SLICE, int(rng.integers(32)), float(rng.uniform(0.2, 1))) for _ in range(5)]
    events += [Event(Action.SET, int(rng.choice(list(MUTE.values()))), float(rng.random() < 0.5)) for _ in range(12)]
    events += [Event(Action.SET, FIRST_STEP_VALUE + int(rng.integers(32)), float(rng.random())) for _ in range(4)]
    outputs = bool(rng.random() < 0.5)
    whole, divided = (instrument(parts=outputs, width=0.7, tempo=200.0) for _ in range(2))
    for event in events:
        at = int(rng.integers(total))
        for made in (whole, divided):
            made.schedule(event, at)
    np.testing.assert_array_equal(whole.process(total), np.concatenate([divided.process(n).copy() for n in blocks]))


@pytest.mark.parametrize(("channels", "parts"), [(8, 3), (6, 2), (4, 1), (8, 0), (8, 1), (3, 1), (9, 3)])
def test_a_player_has_the_parts_on_the_channels_behind_the_mix(channels: int, parts: int) -> None:
    with shared_with(SPLIT) as shared:
        shared.parameters.write(values(**BELOW_LIMITER, width=0.5))
        player = ManualPlayer(shared, channels=channels, parts=parts)
        shared.events.push(PLAY)
        audio = player.render(LOOP // 4)
        del player
    expected = np.zeros((len(audio), 10), np.float32)
    expected[:, :8] = instrument(width=0.5).process(len(audio))
    expected[:, 2 + 2 * parts :] = 0
    if channels == 3:
        expected[:, 2] = expected[:, 2:4].mean(1)
    np.testing.assert_array_equal(audio, expected[:, :channels])


def test_parts_add_up_at_another_rate() -> None:
    with shared_with(SPLIT) as shared:
        shared.parameters.write(values(**BELOW_LIMITER))
        player = ManualPlayer(shared, rate=48_000, channels=8, parts=3)
        shared.events.push(PLAY)
        mix, *parts = pairs(player.render(LOOP // 2, 700))
        del player
    assert level(sum(parts) - mix) < level(mix) - 40

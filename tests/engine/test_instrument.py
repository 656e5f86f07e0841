import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, sosfiltfilt

from engine.controls import Action, Event
from engine.dynamics import CEILING
from engine.instrument import Instrument
from engine.inversion import HIGH, LIVE, Quality
from engine.measures import attacks
from engine.mel import Floats
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.tape import Tape, blank
from tests.sound import LOOP, STEP, break_loop, decibels, hit, tape_of

PLAY, STOP, PANIC = Event(Action.PLAY), Event(Action.STOP), Event(Action.PANIC)
TAPE = tape_of(break_loop())
OTHER = tape_of(break_loop(tuple(range(1, SPEC.steps, 2)), seed=5))


def values(**changes: float) -> np.ndarray:
    vector = np.array([entry.default for entry in TABLE])
    for id, value in changes.items():
        vector[INDEX[id]] = value
    return vector


def playing(tempo: float = SPEC.native_tempo, tape: Tape = TAPE) -> Instrument:
    instrument = Instrument(tape)
    instrument.set(values(tempo=tempo))
    instrument.schedule(PLAY)
    return instrument


def even(value: float) -> Tape:
    """A tape that is the same everywhere."""
    return Tape(np.full((SPEC.frames, SPEC.bins), value, np.float32), np.zeros(0))


def mono(audio: Floats) -> Floats:
    np.testing.assert_array_equal(audio[:, 0], audio[:, 1])
    return audio[:, 0].copy()


def test_until_it_is_told_to_play_it_is_silent() -> None:
    instrument = Instrument(TAPE)
    assert not instrument.process(5000).any()
    assert not instrument.playing


@pytest.mark.parametrize(
    ("tempo", "seconds"),
    [(60.0, 0.006), (80.0, 0.006), (120.0, 0.006), (SPEC.native_tempo, 0.006), (174.0, 0.006), (220.0, 0.006)],
)
def test_attacks_fall_on_the_grid_of_the_tempo(tempo: float, seconds: float) -> None:
    instrument = playing(tempo)
    instrument.process(instrument.latency)
    audio = mono(instrument.process(4 * SPEC.rate))
    eighth = 30 * SPEC.rate / tempo
    late = np.array([(at + eighth / 2) % eighth - eighth / 2 for at in attacks(audio)])
    assert len(late) >= 0.8 * len(audio) / eighth
    assert np.mean(np.abs(late) < seconds * SPEC.rate) >= 0.85


def test_the_first_downbeat_comes_after_the_latency_it_reports() -> None:
    instrument = playing()
    audio = mono(instrument.process(4000))
    loud = np.abs(audio) > 0.25 * np.abs(audio).max()
    assert abs(int(loud.argmax()) - instrument.latency) < 30


@given(st.lists(st.integers(1, 1500), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_any_division_into_blocks_gives_the_same_samples(blocks: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    events = [
        (int(rng.integers(sum(blocks))), Event(Action.SLICE, int(rng.integers(32)), float(rng.uniform(0.2, 1))))
        for _ in range(3)
    ]
    events.append((int(rng.integers(sum(blocks))), STOP))

    def scripted() -> Instrument:
        instrument = playing()
        for at, event in events:
            instrument.schedule(event, at)
        return instrument

    whole, parts = scripted(), scripted()
    np.testing.assert_array_equal(whole.process(sum(blocks)), np.concatenate([parts.process(n).copy() for n in blocks]))


@pytest.mark.parametrize("quality", [LIVE, HIGH], ids=["live", "high"])
@pytest.mark.parametrize("at", [10_000, 10_100, 10_199])
def test_a_slice_is_heard_at_its_sample(quality: Quality, at: int) -> None:
    """Step 4 has a hit: wherever the playhead is, triggering it puts an attack `latency` samples later: 2.9 ms."""
    tape = tape_of(break_loop((4,)))
    for tempo in (90.0, SPEC.native_tempo, 174.0):
        instrument = Instrument(tape, quality=quality)
        assert instrument.latency == 128
        instrument.set(values(tempo=tempo))
        instrument.schedule(PLAY)
        instrument.schedule(Event(Action.SLICE, 4), at)
        instrument.process(at)
        audio = mono(instrument.process(3000))
        loud = np.abs(audio) > 0.25 * np.abs(audio).max()
        assert abs(int(loud.argmax()) - instrument.latency) < 40


def test_a_slice_starts_an_instrument_that_stands() -> None:
    instrument = Instrument(TAPE)
    instrument.schedule(Event(Action.SLICE, 2))
    assert np.abs(instrument.process(4000)).max() > 0.05
    assert instrument.playing


def test_velocity_is_loudness_of_that_sixteenth_only() -> None:
    def after(velocity: float) -> Floats:
        instrument = playing()
        instrument.process(5000)
        instrument.schedule(Event(Action.SLICE, 0, velocity))
        return mono(instrument.process(8 * STEP))

    loud, soft = after(1.0), after(0.25)
    assert decibels(np.abs(soft[:STEP]).max() / np.abs(loud[:STEP]).max()) == pytest.approx(-12, abs=1)
    np.testing.assert_allclose(soft[3 * STEP :], loud[3 * STEP :], atol=1e-3)


def test_velocity_zero_is_a_release_and_does_nothing() -> None:
    plain, released = playing(), playing()
    released.schedule(Event(Action.SLICE, 9, 0.0), 2000)
    np.testing.assert_array_equal(plain.process(8000), released.process(8000))


@pytest.mark.parametrize("event", [STOP, PANIC])
def test_stop_and_panic_are_silent_within_twenty_milliseconds_and_do_not_click(event: Event) -> None:
    instrument, going_on = playing(tape=even(0.3)), playing(tape=even(0.3))
    instrument.process(20_000)
    going_on.process(20_000)
    instrument.schedule(event)
    audio = mono(instrument.process(4000))
    assert np.abs(audio[int(0.02 * SPEC.rate) :]).max() < 3e-4  # what the DC block still swings, 70 dB down
    assert not instrument.playing
    assert np.abs(np.diff(audio)).max() <= np.abs(np.diff(mono(going_on.process(4000)))).max()


def test_panic_also_forgets_what_was_due() -> None:
    instrument = playing()
    instrument.schedule(Event(Action.SLICE, 3), 9000)
    instrument.schedule(PANIC, 5000)
    instrument.process(8000)
    assert not instrument.process(8000).round(4).any()


def test_play_after_stop_begins_at_the_downbeat() -> None:
    instrument = playing()
    instrument.process(30_000)
    instrument.schedule(STOP)
    instrument.process(1000)
    assert instrument.beat == 0
    instrument.schedule(PLAY)
    instrument.process(640)
    assert 0 < instrument.beat < 0.1
    assert instrument.frame < 4


def test_play_while_it_plays_changes_nothing() -> None:
    plain, again = playing(), playing()
    again.schedule(PLAY, 3000)
    np.testing.assert_array_equal(plain.process(8000), again.process(8000))


def test_a_resumed_instrument_is_where_the_other_would_have_been() -> None:
    old, new = playing(174), Instrument(TAPE)
    old.process(64 * 3000)
    new.set(values(tempo=174.0))
    new.resume(
        old.beat - 0.5 / 60 * 174, old.frame - 0.5 * SPEC.rate / SPEC.hop * 174 / SPEC.native_tempo, SPEC.rate // 2
    )
    assert new.frame == pytest.approx(old.frame, abs=1e-6)
    was, now = mono(old.process(2 * SPEC.rate)), mono(new.process(2 * SPEC.rate))
    matched = [min(abs(a - b) for b in attacks(now)) for a in attacks(was)[1:-1]]
    assert np.median(matched) < 0.004 * SPEC.rate


def clicks(events: list[tuple[int, Event]], size: int, tape: Tape) -> tuple[float, float]:
    """Energy above 5 kHz around the events (95th percentile) and away from them (median), dB re rms of all."""
    instrument = playing(tape=tape)
    for at, event in events:
        instrument.schedule(event, at)
    audio = mono(instrument.process(size))
    high = sosfiltfilt(butter(6, 5000, "high", fs=SPEC.rate, output="sos"), audio) ** 2
    burst = np.convolve(high, np.ones(132) / 132, "same")
    rms = np.mean(audio**2)
    at_events = [burst[at : at + 1200].max() for at, _ in events]
    return tuple(10 * np.log10(np.array([np.percentile(at_events, 95), np.median(burst)]) / rms + 1e-14))  # type: ignore[return-value]


def test_jumps_stops_and_starts_do_not_click() -> None:
    rng = np.random.default_rng(1)
    thrice = sosfiltfilt(butter(10, 1200, fs=SPEC.rate, output="sos"), np.tile(break_loop(), 3))
    dull = thrice[LOOP : 2 * LOOP].astype(np.float32)
    events: list[tuple[int, Event]] = []
    at = 5000
    for _ in range(60):
        kind = rng.integers(6)
        event = STOP if kind == 0 else PLAY if kind == 1 else Event(Action.SLICE, int(rng.integers(32)), 1.0)
        events.append((at, event))
        at += int(rng.integers(1500, 6000))
    at_events, _ = clicks(events, at, tape_of(dull))
    assert at_events <= -70  # what a hard cut makes is -15


def test_another_tape_is_heard_and_does_not_click() -> None:
    instrument = playing()
    instrument.process(64 * 100)
    instrument.load(OTHER)
    before = playing().process(64 * 100 + 4 * STEP)[64 * 100 :]
    audio = mono(instrument.process(4 * STEP))
    assert np.abs(audio - mono(before)).max() > 0.05


def test_the_ceiling_holds_for_any_tape() -> None:
    for scale in (1.0, 100.0, 1e6):
        instrument = playing(tape=TAPE._replace(magnitudes=TAPE.magnitudes * np.float32(scale)))
        instrument.set(values(level=12.0, tempo=200.0))
        audio = instrument.process(SPEC.rate)
        assert np.isfinite(audio).all()
        assert np.abs(audio).max() <= CEILING


@pytest.mark.parametrize("wild", [np.nan, np.inf])
def test_a_tape_that_is_not_numbers_is_silence_and_a_counted_error(wild: float) -> None:
    instrument = playing(tape=even(wild))
    with np.errstate(all="ignore"):
        audio = instrument.process(4096)
    assert not audio.any()
    assert instrument.errors > 0
    instrument.load(TAPE)
    assert np.abs(instrument.process(30_000)).max() > 0.05  # the stream goes on


def test_level_is_decibels_and_its_low_end_is_silence() -> None:
    peaks = {}
    for level in (-60.0, -20.0, -10.0):
        instrument = playing()
        instrument.set(values(level=level, tempo=SPEC.native_tempo))
        instrument.process(4 * STEP)
        peaks[level] = float(np.abs(instrument.process(16 * STEP)).max())
    assert peaks[-60.0] < 1e-4
    assert decibels(peaks[-10.0] / peaks[-20.0]) == pytest.approx(10, abs=0.5)


def test_too_many_events_are_refused_and_counted() -> None:
    instrument = playing()
    for _ in range(5000):
        instrument.schedule(Event(Action.SLICE, 1), 10**9)
    assert instrument.errors == 5000 + 1 - 4096
    assert np.abs(instrument.process(8000)).max() > 0.05


def test_reset_is_a_fresh_start() -> None:
    instrument = playing()
    first = instrument.process(9000).copy()
    instrument.reset()
    instrument.schedule(PLAY)
    np.testing.assert_array_equal(instrument.process(9000), first)


def test_memory_does_not_grow_while_it_plays() -> None:
    instrument = playing(174)
    instrument.process(64 * 200)
    tracemalloc.start()
    sizes = []
    for k in range(6):
        for _ in range(100):
            instrument.schedule(Event(Action.SLICE, k))
            instrument.process(128)
        sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sizes[-1] - sizes[1] < 16384  # 25 bytes a call would be more


def test_a_silent_tape_is_silent() -> None:
    assert np.abs(playing(tape=blank()).process(20_000)).max() < 1e-6


def loudness(audio: Floats, pieces: int) -> np.ndarray:
    """RMS in dB of equal pieces."""
    return np.array([decibels(float(np.sqrt(np.mean(piece**2)))) for piece in np.array_split(audio, pieces)])


def test_a_frozen_playhead_sounds_on_without_decay_or_buzz() -> None:
    """Half a step after a hit: as loud after ten seconds, and it does not repeat itself at any pitch."""
    instrument = playing()
    instrument.process(8 * STEP + STEP // 2 + instrument.latency)
    instrument.set(values(speed=0.0, tempo=SPEC.native_tempo))
    instrument.process(SPEC.rate // 2)
    audio = mono(instrument.process(10 * SPEC.rate))
    assert np.ptp(loudness(audio, 10)) < 2
    spectrum = np.abs(np.fft.rfft(audio[: SPEC.rate] * np.hanning(SPEC.rate))) ** 2
    alike = np.fft.irfft(spectrum)
    assert (alike[130:1800] / alike[0]).max() < 0.5  # 0.8 when one column is repeated


def test_backwards_is_heard_backwards() -> None:
    """A hit that rises at once and falls slowly does the opposite."""
    loop = np.zeros(LOOP, np.float32)
    loop[8 * STEP :][:20_000] = 0.3 * hit(np.random.default_rng(0), 20_000, 5000)
    tape = tape_of(loop)

    def shape(speed: float) -> tuple[float, float]:
        instrument = Instrument(tape)
        instrument.set(values(speed=speed, tempo=SPEC.native_tempo))
        instrument.schedule(PLAY)
        energy = mono(instrument.process(33 * STEP)) ** 2
        peak = int(np.convolve(energy, np.ones(500), "same").argmax())
        return float(energy[:peak].sum()), float(energy[peak:].sum())

    before, after = shape(1.0)
    assert after > 1.5 * before
    before, after = shape(-1.0)
    assert before > 1.5 * after


@pytest.mark.parametrize("speed", [0.25, 0.5, 2.0, 4.0, -4.0])
def test_any_speed_is_safe_and_comes_back_in_time(speed: float) -> None:
    instrument, plain = playing(), playing()
    instrument.process(64 * 50)
    instrument.set(values(speed=speed, tempo=SPEC.native_tempo))
    audio = instrument.process(64 * 500)
    assert np.isfinite(audio).all() and np.abs(audio).max() <= CEILING
    plain.process(64 * 550)
    assert instrument.beat == pytest.approx(plain.beat, abs=1e-9)


def test_what_comes_after_panic_counts() -> None:
    """Many sequencers send all notes off, then start."""
    instrument = playing()
    instrument.process(6400)
    instrument.schedule(Event(Action.SLICE, 3))
    instrument.schedule(PANIC)
    instrument.schedule(PLAY)
    instrument.process(6400)
    assert instrument.playing
    assert instrument.frame < 64  # from the downbeat


def test_of_many_slices_at_one_moment_the_last_is_heard() -> None:
    one, many = playing(), playing()
    for step in (3, 17, 30):
        many.schedule(Event(Action.SLICE, step), 5000)
    many.schedule(Event(Action.SLICE, 9, 0.7), 5000)
    one.schedule(Event(Action.SLICE, 9, 0.7), 5000)
    np.testing.assert_array_equal(one.process(12_000), many.process(12_000))


def test_a_level_set_before_the_first_block_holds_from_the_first_sample() -> None:
    instrument = Instrument(TAPE)
    instrument.set(values(level=-60.0))
    instrument.schedule(PLAY)
    assert not instrument.process(8000).any()


def test_a_soft_slice_stays_soft_while_the_playhead_stands_on_it() -> None:
    instrument = playing()
    instrument.process(6400)
    instrument.set(values(speed=0.0, tempo=SPEC.native_tempo))
    instrument.schedule(Event(Action.SLICE, 4, 0.2))
    instrument.process(SPEC.rate // 4)
    assert np.ptp(loudness(mono(instrument.process(2 * SPEC.rate)), 8)) < 4


def test_a_slice_inside_the_fade_out_begins_the_beat_anew() -> None:
    instrument = playing()
    instrument.process(64_000)
    instrument.schedule(STOP)
    instrument.schedule(Event(Action.SLICE, 8))
    instrument.process(6400)
    assert 0 < instrument.beat < 1


@pytest.mark.parametrize("change", [{"speed": 0.5}, {"speed": 0.0}, {"speed": -1.0}])
def test_a_resumed_instrument_knows_its_slice_and_its_speed(change: dict[str, float]) -> None:
    old, new = playing(), Instrument(TAPE)
    old.process(6400)
    old.schedule(Event(Action.SLICE, 5))
    for instrument in (old, new):
        instrument.set(values(tempo=SPEC.native_tempo, **change))
    old.process(12_800)
    beat, frame = old.beat, old.frame
    old.process(64 * 200)
    new.resume(beat, frame, 64 * 200)
    assert new.frame == pytest.approx(old.frame, abs=1e-6)
    assert new.beat == pytest.approx(old.beat, abs=1e-9)

import numpy as np
import pytest

from engine.commands.bench.spectral_error import onset_samples
from engine.controls import Action, Event
from engine.core import CEILING, Instrument
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.clicks import bursts, dull_tape
from tests.playing import OTHER, PLAY, STOP, TAPE, loudness, mono, playing, values
from tests.sound import LOOP, STEP, decibels, hit, tape_of


@pytest.mark.parametrize("about", [60.0, 80.0, 120.0, SPEC.native_tempo, 174.0, 220.0])
def test_onsets_are_on_the_grid_of_the_tempo(about: float) -> None:
    near = []
    for tempo in (about - 1.5, about, about + 1.5):
        instrument = playing(tempo)
        instrument.process(instrument.latency)
        audio = mono(instrument.process(4 * SPEC.rate))
        eighth = 30 * SPEC.rate / tempo
        late = np.array([(at + eighth / 2) % eighth - eighth / 2 for at in onset_samples(audio)])
        assert len(late) >= 0.8 * len(audio) / eighth
        near += (np.abs(late) < 0.006 * SPEC.rate).tolist()
    assert np.mean(near) >= 0.9


@pytest.mark.parametrize("tempo", [60.0, 120.0, 240.0])
def test_the_tempo_does_not_change_the_pitch(tempo: float) -> None:
    hertz = 300 * SPEC.rate / LOOP  # whole periods in the loop
    tone = (0.3 * np.sin(2 * np.pi * hertz / SPEC.rate * np.arange(LOOP))).astype(np.float32)
    audio = mono(playing(tempo, tape_of(tone)).process(3 * SPEC.rate))[SPEC.rate :]
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio))))
    assert spectrum.argmax() * SPEC.rate / len(audio) == pytest.approx(hertz, abs=1)


@pytest.mark.parametrize("hertz", [60, 300, 3000, 12_000, 18_000])
def test_tones_of_the_whole_band_keep_their_level(hertz: int) -> None:
    """From sound through the bands of a tape to sound."""
    periods = round(hertz * LOOP / SPEC.rate)
    tone = (0.3 * np.sin(2 * np.pi * periods / LOOP * np.arange(LOOP))).astype(np.float32)
    audio = mono(playing(tape=tape_of(tone)).process(3 * SPEC.rate))[SPEC.rate :]
    assert decibels(float(audio.std() / tone.std())) == pytest.approx(0, abs=1.5)


def test_a_resumed_instrument_continues_the_other_in_time() -> None:
    old, new = playing(174), Instrument(TAPE)
    old.process(64 * 3000)
    new.set(values(tempo=174.0))
    new.resume(
        old.beat - 0.5 / 60 * 174, old.frame - 0.5 * SPEC.rate / SPEC.hop * 174 / SPEC.native_tempo, SPEC.rate // 2
    )
    assert new.frame == pytest.approx(old.frame, abs=1e-6)
    was, now = mono(old.process(2 * SPEC.rate)), mono(new.process(2 * SPEC.rate))
    matched = [min(abs(a - b) for b in onset_samples(now)) for a in onset_samples(was)[1:-1]]
    assert np.median(matched) < 0.004 * SPEC.rate


def clicks(events: list[tuple[int, Event]], size: int, tape: Tape) -> tuple[float, float]:
    """Energy above 5 kHz around the events (95th percentile) and away from them (median), dB re rms of all."""
    instrument = playing(tape=tape)
    for at, event in events:
        instrument.schedule(event, at)
    return bursts(mono(instrument.process(size)), [at for at, _ in events])


def test_jumps_stops_and_starts_do_not_click() -> None:
    rng = np.random.default_rng(1)
    events: list[tuple[int, Event]] = []
    at = 5000
    for _ in range(60):
        kind = rng.integers(6)
        event = STOP if kind == 0 else PLAY if kind == 1 else Event(Action.SLICE, int(rng.integers(32)), 1.0)
        events.append((at, event))
        at += int(rng.integers(1500, 6000))
    at_events, _ = clicks(events, at, dull_tape())
    assert at_events <= -70  # a hard cut: -15


def test_a_change_of_the_tape_is_audible_and_does_not_click() -> None:
    instrument = playing()
    instrument.process(64 * 100)
    instrument.load(OTHER)
    before = playing().process(64 * 100 + 4 * STEP)[64 * 100 :]
    audio = mono(instrument.process(4 * STEP))
    assert np.abs(audio - mono(before)).max() > 0.05


@pytest.mark.parametrize("change", [{"speed": 0.0}, {"freeze": 1.0}])
def test_a_frozen_playhead_sustains_without_decay_or_buzz(change: dict[str, float]) -> None:
    """Half a step after a hit: the level stays for ten seconds, and the sound has no period."""
    instrument = playing()
    instrument.process(8 * STEP + STEP // 2 + instrument.latency)
    instrument.set(values(tempo=SPEC.native_tempo, **change))
    instrument.process(SPEC.rate // 2)
    audio = mono(instrument.process(10 * SPEC.rate))
    assert np.ptp(loudness(audio, 10)) < 2
    spectrum = np.abs(np.fft.rfft(audio[: SPEC.rate] * np.hanning(SPEC.rate))) ** 2
    alike = np.fft.irfft(spectrum)
    assert (alike[130:1800] / alike[0]).max() < 0.5  # 0.8 for a repeated column


def test_reverse_plays_backwards() -> None:
    """A hit with a fast attack and a slow decay becomes the opposite."""
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
def test_after_any_speed_the_playhead_is_in_time(speed: float) -> None:
    instrument, plain = playing(), playing()
    instrument.process(64 * 50)
    instrument.set(values(speed=speed, tempo=SPEC.native_tempo))
    audio = instrument.process(64 * 500)
    assert np.isfinite(audio).all() and np.abs(audio).max() <= CEILING
    plain.process(64 * 550)
    assert instrument.beat == pytest.approx(plain.beat, abs=1e-9)


def test_a_frozen_slice_keeps_its_velocity() -> None:
    instrument = playing()
    instrument.process(6400)
    instrument.set(values(speed=0.0, tempo=SPEC.native_tempo))
    instrument.schedule(Event(Action.SLICE, 4, 0.2))
    instrument.process(SPEC.rate // 4)
    assert np.ptp(loudness(mono(instrument.process(2 * SPEC.rate)), 8)) < 4


@pytest.mark.parametrize(
    "change",
    [{"speed": 0.5}, {"speed": 0.0}, {"speed": -1.0}, {"freeze": 1.0}, {"reverse": 1.0}, {"stutter": 1.0}],
)
def test_a_resumed_instrument_keeps_its_slice_and_its_speed(change: dict[str, float]) -> None:
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

import numpy as np
import pytest

from engine.arrays import Floats
from training.sources.drums import Drum
from training.sources.kits import Kit, KitInstrument, Kits
from training.sources.slices import LEAD
from training.synthesis import drum_synth
from training.synthesis.drum_kit import (
    DRUM_LEVELS_DB,
    Treatment,
    add_to_layers,
    attack_gain,
    build_kit,
    make_voice,
    pick_source,
    tune_kick,
)


def sound_of(stroke: drum_synth.StrokeGenerator, seed: int = 0) -> Floats:
    return np.concatenate([np.zeros(LEAD, np.float32), stroke(np.random.default_rng(seed))])


def instrument(name: str, drum: Drum, stroke: drum_synth.StrokeGenerator) -> KitInstrument:
    return KitInstrument(name, drum, ((sound_of(stroke),),))


@pytest.fixture(scope="module")
def kits() -> Kits:
    first = (instrument("a/kick", Drum.KICK, drum_synth.kick_skin), instrument("a/hat", Drum.HAT, drum_synth.hat_noise))
    other = (instrument("b/kick", Drum.KICK, drum_synth.kick_long), instrument("b/sn", Drum.SNARE, drum_synth.clap))
    return Kits((Kit("a", first), Kit("b", other)))


def loudness(sound: Floats) -> float:
    """dB RMS of 40 ms after the attack."""
    return float(10 * np.log10(np.mean(np.square(sound[LEAD : LEAD + 1764], dtype=np.float64)) + 1e-12))


def test_drums_are_of_one_kit_and_what_it_lacks_of_another_or_of_the_synthesiser(kits: Kits) -> None:
    pairs = set()
    for seed in range(60):
        voices, _ = build_kit(np.random.default_rng(seed), kits, [Drum.KICK, Drum.SNARE, Drum.HAT, Drum.RIDE])
        assert set(voices) == {Drum.KICK, Drum.SNARE, Drum.HAT, Drum.RIDE}
        assert voices[Drum.RIDE].name == "synth ride"
        pairs.add((voices[Drum.KICK].name, voices[Drum.SNARE].name))
    assert {("a/kick", "b/sn"), ("b/kick", "b/sn")} <= pairs
    assert {kick for kick, _ in pairs} == {"a/kick", "b/kick"}  # a synthesised bass drum only where no kit has one


def test_most_voices_are_one_shots_and_some_are_synthesised(kits: Kits) -> None:
    rng = np.random.default_rng(0)
    ours = [isinstance(pick_source(rng, kits, kits.kits[1], Drum.SNARE), KitInstrument) for _ in range(300)]
    assert 0.75 < np.mean(ours) < 0.95
    assert not any(isinstance(pick_source(rng, None, None, Drum.SNARE), KitInstrument) for _ in range(20))


def test_groups_are_balanced_independently(kits: Kits) -> None:
    drums = (Drum.KICK, Drum.SNARE, Drum.HAT, Drum.OPEN)
    levels = []
    for seed in range(150):
        voices, _ = build_kit(np.random.default_rng(seed), kits, drums)
        levels.append([loudness(voices[drum].sound(1, 0)) - DRUM_LEVELS_DB[drum] for drum in drums])
    spread, related = np.std(levels, axis=0), np.corrcoef(np.transpose(levels))
    assert (spread > 2.5).all()
    assert np.abs(related[0, 1:]).max() < 0.35
    assert abs(related[1, 2]) < 0.35
    assert related[2, 3] > 0.6  # hats are one group


def test_layers_keep_their_relation_and_takes_alternate_within_one() -> None:
    loud = sound_of(drum_synth.snare_skin)
    layers = ((loud * np.float32(0.05), loud * np.float32(0.06)), (loud * np.float32(0.5),))
    voice = make_voice("x", layers, Treatment(), -6.0)
    assert voice.takes == [2, 1]
    assert loudness(voice.sound(1, 0)) == pytest.approx(20 * np.log10(0.2) - 6, abs=0.5)
    assert loudness(voice.sound(0, 0)) == pytest.approx(loudness(voice.sound(1, 0)) - 20, abs=0.2)
    assert voice.sound(0, 1) == pytest.approx(voice.sound(0, 0) * 1.2, rel=1e-3, abs=1e-6)


def test_a_velocity_selects_its_layer() -> None:
    voice = make_voice("x", [[sound_of(drum_synth.clap)]] * 4, Treatment(), 0.0)
    assert [voice.layer(velocity) for velocity in (0.0, 0.2, 0.3, 0.6, 1.0)] == [
        *((0, 0.25), (0, 0.25), (1, 0.5), (2, 0.75), (3, 1.0))
    ]


@pytest.mark.parametrize("stroke", [drum_synth.kick_long, drum_synth.snare_skin, drum_synth.hat_metal])
def test_an_instrument_of_one_layer_gets_a_darker_one(stroke: drum_synth.StrokeGenerator) -> None:
    voice = make_voice("x", ((sound_of(stroke) * np.float32(0.01),),), Treatment(), -6.0)
    soft, hard = voice.sound(0, 0), voice.sound(1, 0)
    assert loudness(hard) <= 20 * np.log10(0.2) - 6 + 0.1
    bright = [np.abs(np.fft.rfft(part))[len(part) // 4 :].sum() for part in (soft, hard)]
    assert bright[0] < 0.8 * bright[1]
    assert [voice.layer(velocity) for velocity in (0.2, 0.8)] == [(0, 1.0), (1, 1.0)]


def test_a_short_decay_makes_a_short_drum() -> None:
    layers = ((sound_of(drum_synth.kick_long),),)
    ringing, gated = (make_voice("x", layers, Treatment(decay=decay), 0.0).sound(1, 0) for decay in (None, 0.03))
    late = slice(LEAD + 6000, LEAD + 12_000)
    assert np.abs(gated[late]).max() < 0.1 * np.abs(ringing[late]).max()


def test_a_bass_drum_is_sometimes_tuned_further_and_swept() -> None:
    tuned = [tune_kick(np.random.default_rng(seed), Treatment(pitch=1.0)) for seed in range(200)]
    assert 0.15 < np.mean([one.pitch != 1.0 for one in tuned]) < 0.35
    assert 0.15 < np.mean([one.sweep != 0 for one in tuned]) < 0.35
    assert max(abs(one.pitch) for one in tuned) <= 6
    special = [build_kit(np.random.default_rng(seed), None, [Drum.KICK])[1] for seed in range(40)]
    assert {name for names in special for name in names} == {"kick tuned", "kick swept"}


def test_a_layered_snare_has_both_sounds_at_their_relation_in_every_layer() -> None:
    hard, other = sound_of(drum_synth.snare_skin), sound_of(drum_synth.clap)
    layers = ((hard * np.float32(0.1),), (hard,))
    mixed = add_to_layers(layers, other, -3.0)
    assert len(mixed[1][0]) == max(len(hard), len(other))
    assert mixed[0][0] == pytest.approx(mixed[1][0] * 0.1, rel=1e-3, abs=1e-6)
    assert not np.allclose(mixed[1][0][: len(hard)], hard[: len(mixed[1][0])])


def test_silence_has_a_finite_gain() -> None:
    assert np.isfinite(attack_gain(np.zeros(5000, np.float32)))

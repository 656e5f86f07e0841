"""A break becomes a preset that decodes close to it; unusable files and arguments are refused in one sentence."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from engine.arrays import Floats
from engine.commands import encode as module
from engine.commands import manage_presets
from engine.commands.encode import Cycle, cut_bars, decoded_levels, encode, encoded, mean_error_db, normalised, tape_of
from engine.errors import BadInput, BadParameter
from engine.files.audio import read, write
from engine.files.preset_folder import read_preset
from engine.model.learned_break import LearnedBreaks
from engine.model.model_file import Model, bundled
from engine.spec import SPEC

BAR = 60 * 4 / 150  # seconds


def drums(bars: int, bar: float = BAR) -> Floats:
    """A pattern of kick, snare and hat from noise and a falling sine."""
    rng = np.random.default_rng(1)
    audio = np.zeros(round(bars * bar * SPEC.rate), np.float32)
    step = len(audio) / (16 * bars)
    time = np.arange(round(0.09 * SPEC.rate)) / SPEC.rate
    kick = np.sin(2 * np.pi * (50 * time - 4 * np.exp(-40 * time))) * np.exp(-60 * time)
    snare = rng.standard_normal(len(time)) * np.exp(-35 * time) * 0.5
    hat = np.diff(rng.standard_normal(len(time) + 1)) * np.exp(-120 * time) * 0.2
    for index in range(16 * bars):
        sound = kick if index % 16 in (0, 10) else snare if index % 8 == 4 else hat
        if index % 2 == 0:
            begin = round(index * step)
            piece = sound[: len(audio) - begin]
            audio[begin : begin + len(piece)] += piece
    return (0.9 * audio / np.abs(audio).max()).astype(np.float32)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load(bundled(), provider="cpu")


def test_the_preset_is_closer_to_the_break_than_random_breaks(model: Model) -> None:
    tape = tape_of(cut_bars(drums(2), "drums"))
    found = encoded(model, tape, 150.0, "drums", "")
    error = mean_error_db(decoded_levels(model, found), tape)
    rng = np.random.default_rng(0)
    others = [mean_error_db(model.decode_loop(model.sample(rng), seed).levels, tape) for seed in range(20)]
    assert error < 0.6 * min(others)
    assert found.values["tempo"] == 150.0 and found.cells


def test_step_edits_reduce_the_error_of_the_loop(model: Model) -> None:
    tape = tape_of(cut_bars(drums(2), "drums"))
    found = encoded(model, tape, 150.0, "drums", "")
    knobs = np.array([found.values[f"latent/{index}"] for index in range(16)])
    assert mean_error_db(decoded_levels(model, found), tape) < mean_error_db(
        model.decode_loop(knobs, int(found.values["seed"])).levels, tape
    )


def test_every_hit_is_on_its_step_at_any_tempo() -> None:
    for bar in (1.2, 1.6, 2.1):
        loud = tape_of(cut_bars(drums(2, bar), "drums", bars=2)).mean(1)
        # a window of analysis reaches two columns to either side, so a rise begins before its step
        rises = np.roll(np.maximum(np.diff(loud, prepend=loud[-1]), 0), 4).reshape(32, 16)
        hits, rests = rises[::2], rises[1::2]
        assert hits.max(1).min() > 2 * np.median(rests.max(1)), bar
        assert {int(column) for column in hits.argmax(1)} <= {2, 3, 4, 5}, bar


def test_one_bar_fills_the_tape_twice() -> None:
    tape = tape_of(cut_bars(drums(1), "drums", bars=1))
    assert np.allclose(tape[:256], tape[256:], atol=1e-3)


@pytest.mark.parametrize(
    ("seconds", "bars", "tempo", "found"),
    [
        (1.6, None, None, (1, 150)),
        (3.2, None, None, (2, 150)),
        (6.4, None, None, (2, 150)),  # the first two of four
        (1.9, None, None, (1, 126.3)),
        (3.2, 1, None, (1, 75)),
        (3.2, None, 75, (1, 75)),
        (3.2, 2, 150, (2, 150)),
        (7.0, None, 150, (2, 150)),
        (2.0, None, 150, (1, 150)),  # the incomplete bar is cut off
    ],
)
def test_the_length_is_the_given_or_the_best_fitting_one(
    seconds: float, bars: int | None, tempo: float | None, found: tuple[int, float]
) -> None:
    cycle = cut_bars(np.ones(round(seconds * SPEC.rate), np.float32), "x", bars, tempo)
    assert (cycle.bars, round(cycle.tempo, 1)) == found
    assert len(cycle.audio) == pytest.approx(cycle.bars * 240 / cycle.tempo * SPEC.rate, abs=1)


@pytest.mark.parametrize(
    ("seconds", "bars", "tempo", "sentence"),
    [
        (3.2, 3, None, "3 bars cannot be encoded; give 1, 2 or 4"),
        (0.2, None, None, "would play at 1200 BPM"),
        (60.0, None, None, "would play at 16 BPM"),
        (3.2, None, 1000, "would play at 1000 BPM"),
        (3.2, None, float("nan"), "the tempo must be above 0 BPM, not nan"),
        (3.2, None, -4, "the tempo must be above 0 BPM, not -4"),
        (3.2, 4, 150, "lasts 3.20 s, 4 bars at 150.0 BPM last 6.40 s"),
        (1.0, None, 150, "lasts 1.00 s, 1 bars at 150.0 BPM last 1.60 s"),
    ],
)
def test_unusable_lengths_and_tempos_are_refused(
    seconds: float, bars: int | None, tempo: float | None, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        cut_bars(np.ones(round(seconds * SPEC.rate), np.float32), "x.wav", bars, tempo)


def test_the_command_writes_a_preset_that_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "mine.wav", drums(2))
    encode(tmp_path / "mine.wav", tmp_path / "mine.json", name="my break")
    kept = read_preset(tmp_path / "mine.json")
    assert (kept.name, round(kept.values["tempo"], 2)) == ("my break", 150.0)
    said = capsys.readouterr().out
    assert "two bars at 150.0 BPM of 8 beats at 150.0 BPM (estimate, confidence" in said
    assert " dB, " in said


def test_a_break_that_is_learned_sounds_as_it_does_wherever_its_file_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")
    model, bank = tiny.tiny_model(tmp_path / "tiny.onnx"), tmp_path / "bank"
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, len(drums(2))).astype(np.float32)
    write(tmp_path / "mine.wav", noise * np.linspace(1, 0.1, len(noise), dtype=np.float32))
    encode(tmp_path / "mine.wav", tmp_path / "plain.json", model=model, bars=2)
    encode(tmp_path / "mine.wav", tmp_path / "mine.json", model=model, bars=2, learn=True)
    plain, learned = map(float, re.findall(r" (\S+) dB,", capsys.readouterr().out))
    assert learned < 2.6 < 10 < plain
    manage_presets.import_preset(tmp_path / "mine.json", 7, bank=bank)
    (tmp_path / "away").mkdir()
    manage_presets.export("7", tmp_path / "away" / "again.json", bank=bank)
    for file in (tmp_path / "mine.json", bank / "007.json", tmp_path / "away" / "again.json"):
        found = Model.load(model, provider="cpu")
        found.learned = LearnedBreaks(file.parent)
        heard = decoded_levels(found, read_preset(file))
        cycle = cut_bars(normalised(read(tmp_path / "mine.wav"), file), "mine", 2)
        assert mean_error_db(heard, tape_of(cycle)) < 2.6


def test_the_level_of_a_break_does_not_matter(tmp_path: Path) -> None:
    for name, gain in (("loud", 1.0), ("quiet", 0.05)):
        write(tmp_path / f"{name}.wav", drums(1) * np.float32(gain))
        encode(tmp_path / f"{name}.wav", tmp_path / f"{name}.json")
    loud, quiet = (read_preset(tmp_path / f"{name}.json") for name in ("loud", "quiet"))
    assert quiet.values == pytest.approx(loud.values, abs=0.05)


def test_unusable_files_and_outputs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no file"):
        encode(tmp_path / "none.wav")
    (tmp_path / "noise.wav").write_bytes(b"RIFF no")
    with pytest.raises(BadInput, match="is not audio"):
        encode(tmp_path / "noise.wav")
    write(tmp_path / "silent.wav", np.zeros(70_000, np.float32))
    with pytest.raises(BadInput, match="is silent"):
        encode(tmp_path / "silent.wav")
    with pytest.raises(BadInput, match="both say where"):
        encode(tmp_path / "silent.wav", tmp_path / "x.json", number=3)
    with pytest.raises(BadInput, match="does not end in"):
        encode(tmp_path / "silent.wav", tmp_path / "noise.wav")
    assert (tmp_path / "noise.wav").read_bytes() == b"RIFF no"
    with pytest.raises(BadParameter, match="is not a preset number"):
        encode(tmp_path / "silent.wav", number=128)


def test_with_a_number_the_preset_is_saved_in_the_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "mine.wav", drums(1))
    bank = module.PresetBank(tmp_path / "bank")
    monkeypatch.setattr(module, "PresetBank", lambda: bank)
    encode(tmp_path / "mine.wav", number=12)
    assert bank.names[12] == bank.find("mine").name == read_preset(tmp_path / "bank" / "012.json").name == "mine"


def test_two_bars_fill_the_whole_tape() -> None:
    ramp = np.linspace(0, 1, 70_000, dtype=np.float32)
    tape = tape_of(Cycle(ramp * np.sin(np.arange(70_000) * 0.2).astype(np.float32), 2, 150.0))
    assert tape.shape == (SPEC.frames, SPEC.mels)
    assert tape[500].max() > tape[50].max()


def test_three_bars_are_encoded_at_their_tempo_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "funk 152.wav", drums(3, 240 / 153))
    encode(tmp_path / "funk 152.wav", tmp_path / "x.json")
    assert "two bars at 153.0 BPM of 12 beats at 153.0 BPM (file name, confidence" in capsys.readouterr().out


def test_silence_before_a_break_is_left_out() -> None:
    padded = np.concatenate([np.zeros(6615, np.float32), drums(2), np.zeros(9000, np.float32)])
    cycle = cut_bars(padded, "x_150bpm.wav")
    assert (cycle.bars, round(cycle.tempo, 1)) == (2, 150.0)
    np.testing.assert_allclose(cycle.audio[:5000], drums(2)[:5000], atol=0.2)


@pytest.mark.parametrize(("error", "words"), [(2.9, "close"), (7.0, "similar"), (20.0, "far")])
def test_the_error_is_judged(error: float, words: str) -> None:
    assert module.judged(error).startswith(words)


@pytest.mark.parametrize(
    ("seconds", "bars", "tempo", "said"),
    [
        (6.4, 4, None, ", the first of 4; the others are left out"),
        (7.0, 4, 150, ", the first of 4; the others are left out"),
        (7.0, None, 150, ", the first of 4; the others are left out"),
        (7.0, 2, 150, ""),
        (3.2, 2, None, ""),
        (1.6, 1, None, ""),
    ],
)
def test_bars_that_are_left_out_are_said(seconds: float, bars: int | None, tempo: float | None, said: str) -> None:
    found = cut_bars(np.ones(round(seconds * SPEC.rate), np.float32), "x.wav", bars, tempo).found
    assert found.startswith(said) and bool(found) == bool(said)


def test_a_length_in_beats_keeps_the_place_of_the_loop(tmp_path: Path) -> None:
    silence = np.zeros(6615, np.float32)
    padded = np.concatenate([silence, drums(2), silence])
    found = cut_bars(padded, "x_150bpm.wav")
    for beats, tempo, bars in ((4, 75, 1), (8, 150, 2), (16, 300, 2)):
        cycle = cut_bars(padded, "x_150bpm.wav", beats=beats)
        assert (round(cycle.tempo), cycle.beats, cycle.bars, cycle.confidence) == (tempo, beats, bars, 1.0)
        shorter = min(len(cycle.audio), len(found.audio))
        np.testing.assert_array_equal(cycle.audio[:shorter], found.audio[:shorter])
    for beats in (0, 0.5, float("nan"), 1000):
        with pytest.raises(BadInput, match="beats cannot be encoded; give 1 to 256"):
            cut_bars(padded, "x", beats=beats)
    with pytest.raises(BadInput, match="without bars and tempo"):
        cut_bars(padded, "x", bars=2, beats=8)


def test_the_result_can_be_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "funk 150bpm.wav", drums(2))
    encode(tmp_path / "funk 150bpm.wav", tmp_path / "x.json", name="Funk", learn=True, json=True)
    result = json.loads(capsys.readouterr().out)
    assert result["file"] == str(tmp_path / "x.json") and Path(result["learned"]).is_file()
    assert (result["name"], result["beats"], result["bars"], round(result["tempo"])) == ("Funk", 8, 2, 150)
    assert result["judged"] == "close" and 0 < result["error_db"] < 2 and 0 < result["confidence"] <= 1

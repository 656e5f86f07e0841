"""`vamen render`: presets and MIDI files into audio files and loops."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from mido import Message, MetaMessage, MidiFile, MidiTrack

from engine.arrays import Floats
from engine.commands.cli import main
from engine.errors import BadInput, BadParameter, ModelMismatch
from engine.files.loudness import loudness_and_peak, loudness_note
from engine.files.preset_folder import write_learned, write_preset
from engine.files.presets import preset
from engine.files.scene_bank import SceneBank
from engine.model.digest import read_model
from engine.model.learned_break import LearnedBreak
from engine.spec import SPEC
from osc_bridge.commands.midi_ports import maps_folder
from osc_bridge.commands.model_folder import models_folder
from osc_bridge.commands.render import length, render, resynth
from tests.riff import read_loop

tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")


SEED = 5  # at which the tiny model has few strokes of its own


@given(st.integers(1, 64), st.floats(40, 300))
def test_bars_are_cut_to_the_sample(bars: int, tempo: float) -> None:
    assert length(bars, None, tempo) == round(bars * 240 / tempo * SPEC.rate)


def test_a_length_is_given_once_and_is_possible() -> None:
    assert length(None, None, 120) == 8 * SPEC.rate
    assert length(None, 1.5, 120) == round(1.5 * SPEC.rate)
    for bars, seconds in ((4, 2.0), (0, None), (None, -1.0), (None, float("nan")), (10_000, None)):
        with pytest.raises(BadInput):
            length(bars, seconds, 120)


def test_the_default_texture_is_that_of_the_model(audio: Callable[..., Floats]) -> None:
    own = audio(seconds=0.5)
    assert np.array_equal(own, audio(seconds=0.5, texture=tiny.card()["texture"]))
    assert not any(np.array_equal(own, audio(seconds=0.5, texture=texture)) for texture in (0.0, 1.5))
    assert np.array_equal(audio(seconds=0.5, texture=2.0), audio(seconds=0.5, texture=99.0))


def test_options_override_the_values_of_a_preset(
    tmp_path: Path, model: Path, audio: Callable[..., Floats], capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"latent/2": 1.5, "tempo": 90, "seed": 7, "texture": 0.5}
    for name, cells in (("plain", {}), ("stepped", {(4, "snare"): 2.0})):
        write_preset(tmp_path / f"{name}.json", preset(name, values, cells, "tiny", read_model(model).digest))
    plain, stepped = str(tmp_path / "plain.json"), str(tmp_path / "stepped.json")
    sound = {"bars": 1, "latents": [0.0, 0.0, 1.5], "seed": 7, "texture": 0.5}
    assert np.array_equal(audio(bars=1, preset=plain), audio(tempo=90, **sound))
    assert "90 BPM, seed 7" in capsys.readouterr().out
    assert np.array_equal(audio(bars=1, preset=plain, tempo=200), audio(tempo=200, **sound))
    assert not np.array_equal(audio(bars=1, preset=stepped), audio(bars=1, preset=plain))
    assert capsys.readouterr().err == ""


def test_a_scene_is_rendered_whole_and_options_override_it(
    tmp_path: Path, model: Path, audio: Callable[..., Floats], capsys: pytest.CaptureFixture[str]
) -> None:
    values = {"latent/2": 1.5, "tempo": 90, "seed": 7, "texture": 0.5, "speed": -1, "level": -40}
    path = tmp_path / "drop.json"
    write_preset(path, preset("drop", values, {}, "tiny", read_model(model).digest))
    as_scene, as_preset = audio(bars=1, scene=str(path)), audio(bars=1, preset=str(path))
    assert np.abs(as_scene).max() < 0.5 * np.abs(as_preset).max(), "with its level"
    assert not np.array_equal(audio(bars=1, scene=str(path), tempo=91), as_scene)
    with pytest.raises(BadInput, match="--preset and --scene are both a sound to begin with"):
        audio(bars=1, scene=str(path), preset="1")
    with pytest.raises(BadParameter, match="there is no scene called 'nothing'"):
        audio(bars=1, scene="nothing")
    assert capsys.readouterr().err == ""


def test_a_scene_is_rendered_with_its_own_model_from_the_folder_of_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    models_folder().mkdir(parents=True)
    own = tiny.tiny_model(models_folder() / "own.onnx")
    write_preset(tmp_path / "x.json", preset("x", {}, {}, "tiny", read_model(own).digest))
    for name, options in (("a", ["--model", str(own)]), ("b", [])):
        main(
            ["render", str(tmp_path / f"{name}.wav"), "--seconds", "0.2", "--scene", str(tmp_path / "x.json"), *options]
        )
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert capsys.readouterr().err == ""


def test_a_random_break_is_repeated_by_its_number(
    model: Path, audio: Callable[..., Floats], capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.tiny_model(model, text=tiny.card_with_pattern_knobs())
    drawn = audio(seconds=0.5, random=[])
    number = int(capsys.readouterr().out.split("random break ")[1].split(",")[0])
    assert np.array_equal(audio(seconds=0.5, random=[number]), drawn)
    assert not np.array_equal(audio(seconds=0.5, random=[number + 1]), drawn)
    assert not np.array_equal(audio(seconds=0.5, seed=number), drawn)  # its latents belong to it


@pytest.mark.parametrize("options", [{"random": [1, 2]}, {"random": [-1]}, {"random": [1], "seed": 2}])
def test_a_random_break_has_one_number(audio: Callable[..., Floats], options: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        audio(seconds=0.5, **options)


def test_a_preset_with_a_learned_break_is_rendered_with_it_or_refused(
    tmp_path: Path, model: Path, audio: Callable[..., Floats]
) -> None:
    digest = read_model(model).digest
    zeros = np.zeros((SPEC.frames, SPEC.mels), np.float32)
    for name, made_for in (("own", digest), ("other", "cd" * 32)):
        learned = LearnedBreak.fit(made_for, zeros[:32, :16], zeros, zeros + np.float32(0.5), [zeros[:32, :16] + 1])
        write_learned(tmp_path, learned)
        kept = replace(preset(name, {"texture": 0}, {}, "tiny", digest), learned=learned.digest)
        write_preset(tmp_path / f"{name}.json", kept)
    plain, heard = audio(seconds=0.5, texture=0.0), audio(seconds=0.5, preset=str(tmp_path / "own.json"))
    assert not np.allclose(plain, heard, atol=0.01)
    with pytest.raises(ModelMismatch, match="was made for the model cdcdcdcdcdcd"):
        audio(seconds=0.5, preset=str(tmp_path / "other.json"))


def test_a_preset_of_another_model_is_rendered_with_a_warning(
    tmp_path: Path, audio: Callable[..., Floats], capsys: pytest.CaptureFixture[str]
) -> None:
    write_preset(tmp_path / "x.json", preset("x", {}, {}, "amen", "0" * 64))
    audio(seconds=0.2, preset=str(tmp_path / "x.json"))
    assert "was made with amen (000000000000)" in capsys.readouterr().err


def test_a_render_without_a_file_to_write_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render"]) == 2
    assert capsys.readouterr().err == "vamen: render needs a file to write, as in vamen render loop.wav\n"


def midi_file(path: Path, *messages: Any) -> Path:
    file = MidiFile(ticks_per_beat=480)
    file.tracks.append(MidiTrack([*messages, MetaMessage("end_of_track")]))
    file.save(path)
    return path


def test_a_midi_file_without_messages_is_a_bar_of_the_break_at_120_bpm(
    tmp_path: Path, audio: Callable[..., Floats]
) -> None:
    assert np.array_equal(audio(midi=midi_file(tmp_path / "set.mid")), audio(bars=1, tempo=120))


def test_a_midi_file_moves_what_its_controllers_and_programs_name(tmp_path: Path, audio: Callable[..., Floats]) -> None:
    messages = [MetaMessage("set_tempo", tempo=400_000), Message("control_change", control=20, value=127)]
    file = midi_file(tmp_path / "set.mid", *messages)
    assert np.array_equal(audio(midi=file, bars=1), audio(bars=1, tempo=150, latents=[3.0]))
    recall = midi_file(tmp_path / "recall.mid", messages[0], Message("program_change", program=3))
    recalled, whole = audio(midi=recall, seconds=1.0), audio(preset="3", tempo=150, seconds=1.0)
    assert np.array_equal(recalled, whole)


def test_a_midi_file_recalls_the_scenes_of_the_set(
    tmp_path: Path, model: Path, audio: Callable[..., Floats], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = maps_folder() / "midi"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('ports = ["mine"]\nprogram = "scene"\n[map]\n"cc 9" = "scene/next"\n')
    values = {"latent/2": 1.5, "tempo": 120, "seed": 7, "level": -40}
    SceneBank().folder.path.mkdir(parents=True)
    write_preset(
        SceneBank().folder.path / "003-drop.json", preset("drop", values, {}, "tiny", read_model(model).digest)
    )
    for message in (Message("program_change", program=3), Message("control_change", control=9, value=127)):
        assert np.array_equal(
            audio(midi=midi_file(tmp_path / "set.mid", message), map="mine"), audio(bars=1, scene="3")
        )


def test_the_map_of_a_midi_file_is_chosen_by_the_name_of_a_controller(
    tmp_path: Path, audio: Callable[..., Floats], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    messages = [Message("control_change", control=16, value=value) for value in (64, 127)]  # 64 picks latent 0 up
    file = midi_file(tmp_path / "set.mid", *messages)
    assert np.array_equal(audio(midi=file), audio(bars=1, tempo=120))
    assert np.array_equal(audio(midi=file, map="APC40 mkII"), audio(bars=1, tempo=120, latents=[3.0]))
    with pytest.raises(BadInput, match="no map fits 'nothing'"):
        audio(midi=file, map="nothing")


def test_a_file_is_written_with_its_loudness_and_true_peak(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    render(tmp_path / "plain.wav", model=model, bars=2)
    resynth(tmp_path / "plain.wav", tmp_path / "again.wav")
    for said, name in zip(capsys.readouterr().out.splitlines(), ("plain", "again"), strict=True):
        samples = soundfile.read(tmp_path / f"{name}.wav")[0]
        assert loudness_note(*loudness_and_peak(samples, SPEC.rate)) in said
        assert said.startswith(str(tmp_path / name))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"out": "set.ogg"}, r"\.wav or \.flac"),
        ({"out": "set.wav", "midi": "set.mid", "tempo": 120.0}, "leave --tempo out"),
        ({"out": "set.wav", "midi": "set.mid", "take": "set.take"}, "a take says itself"),
        ({"out": "set.wav", "map": "MPD218"}, "--map is for a MIDI file"),
        ({"out": "set.wav", "midi_out": "set.mid"}, "--midi-out writes a take"),
        ({"midi_out": "set.mid"}, "--midi-out writes a take"),
        ({"out": "set.wav", "midi": "missing.mid"}, r"missing\.mid"),
        ({"out": "set.wav", "latents": [0.0] * 17}, "17 latents"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("out", "midi", "take", "midi_out")
    with pytest.raises(BadInput, match=sentence):
        render(**{name: Path(value) if name in names else value for name, value in options.items()})
    assert list(tmp_path.iterdir()) == []


def test_a_source_above_full_scale_is_scaled_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noise = 6.4 * np.random.default_rng(0).uniform(-1, 1, 20_000)
    soundfile.write(tmp_path / "hot.wav", noise, SPEC.rate, subtype="FLOAT")
    assert main(["resynth", str(tmp_path / "hot.wav"), str(tmp_path / "out.wav")]) == 0
    assert "hot.wav is 16.1 dB above full scale; it is scaled to a peak of 0.9" in capsys.readouterr().err
    assert 0.5 < np.abs(soundfile.read(tmp_path / "out.wav")[0]).max() <= 0.9001


@pytest.mark.parametrize("loop", [False, True])
def test_parts_are_written_beside_the_mix_and_add_up_to_it(tmp_path: Path, model: Path, loop: bool) -> None:
    options: dict[str, Any] = {"model": model, "quality": "live", "bars": 2, "loop": loop, "seed": SEED}
    render(tmp_path / "mix.wav", parts=True, **options)
    render(tmp_path / "alone.wav", **options)
    assert (tmp_path / "mix.wav").read_bytes() == (tmp_path / "alone.wav").read_bytes()
    mix, *parts = (soundfile.read(tmp_path / f"mix{name}.wav")[0] for name in ("", "-kick", "-snare", "-hats"))
    difference = np.where(np.abs(mix) > 0.88, 0, sum(parts) - mix)  # where the limiter acts, parts are below it
    assert np.sqrt(np.mean(difference**2)) < 0.01 * np.sqrt(np.mean(mix**2))
    assert all(np.abs(part).max() > 0.001 for part in parts)


@pytest.mark.parametrize("bars", [None, 1, 2])
def test_a_loop_has_whole_bars_tempo_and_slices(tmp_path: Path, model: Path, bars: int | None) -> None:
    for name in ("a.wav", "b.wav"):
        render(tmp_path / name, model=model, quality="live", tempo=173.25, bars=bars, loop=True)
    data = (tmp_path / "a.wav").read_bytes()
    assert data == (tmp_path / "b.wav").read_bytes()
    found, count = read_loop(data), bars or 4
    assert (found.length, found.tempo) == (round(count * 240 / 173.25 * SPEC.rate), 173.25)
    assert (found.beats, len(found.cues)) == (count * 4, count * 16)


def test_a_loop_in_flac_says_what_it_lacks(tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.flac", "a.wav"):
        render(tmp_path / name, model=model, quality="live", bars=1, loop=True)
    sentence = "is a loop, but FLAC has no place for tempo and slices; name a .wav file for them\n"
    assert capsys.readouterr().err == f"{tmp_path / 'a.flac'} {sentence}"
    both = [soundfile.read(tmp_path / name)[0] for name in ("a.flac", "a.wav")]
    assert np.abs(both[0] - both[1]).max() < 2**-22


@pytest.mark.parametrize("options", [{"seconds": 1.0}, {"midi": Path("a.mid")}, {"take": Path("a.take")}])
def test_what_has_no_bars_is_no_loop(audio: Callable[..., Floats], options: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"--loop makes whole bars|a take says itself"):
        audio(loop=True, **options)

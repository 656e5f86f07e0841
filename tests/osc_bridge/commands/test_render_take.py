"""`vamen render --take`: a recorded take into audio files and a MIDI file."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.commands.bench.spectral_error import onset_samples
from engine.controls import Action, one_seed
from engine.errors import BadInput
from engine.files.session_log import LOG_FORMAT, entry_line, line
from engine.model.card import Card
from engine.model.decode_request import DecodeRequest
from engine.model.digest import read_model
from engine.model.seed_draws import SeedDraws
from engine.parameters import INDEX
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from osc_bridge.commands.render import render
from osc_bridge.midi.files.midi_file_out import TICKS_PER_BEAT
from tests.disks import small_disk

tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")


SEED = 5  # at which the tiny model has few strokes of its own
# latents at which the kit of that seed does not count, so that the pattern of the tiny model is heard
WITHOUT_KIT = (-SeedDraws(Card.from_json(json.dumps(tiny.card()))).kit(one_seed(SEED))).tolist()


def take(path: Path, model: Path, *entries: LogEntry, seconds: float) -> Path:
    tape = "".join(
        line("paint", number, DecodeRequest(WITHOUT_KIT, one_seed(SEED), 1.0).to_dict()) for number in (1, 2)
    )
    head, end = line("take", LOG_FORMAT, "tiny", read_model(model).digest), line("length", round(seconds * SPEC.rate))
    path.write_text("".join([head, tape, *map(entry_line, entries), end]))
    return path


def test_the_midi_file_of_a_take_sounds_at_the_samples_of_the_take(
    tmp_path: Path, model: Path, audio: Callable[..., Floats], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = [
        LogEntry(0, LogKind.SET, INDEX["tempo"], 40.0, -1),  # of the take's own steps hardly any sounds
        LogEntry(0, LogKind.SET, INDEX["level"], -24.0, -1),  # tails are below the floor of the onset search
    ]
    slices = [(5000, 4), (20_000, 8), (41_234, 4), (60_007, 16)]
    events = [LogEntry(0, LogKind.EVENT + Action.SLICE, step, 1.0, at) for at, step in slices]
    recorded = take(tmp_path / "set.take", model, LogEntry(0, LogKind.TAPE, 1, 0.0, -1), *settings, *events, seconds=2)
    render(take=recorded, midi_out=tmp_path / "set.mid")
    assert "2.00 s" in capsys.readouterr().out
    original, copy = (
        onset_samples(sound[: 2 * SPEC.rate, 0])  # later strokes of the copy are louder
        for sound in (audio(take=recorded), audio(midi=tmp_path / "set.mid", latents=WITHOUT_KIT, seed=SEED))
    )
    tick = 60 / 40 / TICKS_PER_BEAT * SPEC.rate
    assert len(original) >= len(slices)
    assert all(min(abs(at - other) for other in copy) <= tick + 4 for at in original)


@pytest.mark.parametrize("lines", [[line("lost", 44_100), line("length", 88_200)], [line("length", 0)], []])
def test_a_take_of_the_middle_of_a_set_is_refused(tmp_path: Path, model: Path, lines: list[str]) -> None:
    path = tmp_path / "set.take"
    path.write_text("".join([line("take", LOG_FORMAT, "tiny", read_model(model).digest), *lines]))
    with pytest.raises(BadInput, match="begins in the middle of a set"):
        render(tmp_path / "set.wav", take=path, model=model)
    assert not (tmp_path / "set.wav").exists()


def test_a_take_that_does_not_fit_on_the_disk_is_refused_before_it_is_rendered(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = take(tmp_path / "set.take", model, LogEntry(0, LogKind.TAPE, 1, 0.0, -1), seconds=2400)
    with small_disk(tmp_path / "disk", 1 << 20) as disk:
        with pytest.raises(BadInput, match=r"set.wav needs 0.6 GB for 40 min, its disk has 0.0 GB"):
            render(disk / "set.wav", take=recorded, model=model)
        assert list(disk.iterdir()) == []
    assert capsys.readouterr().out == f"{recorded} lasts 40 min\n"


def test_tapes_of_a_take_that_descend_are_refused(tmp_path: Path, model: Path) -> None:
    entries = [LogEntry(clock, LogKind.TAPE, number, 0.0, -1) for clock, number in ((0, 2), (100, 1))]
    with pytest.raises(BadInput, match="loads tape 1 after tape 2"):
        render(tmp_path / "set.wav", take=take(tmp_path / "set.take", model, *entries, seconds=0.1), model=model)
    assert not (tmp_path / "set.wav").exists()


def test_a_take_is_written_as_audio_and_as_midi_at_once(tmp_path: Path, model: Path) -> None:
    recorded = take(tmp_path / "set.take", model, LogEntry(0, LogKind.TAPE, 1, 0.0, -1), seconds=0.1)
    render(tmp_path / "set.wav", take=recorded, midi_out=tmp_path / "set.mid", model=model)
    assert (tmp_path / "set.wav").is_file() and (tmp_path / "set.mid").is_file()


def test_the_parts_of_a_take_are_written_beside_its_mix_and_add_up_to_it(tmp_path: Path, model: Path) -> None:
    events = [LogEntry(0, LogKind.EVENT + Action.SLICE, step, 1.0, at) for at, step in ((2000, 4), (20_000, 8))]
    recorded = take(tmp_path / "set.take", model, LogEntry(0, LogKind.TAPE, 1, 0.0, -1), *events, seconds=1)
    render(tmp_path / "plain.wav", take=recorded, model=model)
    render(tmp_path / "set.wav", take=recorded, model=model, parts=True)
    assert (tmp_path / "set.wav").read_bytes() == (tmp_path / "plain.wav").read_bytes()
    mix, *parts = (soundfile.read(tmp_path / f"set{name}.wav")[0] for name in ("", "-kick", "-snare", "-hats"))
    difference = np.where(np.abs(mix) > 0.88, 0, sum(parts) - mix)  # where the limiter acts, parts are below it
    assert np.abs(difference).max() < 1e-4 * np.abs(mix).max() < 1e-4

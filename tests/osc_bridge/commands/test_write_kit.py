"""`vamen kit`: files that other programs read, and that sound as the break does; played by sfizz, an SFZ player."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files.kit_slices import SLICE_PREROLL, TAIL_FADE
from engine.files.midi_file import read_midi_file
from engine.spec import SPEC
from osc_bridge.commands.render import render
from osc_bridge.commands.write_kit import SLICE_NAMES, kit

tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment")

TEMPO = 150.0  # at which a sixteenth is a whole number of samples, and a beat one of microseconds
SIXTEENTH = 4410
LOOP = 32 * SIXTEENTH
WARM_UP = 4096  # samples; sfizz blurs the first ones that it makes
BLOCK = 16


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model, a kit of a break, and the break as a loop."""
    folder: Path = tmp_path_factory.mktemp("kit")
    tiny.tiny_model(folder / "tiny.onnx")
    options: Any = {"model": folder / "tiny.onnx", "tempo": TEMPO, "seed": 7, "quality": "live"}
    kit(folder / "amen", **options)
    render(folder / "loop.wav", bars=2, loop=True, **options)
    return folder


@pytest.fixture
def loop(home: Path) -> Floats:
    samples: Floats = soundfile.read(home / "loop.wav", dtype="float32")[0]
    return samples


def played(path: Path, notes: list[tuple[int, int, int]], length: int) -> Floats:
    """Return what sfizz makes (length, 2) of notes: sample, key, velocity."""
    sfizz = pytest.importorskip("pysfizz._sfizz", reason="pysfizz is missing: pip install pysfizz")
    player = sfizz.Synth(SPEC.rate, BLOCK)
    player.enable_freewheeling()
    assert player.load_sfz_file(str(path)) and player.get_num_regions() == 32
    blocks = []
    for first in range(0, WARM_UP + length + BLOCK, BLOCK):
        for at, key, velocity in notes:
            if first <= at + WARM_UP < first + BLOCK:
                player.note_on(at + WARM_UP - first, key, velocity)
        blocks.append(np.stack(player.render_block(), 1))
    return np.concatenate(blocks)[WARM_UP + 1 :][:length]  # it is a sample late


def similarity(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one.mean(1), other.mean(1))[0, 1])


def test_a_kit_is_32_sounds_an_instrument_and_a_midi_file(home: Path) -> None:
    assert {path.name for path in (home / "amen").iterdir()} == {*SLICE_NAMES, "amen.sfz", "amen.mid"}
    for name in SLICE_NAMES:
        found: Any = soundfile.info(home / "amen" / name)
        assert (found.format, found.subtype, found.channels, found.samplerate) == ("WAV", "PCM_24", 2, SPEC.rate)
        samples = soundfile.read(home / "amen" / name)[0]
        assert np.abs(samples).max() < 0.97 and np.abs(samples[[0, -1]]).max() < 1e-3


def test_sox_reads_the_length_of_a_slice(home: Path) -> None:
    if shutil.which("soxi") is None:
        pytest.skip("soxi is missing: apt-get install sox")
    for name in SLICE_NAMES[::8]:
        done = subprocess.run(["soxi", "-s", home / "amen" / name], capture_output=True, text=True, check=True)
        assert int(done.stdout) == soundfile.info(home / "amen" / name).frames >= SIXTEENTH


def test_each_slice_sounds_as_the_loop_there(home: Path, loop: Floats) -> None:
    twice = np.tile(loop, (2, 1))
    for step, name in enumerate(SLICE_NAMES):
        length = max(soundfile.info(home / "amen" / name).frames - TAIL_FADE, SIXTEENTH)
        sound = played(home / "amen" / "amen.sfz", [(0, 36 + step, 127)], length)[SLICE_PREROLL:]
        assert similarity(sound, twice[step * SIXTEENTH :][: len(sound)]) > 0.99, name


def test_kit_and_midi_file_are_the_loop(home: Path, loop: Floats) -> None:
    file = read_midi_file(home / "amen" / "amen.mid")
    notes = [
        (round(file.tempo_map.seconds(tick) * SPEC.rate), change[1], change[2])
        for tick, change in file.changes
        if isinstance(change, bytes) and change[0] == 0x90
    ]
    again = [(at + LOOP, key, velocity) for at, key, velocity in notes]
    sound = played(home / "amen" / "amen.sfz", notes + again, 2 * LOOP + SLICE_PREROLL)[SLICE_PREROLL:]
    for passed in (0, LOOP):
        assert similarity(sound[passed : passed + LOOP], loop) > 0.99


def test_velocity_is_the_gain_and_a_note_ends_the_one_before(home: Path) -> None:
    path = home / "amen" / "amen.sfz"
    loud = [float(np.abs(played(path, [(0, 36, velocity)], 3000)).max()) for velocity in (127, 64, 1)]
    assert np.allclose(np.array(loud) / loud[0], [1, 64 / 127, 1 / 127], rtol=0.02)
    first, other = played(path, [(0, 36, 127)], 4000), played(path, [(0, 37, 127)], 2000)
    for key, after in ((37, other), (36, first[:2000])):
        both = played(path, [(0, 36, 127), (2000, key, 127)], 4000)
        assert np.abs(both[2000 + 300 :] - after[300:]).max() < 0.002


def test_the_same_options_give_the_same_bytes(home: Path, tmp_path: Path) -> None:
    kit(tmp_path / "amen", model=home / "tiny.onnx", tempo=TEMPO, seed=7, quality="live")
    for path in (home / "amen").iterdir():
        assert (tmp_path / "amen" / path.name).read_bytes() == path.read_bytes()
    kit(tmp_path / "amen", model=home / "tiny.onnx", tempo=TEMPO, seed=8, quality="live")
    assert (tmp_path / "amen" / "05.wav").read_bytes() != (home / "amen" / "05.wav").read_bytes()


@pytest.mark.parametrize("options", [{"preset": "1"}, {"random": [12]}, {"latents": [1.0, -1.0]}, {"texture": 0.0}])
def test_a_break_is_chosen_as_for_render(
    home: Path, tmp_path: Path, options: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.tiny_model(tmp_path / "tiny.onnx", text=tiny.card_with_pattern_knobs())
    kit(tmp_path / "new" / "kit", model=tmp_path / "tiny.onnx", quality="live", **options)
    render(tmp_path / "loop.wav", model=tmp_path / "tiny.onnx", quality="live", bars=2, loop=True, **options)
    loop = soundfile.read(tmp_path / "loop.wav")[0]
    sound = soundfile.read(tmp_path / "new" / "kit" / "09.wav")[0]
    start, inner = round(8 * len(loop) / 32), slice(100, 3000)
    assert np.array_equal(sound[inner], loop[start - SLICE_PREROLL :][inner])
    said = [re.search(r"(seed|random break) \d+", line) for line in capsys.readouterr().out.splitlines()]
    assert said[0] and said[1] and said[0][0] == said[1][0]


def test_a_file_in_place_of_the_folder_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "kit").write_bytes(b"mine")
    with pytest.raises(BadInput, match="is a file"):
        kit(tmp_path / "kit", model=home / "tiny.onnx")
    assert (tmp_path / "kit").read_bytes() == b"mine"

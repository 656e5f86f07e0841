"""A scripted set renders to the same bytes again; what it says happens on its beats."""

import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput
from engine.files.preset_folder import write_preset
from engine.files.presets import preset
from engine.model.model_file import Model
from engine.spec import SPEC
from osc_bridge.commands.perform import perform
from osc_bridge.commands.scripted_set import ScriptedSet
from tests.tiny_model import tiny_model

EXAMPLE = Path(__file__).parents[3] / "examples" / "eight_minutes.txt"
SCRIPT = """
1   /vamen/tempo 240
1   /vamen/chance/seed 3
1   /vamen/fill/chance 1
1   /vamen/fill/bars 1
1   /vamen/wildness 1
1   /vamen/lfo/target 1 latent/2
1   /vamen/lfo/1/depth 0.5
2   /vamen/gesture/record 1
2.2 /vamen/drive 0.5
4   /vamen/stop
"""


def performed(folder: Path, text: str, name: str = "out.wav", set: Path | None = None) -> np.ndarray:
    model = tiny_model(folder / "tiny.onnx")
    (folder / "set.txt").write_text(text, "utf-8")
    perform(folder / "set.txt", folder / name, model=model, set=set)
    return soundfile.read(folder / name)[0]


def loudest(audio: np.ndarray, bar: int) -> float:
    """Return the peak of a bar, from 1, of a set at 240 BPM, but for its first tenth."""
    return float(np.abs(audio[(bar - 1) * SPEC.rate + SPEC.rate // 10 : bar * SPEC.rate]).max())


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_script_gives_the_same_bytes(tmp_path: Path) -> None:
    performed(tmp_path, SCRIPT, "one.wav")
    performed(tmp_path, SCRIPT, "two.wav")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_a_set_begins_at_the_first_bar_and_stops_where_it_says(tmp_path: Path) -> None:
    audio = performed(tmp_path, SCRIPT)
    stop = 3 * SPEC.rate  # of the fourth bar, at a second each
    assert np.abs(audio[: SPEC.rate // 10]).max() > 0
    assert np.abs(audio[stop - 2000 : stop]).max() > 0
    assert np.abs(audio[stop + 600 :]).max() < 1e-4
    assert len(audio) == pytest.approx(5 * SPEC.rate, abs=2)


def test_bars_are_counted_on_while_it_is_stopped_and_played_again(tmp_path: Path) -> None:
    text = "1 /vamen/tempo 240\n2 /vamen/stop\n3 /vamen/play\n5 /vamen/level -60\n"
    audio = performed(tmp_path, text)
    assert len(audio) == 6 * SPEC.rate
    assert [loudest(audio, bar) > 0.1 for bar in range(1, 7)] == [True, False, True, True, False, False]


def test_a_refused_message_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"line 3: .*did you mean /vamen/tempo"):
        performed(tmp_path, "1 /vamen/play\n\n2 /vamen/tempi 3\n")


def test_scenes_of_a_folder_and_those_that_the_script_saves_play_on_their_bars(tmp_path: Path) -> None:
    write_preset(tmp_path / "stage" / "000-quiet.json", preset("quiet", {"level": -60, "tempo": 240}, {}, "", ""))
    script = """
    1 /vamen/tempo 240
    1.2 /vamen/scene/save loud
    2 /vamen/scene quiet
    3 /vamen/scene/next
    4 /vamen/scene/previous
    """
    audio = performed(tmp_path, script, set=tmp_path / "stage")
    assert [loudest(audio, bar) > 0.1 for bar in (1, 2, 3, 4)] == [True, False, True, False]


def test_lines_of_a_beat_keep_their_order_whatever_waits_for_it(tmp_path: Path) -> None:
    # at this tempo no bar but the first one begins on a sample
    (tmp_path / "set.txt").write_text(
        "1 /vamen/tempo 173.3\n1 /vamen/quantise/presets 6\n"
        + "\n".join(f"{bar} /vamen/preset busy\n{bar} /vamen/drive 0.{bar}" for bar in range(2, 10)),
        "utf-8",
    )
    found = ScriptedSet(tmp_path / "set.txt", Model.load(tiny_model(tmp_path / "tiny.onnx")))
    drives = dict[int, float]()

    def watch() -> None:
        beat = found.controls.beat(found.controls.clock / SPEC.rate) or 0.0
        drives[int(beat / 4 + 0.999)] = found.controls.read(
            "drive"
        )  # at the end of a bar, before the lines of the next

    found.play(10, 20 * SPEC.rate, watch)
    assert drives == pytest.approx({1: 0.0, **{bar: bar / 10 for bar in range(2, 10)}, 10: 0.9})


QUEUED = "1 /vamen/quantise/presets 6\n1 /vamen/quantise/random 6\n1.1.2 /vamen/drive 0.3\n3 /vamen/stop\n"


@pytest.mark.parametrize("move", ["preset busy", "random", "scene loud"])
@pytest.mark.parametrize("undone", ["1.2.2", "1.4.4"])  # it waits; it has been handed over, and comes in 0.06 s
def test_undo_takes_back_what_has_not_come_yet(tmp_path: Path, move: str, undone: str) -> None:
    write_preset(tmp_path / "stage" / "000-loud.json", preset("loud", {"tempo": 240, "drive": 1}, {(8, "kick"): 4}))
    script = f"1 /vamen/tempo 240\n{QUEUED}1.2 /vamen/{move}\n"
    without = performed(tmp_path, QUEUED + "1 /vamen/tempo 240", set=tmp_path / "stage")
    assert not np.array_equal(performed(tmp_path, script, set=tmp_path / "stage"), without)
    assert np.array_equal(performed(tmp_path, script + f"{undone} /vamen/undo", set=tmp_path / "stage"), without)


def test_undo_once_more_goes_on_to_the_sound_before(tmp_path: Path) -> None:
    begin = "1 /vamen/tempo 240\n1 /vamen/random\n1.1.2 /vamen/quantise/presets 6\n3 /vamen/stop\n"
    once = performed(tmp_path, begin + "2 /vamen/undo")
    twice = performed(tmp_path, begin + "1.2 /vamen/preset busy\n1.4.4 /vamen/undo\n1.4.4 /vamen/undo")
    assert np.array_equal(once, twice)


def test_a_script_changes_no_file_of_presets_or_scenes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.files.preset_bank.user_folder", lambda: tmp_path / "presets")
    for folder in ("stage", "presets"):
        write_preset(tmp_path / folder / "003-mine.json", preset("mine", {"tempo": 240}, {}, "", ""))
    before = files_in(tmp_path / "stage"), files_in(tmp_path / "presets")
    script = "\n".join(
        f"1.{beat} /vamen/{noun}/{change}"
        for noun in ("preset", "scene")
        for beat, change in enumerate(("save 3 other", "rename 3 again", "move 3 4", "delete 4"), 1)
    )
    performed(tmp_path, script, set=tmp_path / "stage")
    assert (files_in(tmp_path / "stage"), files_in(tmp_path / "presets")) == before
    with pytest.raises(BadInput, match="line 1: a render leaves the files of scenes alone"):
        performed(tmp_path, "1 /vamen/scene/export 3", set=tmp_path / "stage")


def test_a_drum_is_locked_in_the_break_that_is_heard(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"line 2: .*cannot be locked"):
        performed(tmp_path, "1 /vamen/lock 0 5\n2 /vamen/lock trombone")


def test_the_example_is_the_same_again(tmp_path: Path) -> None:
    for name in ("one.wav", "two.wav"):
        perform(EXAMPLE, tmp_path / name, bars=3)
    assert len(soundfile.read(tmp_path / "one.wav")[0]) == pytest.approx(3 * 4 * 60 / 172 * SPEC.rate, abs=2)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_every_line_of_the_example_is_understood(tmp_path: Path) -> None:
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if "gesture/stretch" not in line]  # needs a loop
    (tmp_path / "set.txt").write_text("\n".join(re.sub(r"^[\d.]+", "1", line) for line in lines), "utf-8")
    perform(tmp_path / "set.txt", tmp_path / "set.wav", bars=1)

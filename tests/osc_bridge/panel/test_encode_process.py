"""An upload is read in a process of its own: real breaks become presets, the rest is refused, in bounded time."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput, VamenError
from engine.files.preset_folder import read_preset
from engine.model.learned_break import LearnedBreak, file_name
from osc_bridge.panel.encode_process import EncodeProcess
from tests.engine.commands.test_encode import drums
from tests.engine.waiting import wait_until

WAITING = "tests.osc_bridge.panel.waiting_process"
SHARED = Path(os.environ.get("VAMEN_BREAKS", Path(__file__).parents[4] / "shared" / "breaks")).parent


def refusal(source: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(BadInput) as refused:
        EncodeProcess().run(source, source.parent / "out.json", "my break", None, None)
    sentence = str(refused.value)
    assert str(source.parent) not in sentence and source.name not in sentence, "the client knows no such file"
    assert "\n" not in sentence and len(sentence) < 200
    return sentence


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_loop_becomes_a_preset_that_sounds_like_it(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", drums(2), 44_100)
    found = EncodeProcess().run(tmp_path / "a.wav", tmp_path / "out.json", "my drums 150bpm", None, None)
    assert (round(found["tempo"]), found["beats"], found["judged"]) == (150, 8, "close")
    assert found["error_db"] < 2 and 0 < found["confidence"] <= 1
    preset = read_preset(tmp_path / "out.json")
    learned = LearnedBreak.from_bytes(Path(found["learned"]).read_bytes())
    assert preset.name == found["name"] == "my drums 150bpm"
    assert (learned.digest, file_name(learned.digest)) == (preset.learned, Path(found["learned"]).name)
    doubled = EncodeProcess().run(tmp_path / "a.wav", tmp_path / "out.json", "my drums", 16, None)
    assert (round(doubled["tempo"]), doubled["beats"], doubled["confidence"]) == (300, 16, 1.0)


@pytest.mark.parametrize(
    ("name", "beats"), [("loop_amen", 4), ("loop_compus", 16), ("loop_breakbeat", 4), ("loop_safari", 16)]
)
def test_real_breaks_are_encoded_with_their_length(tmp_path: Path, name: str, beats: float) -> None:
    source = SHARED / "breaks" / f"{name}.flac"
    if not source.is_file():
        pytest.skip(f"{source} is absent")
    found = EncodeProcess().run(source, tmp_path / "out.json", name, None, None)
    assert found["beats"] == beats
    assert found["judged"] == "close" and found["error_db"] < 1


def test_unusual_audio_is_read(tmp_path: Path) -> None:
    for name, audio, rate in (
        ("wide", np.tile(drums(1)[:, None], 32), 44_100),
        ("slow", drums(1)[::44], 1000),
    ):
        soundfile.write(tmp_path / f"{name}.wav", audio, rate)
        assert EncodeProcess().run(tmp_path / f"{name}.wav", tmp_path / "out.json", name, 4, None)["beats"] == 4


def test_hostile_and_unusable_audio_is_refused_in_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "a.flac"
    soundfile.write(source, np.zeros(130 * 48_000, np.int16), 48_000)  # some kB that unpack to minutes
    assert source.stat().st_size < 2**20
    assert refusal(source) == "my break lasts more than 120 s; cut it to 2 minutes or less"
    soundfile.write(source, np.zeros(44_100, np.float32), 44_100)
    assert "my break is silent" in refusal(source)
    soundfile.write(source, drums(2), 44_100)
    source.write_bytes(source.read_bytes()[:20_000])
    assert "my break is damaged after" in refusal(source)
    source.write_bytes(b"fLaC" + bytes(1000))
    assert "my break is not audio" in refusal(source)
    soundfile.write(tmp_path / "a.wav", drums(2)[:2000], 44_100)
    assert "expected 40 to 300; give another length" in refusal(tmp_path / "a.wav")
    with pytest.raises(BadInput, match="would play at 2400 BPM"):
        soundfile.write(tmp_path / "a.wav", drums(2), 44_100)
        EncodeProcess().run(tmp_path / "a.wav", tmp_path / "out.json", "fast", 128, None)


@pytest.mark.parametrize("name", ["bomb.flac", "claims4gb.wav", "gsm.wav", "loop.onnx"])
def test_files_of_the_collected_cases_end_in_time(tmp_path: Path, name: str) -> None:
    source = SHARED / "cases" / "hostile" / name
    if not source.is_file():
        pytest.skip(f"{source} is absent")
    try:
        found = EncodeProcess().run(source, tmp_path / "out.json", "case", None, None)
    except BadInput as refused:
        assert str(source) not in str(refused)
    else:
        assert found["error_db"] >= 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux has /proc, where processes are found")
@pytest.mark.parametrize("how", ["limit", "close"])
def test_a_process_that_hangs_is_killed_with_those_it_started(tmp_path: Path, how: str) -> None:
    process = EncodeProcess(3.0 if how == "limit" else 600.0, WAITING)
    out, refused = tmp_path / "out", list[VamenError]()

    def run() -> None:
        try:
            process.run(tmp_path / "a.wav", out, "my break", None, None)
        except VamenError as refusal:
            refused.append(refusal)

    thread = threading.Thread(target=run)
    thread.start()
    if how == "close":
        wait_until(lambda: out.is_file() and out.read_text() != "")
        process.close()
    thread.join()
    if out.is_file():
        wait_until(lambda: not is_running(int(out.read_text())))
    (sentence,) = map(str, refused)
    assert ("needs too much time or memory" if how == "limit" else "the set has ended") in sentence
    if how == "close":
        with pytest.raises(VamenError, match="the set has ended"):
            process.run(tmp_path / "a.wav", out, "my break", None, None)

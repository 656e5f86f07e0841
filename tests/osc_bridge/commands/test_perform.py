"""A scripted set renders to the same bytes again; what it says happens on its beats."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput
from engine.spec import SPEC
from osc_bridge.commands.perform import perform
from tests.tiny_model import tiny_model

ROOT = Path(__file__).parents[3]
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


def performed(folder: Path, text: str, name: str = "out.wav") -> np.ndarray:
    model = tiny_model(folder / "tiny.onnx")
    (folder / "set.txt").write_text(text, "utf-8")
    perform(folder / "set.txt", folder / name, model=model)
    return soundfile.read(folder / name)[0]


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


def test_a_refused_message_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"line 3: .*did you mean /vamen/tempo"):
        performed(tmp_path, "1 /vamen/play\n\n2 /vamen/tempi 3\n")


def test_the_example_begins_as_it_says(tmp_path: Path) -> None:
    perform(ROOT / "examples" / "eight_minutes.txt", tmp_path / "set.wav", bars=3)
    assert len(soundfile.read(tmp_path / "set.wav")[0]) == pytest.approx(3 * 4 * 60 / 172 * SPEC.rate, abs=2)

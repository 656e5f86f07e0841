from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from training.sources import kit_folder
from training.sources.drums import Drum
from training.sources.kit_folder import ShotLabel, label_by_name, read_kits
from training.synthesis import drum_synth

KITS = Path(__file__).parents[4] / "shared" / "kits"
SNARE = drum_synth.snare_skin(np.random.default_rng(0))


def write(path: Path, sound: Floats = SNARE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound, 44_100, subtype="FLOAT")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("jazz/snare_rim__v3_rr2.wav", ShotLabel("jazz", "snare_rim", 3, 2)),
        ("jazz/Snare vel2.wav", ShotLabel("jazz", "Snare", 2)),
        ("a/b/kick_layer-1_take3.wav", ShotLabel("a/b", "kick", 1, 3)),
        ("snare_soft.wav", ShotLabel("pack", "snare", 1)),
        ("snare_hard_rr2.wav", ShotLabel("pack", "snare", 3, 2)),
        ("Kick v2.wav", ShotLabel("pack", "Kick v2")),
        ("kick 01.wav", ShotLabel("pack", "kick 01")),
    ],
)
def test_a_name_tells_kit_instrument_layer_and_take(name: str, label: ShotLabel) -> None:
    assert label_by_name(name, "pack") == label


def test_a_folder_is_a_kit_whose_layers_keep_their_levels(tmp_path: Path) -> None:
    for name, level in (("snare_v1_rr1", 0.1), ("snare_v1_rr2", 0.12), ("snare_v2_rr1", 0.8)):
        write(tmp_path / "jazz" / f"{name}.wav", SNARE * np.float32(level))
    write(tmp_path / "loose kick.wav", drum_synth.kick_long(np.random.default_rng(0)))
    loose, jazz = sorted(read_kits(tmp_path).kits, key=lambda kit: kit.name == "jazz")
    assert (loose.name, [one.name for one in loose.instruments]) == (tmp_path.name, [f"{tmp_path.name}/loose kick"])
    (snare,) = jazz.of(Drum.SNARE)
    peaks = [[float(np.abs(take).max()) for take in layer] for layer in snare.layers]
    assert peaks == [pytest.approx([0.1, 0.12], rel=0.01), pytest.approx([0.8], rel=0.01)]


def test_a_manifest_overrides_names_and_gives_licences(tmp_path: Path) -> None:
    for name in ("a/1.wav", "a/2.wav", "b/snare.wav"):
        write(tmp_path / name)
    (tmp_path / "manifest.tsv").write_text(
        "file\tclass\tvelocity_layer\tround_robin\tsource\tlicence\tkit\tarticulation\tcomment\n"
        "a/1.wav\ttom\t2\t1\tstudio\tCC-BY-3.0\tone\tfloor\t\n"
        "a/2.wav\ttom\t1\t1\tstudio\tCC-BY-3.0\tone\tfloor\tx\n"
    )
    (tmp_path / "LICENSE").write_text("| `one` | CC-BY-3.0 | Ann |\n\nCC0\n")
    (tmp_path / "b" / "LICENSE").write_text("MIT License\n")
    found = read_kits(tmp_path)
    floor, other = (kit.instruments[0] for kit in found.kits)
    assert (floor.name, floor.drum, len(floor.layers)) == ("studio/floor", Drum.TOM, 2)
    assert other.name == "b/snare"
    assert [(source["file"], source["licence"]) for source in found.sources] == [
        ("one", "CC-BY-3.0"),
        ("b/snare.wav", "MIT"),
    ]


@pytest.mark.parametrize("row", ["a.wav\tsitar\t1", "a.wav\tkick\tloud"])
def test_an_invalid_manifest_is_refused(tmp_path: Path, row: str) -> None:
    write(tmp_path / "a.wav")
    (tmp_path / "manifest.tsv").write_text(f"file\tclass\tvelocity_layer\n{row}\n")
    with pytest.raises(BadInput, match=r"manifest\.tsv is not a valid manifest"):
        read_kits(tmp_path)
    (tmp_path / "manifest.tsv").write_text("name\na.wav\n")
    with pytest.raises(BadInput, match="file"):
        read_kits(tmp_path)


def test_an_unusable_file_is_skipped_with_a_remark(tmp_path: Path) -> None:
    write(tmp_path / "good" / "snare.wav")
    write(tmp_path / "kick.wav", drum_synth.kick_skin(np.random.default_rng(0)))
    write(tmp_path / "spare.wav")
    write(tmp_path / "still.wav", np.zeros(5000, np.float32))
    (tmp_path / "readme.txt").write_text("not audio")
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    found = read_kits(tmp_path, skip=["spare*"])
    assert [kit.name for kit in found.kits] == ["good", tmp_path.name]
    said = "\n".join(found.remarks)
    assert "spare.wav is left out, as asked" in said
    assert "still.wav is silent" in said
    assert "broken.wav is not audio" in said
    assert "holds no hat, no open, no ride, no crash, no tom, no perc" in said


def test_of_very_many_files_an_even_choice_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit_folder, "MAX_SHOTS", 3)
    for number in range(9):
        write(tmp_path / f"snare {number}.wav")
    found = read_kits(tmp_path)
    assert [one.name[-1] for one in found.kits[0].instruments] == ["0", "4", "8"]
    assert any("holds 9 one-shots, of which 3" in remark for remark in found.remarks)


def test_a_folder_without_strokes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        read_kits(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="no usable one-shot"):
        read_kits(tmp_path)


@pytest.mark.skipif(not KITS.is_dir(), reason="needs a folder of CC0 one-shots at ../shared/kits, beside the checkout")
def test_a_real_folder_is_read_except_for_its_roll() -> None:
    found = read_kits(KITS)
    assert sum(sum(source["drums"].values()) for source in found.sources) == 77  # type: ignore[attr-defined]
    assert found.remarks == (
        "drum_roll.flac is a roll or a loop by its name, expected a single stroke; cut one out of it",
        "LICENSE.md: not audio by name",
        f"{KITS}: 77 of 79 files are used",
    )
    assert {one.drum for one in found.kits[0].instruments} == set(Drum)

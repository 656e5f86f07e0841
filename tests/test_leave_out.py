"""Every loop and one-shot is left out once, and is in no training set of that fold."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import leave_out
from benchmarks.leave_out import EXCLUDED, GROUPS, LINES, Material
from engine.errors import BadInput

SHOTS = [f"shot{number}.flac" for number in range(8)]


@pytest.fixture
def material(tmp_path: Path) -> Material:
    for folder in ("breaks", "kits"):
        (tmp_path / folder).mkdir()
    for name in ("loop_amen", "loop_perc1", *(stem for group in GROUPS for stem in group)):
        (tmp_path / "breaks" / f"{name}.flac").touch()
    for name in SHOTS:
        (tmp_path / "kits" / name).touch()
    return Material.read(tmp_path / "breaks", tmp_path / "kits")


def test_every_loop_and_every_one_shot_is_left_out_once(material: Material) -> None:
    folds = material.folds()
    assert sorted(name for fold in folds for name in fold.loops) == list(material.loops)
    assert sorted(name for fold in folds for name in fold.shots) == SHOTS
    assert folds[1].shots == ("shot1.flac", "shot4.flac", "shot7.flac")
    assert not {"loop_amen.flac", "loop_perc1.flac"} & set(material.loops)


def test_a_folder_of_other_loops_is_refused(material: Material) -> None:
    (material.breaks / "loop_new.flac").touch()
    with pytest.raises(BadInput, match="loop_new"):
        Material.read(material.breaks, material.kits)


def test_no_set_contains_what_it_leaves_out(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets: dict[str, dict[str, Any]] = {}

    def build(_: Path, out: Path, **options: Any) -> None:
        sets[out.name] = options

    monkeypatch.setattr("training.dataset.builder.build", build)
    fold = material.folds()[2]
    (tmp_path / "fold" / "kits").mkdir(parents=True)
    leave_out.build_sets(material, fold, tmp_path / "fold", 1)
    assert set(sets) == {"learned", "same", "loops"}  # kits exist already
    for name in ("learned", "same"):
        assert set(sets[name]["skip"]) == {*EXCLUDED, *fold.loops, *fold.shots}
        assert sets[name]["seed"] == 13  # the longer set holds out loops that the shorter does not have
    used = set(material.loops) - set(sets["loops"]["skip"])
    assert used == set(fold.loops)
    assert sets["loops"].get("kits") is None


def test_the_table_has_a_row_per_figure_with_the_spread_of_the_folds() -> None:
    folds = [{part: dict.fromkeys(names, value) for part, (_, names) in LINES.items()} for value in (1.0, 2.0, 4.5)]
    lines = list(leave_out.table(folds))
    assert len(lines) == 2 + sum(len(names) for _, names in LINES.values())
    assert {line.count("|") for line in lines} == {9}
    assert lines[2].endswith("| <= 3.4 | 1.000 | 2.000 | 4.500 | 2.500 | 3.500 |")
    assert lines[-2].startswith("| kits left out | reconstruction: error, dB | <= 5 |")

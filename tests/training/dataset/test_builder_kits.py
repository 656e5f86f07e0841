"""Datasets with one-shots and synthesised drums."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput
from engine.files.loudness import TARGET_LUFS
from engine.spec import SPEC
from tests.training import drum_loops
from tests.training.dataset.contents import contents
from tests.training.sources.test_grooves import write_midi
from training.dataset.builder import build
from training.dataset.dataset_folder import open_dataset
from training.dataset.dataset_plan import plan_dataset
from training.dataset.images import Origin, render_image
from training.dataset.material import read_material
from training.dataset.rendering import render_in_processes
from training.dataset.shards import read_notes
from training.synthesis import drum_synth


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loops")
    drum_loops.write_folder(folder, 2, np.random.default_rng(0))
    (folder / "LICENSE.md").write_text("CC0\n")
    return folder


@pytest.fixture(scope="module")
def strokes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kits")
    for stroke, name in ((drum_synth.kick_skin, "kick"), (drum_synth.kick_long, "bd2"), (drum_synth.clap, "clap")):
        soundfile.write(folder / f"{name}.wav", stroke(np.random.default_rng(0)), SPEC.rate)
    soundfile.write(folder / "drum_roll.wav", np.ones(5000), SPEC.rate)
    (folder / "LICENSE.md").write_text(
        "Creative Commons Attribution\n\n| kick.wav | Bea | https://example.com/kick |\n"
    )
    return folder


@pytest.fixture(scope="module")
def mixed(loops: Path, strokes_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sets") / "mixed"
    build(loops, out, count=40, seed=3, kits=[strokes_folder], kit_share=0.4, synth_share=0.3)
    return out


def test_kits_and_synthesiser_are_among_the_sources(mixed: Path, strokes_folder: Path) -> None:
    data = open_dataset(mixed)
    named = {str(source["file"]): source for source in data.sources}
    kit = strokes_folder.name
    assert set(named) >= {"kick.wav", kit, "drum synthesiser"}
    assert len(named) == 5
    shared = {"kit": kit, "licence": "CC-BY-4.0"}
    credit = {"author": "Bea", "url": "https://example.com/kick"}
    assert named["kick.wav"] == {"file": "kick.wav", "drums": {"kick": 1}, **shared, **credit}
    assert named[kit] == {"file": kit, "drums": {"kick": 1, "snare": 1}, **shared}
    assert data.licence == "CC0-1.0 AND CC-BY-4.0"
    assert set(data.origins) == set("LKS") and sum(data.origins.values()) == 40
    kits = [data.name(number) for number in range(40) if data.origin(number) == "K"]
    assert len(kits) == data.origins["K"]
    assert kits and all(name.startswith(f"{kit}, ") for name in kits)


def test_images_of_kits_are_neither_empty_nor_clipped(mixed: Path) -> None:
    images = open_dataset(mixed).images.stacked()
    assert images.reshape(len(images), -1).max(axis=1).min() > 100
    assert (images == 255).mean() < 0.001


def test_a_dataset_with_kits_does_not_depend_on_the_workers(
    loops: Path, strokes_folder: Path, mixed: Path, tmp_path: Path
) -> None:
    shares = {"kit_share": 0.4, "synth_share": 0.3}
    build(loops, tmp_path / "two", count=40, seed=3, kits=[strokes_folder], **shares, render=render_in_processes(2))
    assert contents(tmp_path / "two") == contents(mixed)


def test_kits_play_a_third_of_the_images_by_default(loops: Path, strokes_folder: Path, tmp_path: Path) -> None:
    material = plan_dataset(loops, tmp_path / "set", count=1000, kits=[strokes_folder]).material
    origins = [material.pool.origin(0, number) for number in range(1000)]
    assert origins.count(Origin.KIT) == pytest.approx(350, abs=50)
    assert origins.count(Origin.SYNTH) == 0
    assert any("drum_roll.wav" in remark for remark in material.remarks)
    assert any("holds no hat" in remark for remark in material.remarks)


def test_skip_patterns_apply_to_one_shots_too(loops: Path, strokes_folder: Path, tmp_path: Path) -> None:
    report = plan_dataset(loops, tmp_path / "set", count=16, kits=[strokes_folder], skip=["bd*"]).material
    assert not any(source.get("drums") == {"kick": 1, "snare": 1} for source in report.sources)
    assert any("bd2.wav is left out, as asked" in remark for remark in report.remarks)


def test_no_loops_are_needed_if_the_shares_leave_none(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    report = build(tmp_path / "none", tmp_path / "set", count=16, synth_share=1.0)
    assert report.origins == {"S": 16}
    assert report.sources == ({"file": "drum synthesiser"},)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"kit_share": 0.2}, "name a folder of them"),
        ({"synth_share": 1.2}, "at most 1 together"),
        ({"synth_share": -0.1}, "expected 0 to 1"),
        ({"kit_share": 0.6, "synth_share": 0.6}, "at most 1 together"),
        ({"synth_share": float("nan")}, "expected 0 to 1"),
    ],
)
def test_invalid_shares_are_refused(loops: Path, tmp_path: Path, shares: dict[str, float], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        build(loops, tmp_path / "set", count=16, **shares)  # type: ignore[arg-type]


def test_more_held_out_images_leave_the_training_images_unchanged(
    mixed: Path, loops: Path, strokes_folder: Path, tmp_path: Path
) -> None:
    shares = {"kits": [strokes_folder], "kit_share": 0.4, "synth_share": 0.3}
    report = build(loops, tmp_path / "more", count=60, seed=3, held_out=28, **shares)  # type: ignore[arg-type]
    assert report.held_out == open_dataset(tmp_path / "more").held_out == 28
    learned = len(open_dataset(mixed).images) - open_dataset(mixed).held_out
    assert learned == 32
    assert np.array_equal(open_dataset(tmp_path / "more").images[:learned], open_dataset(mixed).images[:learned])
    with pytest.raises(BadInput, match="are held out"):
        build(loops, tmp_path / "none", count=20, held_out=19)


def test_performances_are_played_credited_and_held_out(loops: Path, tmp_path: Path) -> None:
    for number in range(40):
        write_midi(tmp_path / "grooves" / f"{number}.mid", 2)
    (tmp_path / "grooves" / "LICENSE").write_text("CC-BY-4.0\n\nAttribution: Grooves by Gus\n")
    material = read_material(loops, grooves=tmp_path / "grooves", synth_share=0.5)
    learned, held = (
        {one.performance for one in part.grooves} for part in (material.pool.training, material.pool.held_out)
    )
    assert held and not held & learned and len(held | learned) == 40
    assert {
        "file": "grooves",
        "grooves": 40,
        "licence": "CC-BY-4.0",
        "attribution": "Grooves by Gus",
    } in material.sources
    assert material.licence == "CC0-1.0 AND CC-BY-4.0"
    plain = read_material(loops, synth_share=0.5).pool
    changed = [
        not np.array_equal(render_image(material.pool, 3, index).levels, render_image(plain, 3, index).levels)
        for index in range(8)
    ]
    assert any(changed)


def test_gain_and_effects_of_each_image_are_described(mixed: Path) -> None:
    card = json.loads((mixed / "dataset.json").read_text())
    assert card["loudness"] == TARGET_LUFS
    notes = read_notes(mixed / "shards", 0, 40)
    assert len(set(notes.gains)) > 30
    named = {name for names in notes.effects for name in names}
    assert named <= {*card["effect_chances"], "kick tuned", "kick swept"} and len(named) > 5

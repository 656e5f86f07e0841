import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine import __version__
from engine.errors import BadInput, ModelMismatch
from engine.spec import SPEC
from tests.disks import fill, make_read_only, small_disk
from tests.training import drum_loops
from tests.training.dataset.contents import contents
from training.dataset import builder
from training.dataset.builder import build
from training.dataset.dataset_folder import open_dataset
from training.dataset.dataset_plan import plan_dataset
from training.dataset.rendering import CHUNK_IMAGES, render_here, render_in_processes

RENDER = {1: render_here, 2: render_in_processes(2)}


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loops")
    drum_loops.write_folder(folder, 2, np.random.default_rng(0))
    first = sorted(folder.glob("*.wav"))[0].name
    (folder / "LICENSE.md").write_text(f"CC0\n\n| {first} | 2 | Ann | https://example.org |\n")
    return folder


@pytest.fixture(scope="module")
def made(loops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sets") / "made"
    build(loops, out, count=20, seed=3)
    return out


def test_dataset_json_describes_the_dataset(loops: Path, tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    built = build(loops, tmp_path / "set", count=20, seed=3, progress=lambda done, of: calls.append((done, of)))
    data = open_dataset(tmp_path / "set")
    assert len(data.images) == 20
    assert data.images[19].shape == (SPEC.frames, SPEC.mels)
    assert data.images[19].dtype == np.uint8
    assert (data.held_out, data.spec, data.seed, data.version) == (8, SPEC, 3, __version__)
    assert data.licence == built.licence == "CC0-1.0"
    assert data.sources == built.sources
    assert [source["beats"] for source in data.sources] == [8, 8]
    assert {source["beats_from"] for source in data.sources} == {"file name"}
    assert data.sources[0]["author"] == "Ann"
    assert calls[-1] == (20, 20)


def test_loops_of_half_a_second_are_enough(tmp_path: Path) -> None:
    (tmp_path / "loops").mkdir()
    for number, beats in enumerate((1, 2, 4)):  # 0.4 to 1.5 s
        audio = drum_loops.break_loop(np.random.default_rng(number), 160, beats)
        soundfile.write(tmp_path / "loops" / f"{number}_160bpm_{beats}b.wav", audio, SPEC.rate)
    build(tmp_path / "loops", tmp_path / "set", count=16, seed=1)
    data = open_dataset(tmp_path / "set")
    assert [source["beats"] for source in data.sources] == [1, 2, 4]
    assert data.images.stacked().reshape(16, -1).max(axis=1).min() > 100


def test_images_are_neither_empty_nor_clipped(made: Path) -> None:
    images = open_dataset(made).images.stacked()
    assert images.reshape(len(images), -1).max(axis=1).min() > 100
    assert (images == 255).mean() < 0.001


def test_images_do_not_depend_on_the_number_of_workers(loops: Path, made: Path, tmp_path: Path) -> None:
    build(loops, tmp_path / "two", count=20, seed=3, render=render_in_processes(2))
    assert contents(tmp_path / "two") == contents(made)


def test_a_longer_dataset_begins_with_the_images_of_a_shorter_one(loops: Path, made: Path, tmp_path: Path) -> None:
    build(loops, tmp_path / "long", count=24, seed=3)
    long = open_dataset(tmp_path / "long").images[:20]
    assert np.array_equal(long.stacked(), open_dataset(made).images.stacked())


def test_five_percent_are_held_out_of_many(loops: Path, tmp_path: Path) -> None:
    assert plan_dataset(loops, tmp_path / "set", count=400).held_out == 20


def test_an_older_dataset_is_replaced_by_force_and_an_empty_folder_used(
    loops: Path, made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made, tmp_path / "set")
    with pytest.raises(BadInput, match="is a dataset already"):
        build(loops, tmp_path / "set", count=16, seed=4)
    assert open_dataset(tmp_path / "set").seed == 3
    build(loops, tmp_path / "set", count=16, seed=4, force=True)
    assert open_dataset(tmp_path / "set").seed == 4
    (tmp_path / "empty").mkdir()
    build(loops, tmp_path / "empty", count=16)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "set"]


@pytest.mark.parametrize("below", [".", "shards"])
def test_the_folder_of_the_shell_is_not_replaced(
    loops: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    shutil.copytree(made, tmp_path / "set")
    monkeypatch.chdir(tmp_path / "set" / below)
    with pytest.raises(BadInput, match="is the current folder or holds it"):
        build(loops, Path(".") if below == "." else Path(".."), count=16, force=True)
    assert contents(tmp_path / "set") == contents(made)


@pytest.mark.parametrize("taken", ["file", "folder"])
def test_other_files_are_never_overwritten(loops: Path, tmp_path: Path, taken: str) -> None:
    out = tmp_path / "out"
    precious = out if taken == "file" else out / "precious.wav"
    precious.parent.mkdir(exist_ok=True)
    precious.write_text("keep me")
    with pytest.raises(BadInput, match="is not a dataset"):
        build(loops, out, count=16)
    assert precious.read_text() == "keep me"


def test_an_interrupt_keeps_the_older_dataset_and_leaves_nothing_else(loops: Path, made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "set")

    def interrupt(done: int, count: int) -> None:
        raise KeyboardInterrupt

    for out in (tmp_path / "set", tmp_path / "new"):
        with pytest.raises(KeyboardInterrupt):
            build(loops, out, count=40, seed=9, progress=interrupt, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert open_dataset(tmp_path / "set").seed == 3


def test_what_a_killed_process_left_is_removed(loops: Path, tmp_path: Path) -> None:
    (tmp_path / "set.partial").mkdir()
    (tmp_path / "set.partial" / "00000.npy").write_bytes(b"half")
    build(loops, tmp_path / "set", count=16)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


@pytest.mark.parametrize("wrong", [{"count": 15}, {"count": 16, "seed": -1}])
def test_figures_that_cannot_be_are_refused(loops: Path, tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="expected 16 to 100000000, and 0"):
        build(loops, tmp_path / "set", **wrong)  # type: ignore[arg-type]


def test_a_full_disk_is_detected_before_the_work(loops: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="GB free"):
        build(loops, tmp_path / "set", count=10**8)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_becomes_full_is_refused_and_keeps_the_older_dataset(
    loops: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(builder.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 0, 10**12))
    with small_disk(tmp_path / "disk", 8 * 2**20) as disk:
        shutil.copytree(made, disk / "set")
        for out in (disk / "set", disk / "new", disk / "new" / "deeper" / "set"):
            with pytest.raises(BadInput, match=r"cannot be written \(No space left on device\)"):
                build(loops, out, count=40, seed=9, force=True, render=RENDER[workers])
        assert [path.name for path in disk.iterdir()] == ["set"]
        assert open_dataset(disk / "set").seed == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_others_fill_meanwhile_is_refused_and_not_a_bus_error(
    loops: Path, tmp_path: Path, workers: int
) -> None:
    count = 2 * CHUNK_IMAGES
    with small_disk(tmp_path / "disk", (count + 8) * SPEC.frames * SPEC.mels) as disk:
        with pytest.raises(BadInput, match=r"cannot be written \(No space left on device\)"):
            build(loops, disk / "set", count=count, render=RENDER[workers], progress=lambda *_: fill(disk))
        assert [path.name for path in disk.iterdir()] == [".filling"]


def test_a_read_only_disk_is_refused(loops: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8 * 2**20) as disk:
        make_read_only(disk)
        with pytest.raises(BadInput, match=r"cannot be written into \(Read-only file system\)"):
            build(loops, disk / "set", count=16)


def test_a_dataset_is_known_by_its_digest(loops: Path, made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "set")
    own = open_dataset(made).digest
    assert open_dataset(tmp_path / "set").digest == own
    build(loops, tmp_path / "set", count=20, seed=4, force=True)
    assert open_dataset(tmp_path / "set").digest != own


def test_an_unwritable_output_folder_is_refused(loops: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="file is a file"):
        build(loops, tmp_path / "file" / "set", count=16)


def test_a_folder_without_loops_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(BadInput, match="no usable loop"):
        build(tmp_path / "none", tmp_path / "set", count=16)
    assert [path.name for path in tmp_path.iterdir()] == ["none"]


IMAGES, NOTES = "shards/00000.npy", "shards/00000.json"


def card(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def damage(path: Path) -> None:
        values = json.loads((path / "dataset.json").read_text())
        change(values)
        (path / "dataset.json").write_text(json.dumps(values))

    return damage


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: shutil.rmtree(path), "not a readable dataset"),
        (lambda path: (path / IMAGES).unlink(), "has 0 bytes"),
        (lambda path: (path / IMAGES).write_bytes(b""), "has 0 bytes"),
        (lambda path: (path / IMAGES).write_bytes((path / IMAGES).read_bytes()[:9999]), "has 9999 bytes"),
        (lambda path: np.save(path / IMAGES, np.zeros((20, 1024, 256), np.uint8)), "expected uint8"),
        (lambda path: np.save(path / IMAGES, np.zeros(10**7, object)), "is not an array"),
        (lambda path: (path / IMAGES).write_bytes(bytes(10**7)), "is not an array"),
        (lambda path: (path / NOTES).write_text("[]"), "not a readable description"),
        (lambda path: (path / "dataset.json").write_text("{"), "not a readable dataset"),
        (lambda path: (path / "dataset.json").write_text("[]"), "has no valid format"),
        (card(lambda values: values.pop("held_out")), "has no valid held_out"),
        (card(lambda values: values.update(sources=["a"])), "has no valid sources"),
        (card(lambda values: values.pop("origins")), "has no valid origins"),
        (card(lambda values: values.update(files=["a"])), "has no valid files"),
        (card(lambda values: values.update(shards=[])), "0 shards, expected 1"),
        (card(lambda values: values.update(shards=[3])), "has no valid shards"),
        (card(lambda values: values.update(held_out=20)), "holds out 20 of 20"),
        (card(lambda values: values.update(held_out=13)), "holds out 13 of 20 images, expected 8 or more"),
        (card(lambda values: values.update(held_out=7)), "holds out 7 of 20"),
        (lambda path: (path / "dataset.json").write_text("[" * 100_000), "not a readable dataset"),
        (card(lambda values: values.update(count=21)), "bytes, 5505024 are needed"),
    ],
)
def test_a_damaged_dataset_is_refused(made: Path, tmp_path: Path, damage: Callable[[Path], object], words: str) -> None:
    shutil.copytree(made, tmp_path / "set")
    damage(tmp_path / "set")
    with pytest.raises(BadInput, match=words):
        data = open_dataset(tmp_path / "set")
        data.images[0], data.name(0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda values: values["spec"].update(hop=512), "hop = 512"),
        (lambda values: values["spec"].pop("hop"), "hop"),
        (lambda values: values.update(format=1), "format 1"),
    ],
)
def test_another_geometry_is_refused(
    made: Path, tmp_path: Path, change: Callable[[dict[str, dict[str, int]]], object], words: str
) -> None:
    shutil.copytree(made, tmp_path / "set")
    card(change)(tmp_path / "set")  # type: ignore[arg-type]
    with pytest.raises(ModelMismatch, match=words):
        open_dataset(tmp_path / "set")

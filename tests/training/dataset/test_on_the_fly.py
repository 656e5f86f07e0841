"""A dataset without images on disk has the images of one that was rendered before."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput
from tests.training import drum_loops
from tests.training.tiny_run import NO_PREVIEW, TINY
from training import cli
from training.dataset.builder import build, make_shards
from training.dataset.dataset_folder import open_dataset
from training.dataset.dataset_plan import plan_dataset
from training.loop import train as training

COUNT = 40


@pytest.fixture(scope="module")
def described(loops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sets") / "described"
    cli.dataset(loops, out, count=COUNT, seed=3, on_the_fly=True)
    return out


def test_images_are_those_of_a_dataset_on_disk(loops: Path, described: Path, tmp_path: Path) -> None:
    stored = build(loops, tmp_path / "stored", count=COUNT, seed=3)
    assert [path.name for path in described.iterdir()] == ["dataset.json"]
    found = open_dataset(described)
    assert (len(found.images), found.held_out, found.sources) == (COUNT, stored.held_out, stored.sources)
    assert (found.files, found.origins) == (stored.files, stored.origins)
    some = [0, 7, COUNT - 1]
    found.images.prepare(some)
    for number in some:
        assert np.array_equal(found.images[number], stored.images[number])
        assert (found.name(number), found.origin(number)) == (stored.name(number), stored.origin(number))


def test_shards_of_an_interrupted_command_are_deleted_when_asked(loops: Path, tmp_path: Path) -> None:
    make_shards(plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3))
    with pytest.raises(BadInput, match=r"set\.partial holds shards of this set; complete it without --on-the-fly"):
        cli.dataset(loops, tmp_path / "set", count=COUNT, seed=3, on_the_fly=True)
    assert list((tmp_path / "set.partial" / "shards").glob("*.npy"))
    cli.dataset(loops, tmp_path / "set", count=COUNT, seed=3, on_the_fly=True, force=True)
    assert [path.name for path in (tmp_path / "set").iterdir()] == ["dataset.json"]
    cli.dataset(loops, tmp_path / "set", count=COUNT, seed=3, on_the_fly=True, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_model_is_trained_without_a_disk(described: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "write_preview", lambda *_: NO_PREVIEW)
    state = training.train(described, tmp_path / "run", steps=2, hparams=TINY, device="cpu", threads=1)
    assert state.finished and state.figures["error_db"] > 0


def test_sources_that_have_changed_are_refused(tmp_path: Path) -> None:
    drum_loops.write_folder(tmp_path / "loops", 2, np.random.default_rng(0))
    cli.dataset(tmp_path / "loops", tmp_path / "set", count=COUNT, on_the_fly=True)
    drum_loops.write_folder(tmp_path / "loops", 2, np.random.default_rng(1))
    with pytest.raises(BadInput, match="have changed since it was made"):
        open_dataset(tmp_path / "set")

"""A map of breaks shows the training loops, and neighbours on it sound alike."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from engine.controls import one_seed
from engine.model.card import MAX_CARD_LENGTH
from engine.model.model_file import Model, bundled
from engine.parameters import parameter
from export.break_map import MAP_BREAKS, flat_map, picture
from export.write_model import export
from training.dataset.dataset_folder import open_dataset
from training.loop.run_folder import RunFolder

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
COMPARED = 96  # breaks of the bundled map


def test_similar_pictures_are_neighbours_and_the_map_fills_its_square() -> None:
    generator = np.random.default_rng(0)
    kinds = generator.random((4, 64))
    pictures = np.repeat(kinds, 10, 0) + 0.05 * generator.random((40, 64))
    points = flat_map(pictures.astype(np.float32))
    assert np.array_equal(points, flat_map(pictures.astype(np.float32)))
    assert np.array_equal(np.sort(points, 0)[[0, -1]], [[-1, -1], [1, 1]])
    assert np.allclose(np.diff(np.sort(points, 0), axis=0), 2 / 39, atol=1e-3)
    distances = np.linalg.norm(points[:, None] - points, axis=2) + 9 * np.eye(40)
    assert np.mean(distances.argmin(1) // 10 == np.arange(40) // 10) > 0.9


def test_the_card_of_an_export_has_a_map_of_the_runs_dataset(run: Path, tmp_path: Path) -> None:
    done = export(run, tmp_path / "model.onnx", created=NOON)
    model = Model.load(done.path)
    assert model.card == done.card
    data = open_dataset(Path(RunFolder(run).config().data))
    assert len(model.card.breaks) == len(data.images) - data.held_out
    first = model.card.breaks[0]
    assert first.name == data.name(0) == "made up"
    expected = model.encode(data.images[0].astype(np.float32) / 255).knobs
    np.testing.assert_allclose(first.knobs, expected, atol=0.0006)


def test_a_run_without_its_dataset_is_exported_without_a_map(run: Path, tmp_path: Path) -> None:
    config = RunFolder(run).config()
    other = tmp_path / "other"
    shutil.copytree(run, other)
    for change in ({"data": str(tmp_path / "gone")}, {"data": ""}, {"digest": "of another dataset"}):
        values = {field: getattr(config, field) for field in config.__slots__} | change
        RunFolder(other).replace_config(type(config)(**values))
        assert export(other, tmp_path / "model.onnx", created=NOON).card.breaks == ()


def test_the_bundled_model_has_a_map_whose_neighbours_sound_alike() -> None:
    """Measured in another variation than the one in which the map was made."""
    model = Model.load(bundled(), provider="cpu")
    breaks, seed = model.card.breaks[:: MAP_BREAKS // COMPARED], one_seed(parameter("seed").default)
    assert len(model.card.breaks) == MAP_BREAKS and bundled().stat().st_size <= 14.2e6
    assert len(model.card.to_json()) < MAX_CARD_LENGTH / 4
    kit = model.draws.kit(seed)
    loops = [model.loop_latents(np.clip(np.array(one.knobs) - kit, -3, 3), seed) for one in breaks]
    pictures = np.stack([picture(model.decode(loop).levels) for loop in loops])
    differences = np.abs(pictures[:, None] - pictures).mean(2)
    points = np.array([(one.x, one.y) for one in breaks])
    nearest = (np.linalg.norm(points[:, None] - points, axis=2) + 9 * np.eye(len(points))).argmin(1)
    alike = differences[np.arange(len(points)), nearest].mean()
    assert alike < 0.65 * differences.sum() / (len(points) * (len(points) - 1))

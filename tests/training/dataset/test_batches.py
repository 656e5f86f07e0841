"""A batch depends on the seed, the stage and the step only, and has no held-out loops."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
import torch

from engine.spec import SPEC
from training.dataset import batches
from training.dataset.dataset_folder import ImageSet

CPU = torch.device("cpu")


@dataclass
class Numbered:
    """Images whose cells encode their image and step."""

    held_out: int = 3
    count: int = 7

    @property
    def images(self) -> ImageSet:
        step = np.arange(SPEC.frames) // SPEC.step_frames
        images = (np.arange(self.count)[:, None, None] * 32 + step[:, None]).repeat(4, 2).astype(np.uint8)
        return ImageSet(images.__getitem__, range(self.count))


def test_a_batch_depends_on_the_step_only() -> None:
    def drawn(seed: int, stage: str, step: int) -> tuple[float, ...]:
        return tuple(batches.rng_for_step(seed, stage, step).standard_normal(3).tolist())

    assert drawn(1, "step", 5) == drawn(1, "step", 5)
    keys = [(1, "step", 5), (2, "step", 5), (1, "loop", 5), (1, "flow", 5), (1, "step", 6)]
    assert len({drawn(*key) for key in keys}) == len(keys)


def crops(step: int, sixteenths: int) -> np.ndarray:
    """Windows of numbered images."""
    return batches.CropBatch(Numbered(), batches.rng_for_step(0, "step", step), 200, sixteenths, SPEC).crops(range(200))


def test_crops_begin_on_a_sixteenth_and_wrap_around() -> None:
    window = crops(0, 4)
    assert window.shape == (200, 4 * SPEC.step_frames, 4)
    image, step = np.divmod(window[:, :: SPEC.step_frames, 0], 32)
    assert (image == image[:, :1]).all()
    assert ((step[:, 1:] - step[:, :-1]) % SPEC.steps == 1).all()
    assert set(step[:, 0].tolist()) == set(range(SPEC.steps))
    assert (window.reshape(200, 4, SPEC.step_frames, 4) == window[:, :: SPEC.step_frames, None]).all()


def test_held_out_images_are_never_trained_on() -> None:
    window = crops(1, 1)
    assert set((window[:, 0, 0] // 32).tolist()) == {0, 1, 2, 3}


def test_loops_are_rotated_by_whole_bars_only() -> None:
    grid = torch.arange(5 * 32).reshape(5, 32, 1).float()
    drawn, named = batches.loops(grid, grid[:, 0], batches.rng_for_step(0, "loop", 0), 100, 16)
    first = drawn[:, 0, 0]
    assert set((first % 32).tolist()) == {0, 16}
    assert set((first // 32).tolist()) == set(range(5))
    assert torch.equal(named[:, 0] // 32, first // 32)  # each with its own descriptors
    assert (((drawn[:, 1:] - drawn[:, :-1]) % 32) == 1).all()


def augmented(part: slice) -> torch.Tensor:
    """Sixty windows of images that sound in a few bands around the tenth frame, varied."""
    images = np.zeros((60, SPEC.frames, SPEC.mels), np.uint8)
    images[:, 8::16, 100:300] = np.linspace(128, 180, 60).astype(np.uint8)[:, None, None]
    generator = batches.rng_for_step(0, "step", 0)
    pictures = Pictures(ImageSet(images.__getitem__, range(60)))
    return batches.CropBatch(pictures, generator, 60, 2, SPEC).augmented(generator, part, CPU)


@dataclass
class Pictures:
    """Images as a dataset has them."""

    images: ImageSet
    held_out: int = 0


def test_augmentation_keeps_shape_and_range() -> None:
    seen = augmented(slice(None))
    assert seen.shape == (60, 32, SPEC.mels)
    assert torch.equal(seen, augmented(slice(None)))
    assert float(seen.min()) == 0 and float(seen.max()) <= 1
    assert float(seen[:, :, :100].max()) == 0  # silence stays silence
    first = (seen > 0).any(2).int().argmax(1)
    assert 8 - batches.MAX_SHIFT_FRAMES <= int(first.min()) < 8 < int(first.max()) <= 8 + batches.MAX_SHIFT_FRAMES


def test_a_part_of_a_batch_is_varied_as_in_the_whole() -> None:
    whole = augmented(slice(None))
    for part in (slice(0, 7), slice(7, 60), slice(59, 60)):
        assert torch.equal(augmented(part), whole[part])


def test_layering_adds_powers() -> None:
    level = torch.tensor([0.5, 0.5, 0.5, 0.0])
    other = torch.tensor([0.5, 0.4, 0.0, 0.3])
    expected = [0.5 + math.log10(2) / 10, 0.5 + math.log10(1.1) / 10, 0.5, 0.3]
    assert batches.layer_levels(level, other, SPEC).tolist() == pytest.approx(expected, abs=1e-5)


def test_bytes_are_levels() -> None:
    levels = batches.to_levels(np.array([[0, 51, 255]], np.uint8), CPU)
    assert levels.dtype == torch.float32
    assert levels[0].tolist() == pytest.approx([0, 0.2, 1])


def test_chunks_contain_every_image_once() -> None:
    images = np.arange(10, dtype=np.uint8).reshape(5, 2, 1)
    chunks = list(batches.in_chunks(ImageSet(images.__getitem__, range(5)), 2, CPU))
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    torch.testing.assert_close(torch.cat(chunks), batches.to_levels(images, CPU))


def test_each_image_has_its_row() -> None:
    images = np.arange(5, dtype=np.uint8)[:, None, None] * np.ones((1, 3, 2), np.uint8)
    rows = batches.row_of_each(ImageSet(images.__getitem__, range(5)), 2, CPU, lambda levels: levels.mean((1, 2)) * 255)
    assert rows.tolist() == pytest.approx([0, 1, 2, 3, 4])

"""A decode request survives a file to the bit, and its replay gives the same tape."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import GRID_SHAPE, LOCK, STEP_COLUMNS, STEP_RANGES, mixed_seeds, one_seed
from engine.errors import BadInput, BadParameter
from engine.files.preset_folder import write_learned
from engine.model.decode_replayer import DecodeReplayer
from engine.model.decode_request import DecodeRequest, DecodeTarget
from engine.model.decode_worker import DecodeWorker
from engine.model.learned_break import LearnedBreak, LearnedBreaks
from engine.model.model_file import Model
from engine.model.step_edits import with_cells
from engine.model.step_locks import with_kept
from engine.parameters import INDEX, LATENTS, TABLE
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.tiny_model import tiny_model

MAX_CELL = 3.0
COLUMNS = [column for column, name in enumerate(STEP_COLUMNS) if STEP_RANGES[name][1] >= MAX_CELL]
cells = st.dictionaries(
    st.tuples(st.integers(0, SPEC.steps - 1), st.sampled_from(COLUMNS)), st.floats(-MAX_CELL, MAX_CELL), max_size=5
)


mixtures = st.lists(st.tuples(st.integers(0, 2**31 - 1), st.floats(1e-6, 1e6)), min_size=1, max_size=5)


@given(st.lists(st.floats(-3, 3), min_size=16, max_size=16), mixtures, st.floats(0, 2), cells)
def test_a_request_survives_a_file_to_the_bit(
    knobs: list[float], pairs: list[tuple[int, float]], texture: float, changed: dict[tuple[int, int], float]
) -> None:
    grid = np.zeros(GRID_SHAPE)
    for place, value in changed.items():
        grid[place] = value
    request = DecodeRequest.of(DecodeTarget(np.array(knobs), mixed_seeds(pairs), texture, grid))
    again = DecodeRequest.from_dict(json.loads(json.dumps(request.to_dict())))
    assert again == request
    np.testing.assert_array_equal(again.grid, grid)


def test_a_window_survives_a_file() -> None:
    request = DecodeRequest([0.0] * 16, one_seed(5), 1.0, {"3/kick": 0.5}, (30, 4), "ab" * 32)
    assert DecodeRequest.from_dict(json.loads(json.dumps(request.to_dict()))) == request


GOOD = DecodeRequest([0.0] * 16, one_seed(5), 1.0).to_dict()


@pytest.mark.parametrize(
    "wrong",
    [
        {"knobs": [0.0] * 15},
        {"knobs": [float("nan")] * 16},
        {"knobs": None},
        {"seed": "five"},
        {"seeds": [5]},
        {"seeds": [[5, -1.0]]},
        {"seeds": []},
        {"window": [32, 4]},
        {"window": [0]},
        {"cells": {"kick": 1.0}},
        {"cells": {"3/bell": 1.0}},
        {"cells": {"3/kick": float("inf")}},
    ],
)
def test_an_invalid_request_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, IndexError, AttributeError, BadParameter)):
        DecodeRequest.from_dict(GOOD | wrong)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return Model.load(tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx"), provider="cpu")


@pytest.fixture
def learned(model: Model, tmp_path: Path) -> str:
    """The SHA-256 of a learned break that the model finds."""
    latents = model.loop_latents(np.zeros(LATENTS), one_seed(5))
    decoded = model.decode(latents).levels
    found = LearnedBreak.fit(model.digest, latents, decoded, 1 - decoded, [latents + 2])
    write_learned(tmp_path, found)
    model.learned = LearnedBreaks(tmp_path)
    return found.digest


LOCKED = {2: 8, 4: 20}  # turn -> the sixteenth that is locked in it


class SlowClock:
    """A clock that advances at every call, so that windows are decoded before the whole image."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now


@pytest.mark.parametrize("threads", [1, 3])
def test_a_replay_gives_the_published_tapes_cell_by_cell(model: Model, learned: str, threads: int) -> None:
    published: list[tuple[Tape, DecodeRequest]] = []
    values, grid = np.array([entry.default for entry in TABLE]), np.zeros(GRID_SHAPE)
    columns = iter(range(0, 5000, 37))
    worker = DecodeWorker(
        lambda: model,
        lambda tape, request: published.append((Tape(tape.magnitudes.copy(), tape.onsets.copy(), tape.gain), request)),
        DecodeTarget.of(values, one_seed(5), grid),
        0.01,
        SlowClock(),
        playhead=lambda: float(next(columns) % 512),
    )
    worker.decode()
    for turn in range(6):
        values[-16:] = np.random.default_rng(turn).uniform(-1, 1, 16)
        grid[turn, 16] = 0.5
        mixture = mixed_seeds([(5, 1.0), (9, float(turn))])  # as in a morph
        target = DecodeTarget.of(values, mixture, grid.copy(), learned if turn % 2 else "")
        if turn in LOCKED:
            cells = with_kept(grid, {(LOCKED[turn], LOCK): 1.0}, partial(worker.present_loop, target))
            grid = with_cells(grid, cells)
            target = target._replace(grid=grid)
        worker.set_target(target)
        for _ in range(3):
            worker.decode()
    assert {request.learned for _, request in published} == {"", learned}
    assert {request.window is None for _, request in published} == {True, False}
    requests = {number: request for number, (_, request) in enumerate(published, 1)}
    again = DecodeReplayer(model, requests, threads)
    for number in range(2, len(published) + 1, 2):  # not every tape was played
        tape, (wanted, _) = again(number), published[number - 1]
        np.testing.assert_array_equal(tape.magnitudes, wanted.magnitudes)
        np.testing.assert_array_equal(tape.onsets, wanted.onsets)
        assert tape.gain == wanted.gain
    with pytest.raises(BadInput, match="loads tape 1 after"):
        again(1)


def test_a_learned_break_is_heard_and_one_that_cannot_be_used_is_said(model: Model, learned: str) -> None:
    published: list[tuple[Tape, DecodeRequest]] = []
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["texture"]] = 0
    plain = DecodeTarget.of(values, one_seed(5), np.zeros(GRID_SHAPE))
    worker = DecodeWorker(lambda: model, lambda *both: published.append(both), plain, 0.01, lambda: 100.0)
    for which, said in (("", ""), (learned, ""), ("ab" * 32, "the learned break abababababab is not in"), ("", "")):
        worker.set_target(plain._replace(learned=which))
        worker.decode()
        assert worker.note.startswith(said) and bool(worker.note) == bool(said)
    assert [request.learned for _, request in published] == ["", learned, "", ""]
    before, heard, without, after = (tape.magnitudes for tape, _ in published)
    assert np.median(np.abs(np.log10(heard / before))) > 0.5
    assert np.array_equal(without, before) and np.array_equal(after, before)


def test_a_take_with_a_learned_break_that_is_not_there_is_refused(model: Model, learned: str) -> None:
    for which, sentence in (("cd" * 32, "the learned break cdcdcdcdcdcd is not in"), ("x", "expected the SHA-256")):
        with pytest.raises(BadInput, match=sentence):
            DecodeReplayer(model, {1: DecodeRequest([0.0] * 16, one_seed(5), 1.0, learned=which)})(1)

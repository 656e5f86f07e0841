"""The model: same input, same tape; and no file that is not a model is ever played."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.errors import BadInput, BadParameter, ModelMismatch
from engine.model.model_file import Model, bundled, variation
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES
from tests.tiny_model import card, tiny_model

MIDDLE = np.zeros(LATENTS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module")
def model(path: Path) -> Model:
    return Model.load(path)


def test_it_says_what_it_is_and_what_runs_it(model: Model) -> None:
    assert model.card.name == "tiny"
    assert model.card.licence == "CC0-1.0"
    assert model.card.spec == SPEC
    assert model.provider == "cpu"


def test_a_tape_is_levels_from_0_to_1(model: Model) -> None:
    levels = model.decode(MIDDLE, 1)
    assert levels.shape == (SPEC.frames, SPEC.mels)
    assert levels.dtype == np.float32
    assert levels.min() >= 0 and 0.3 < levels.max() <= 1


def test_same_knobs_and_seed_are_the_same_tape(model: Model, path: Path) -> None:
    first = model.decode(MIDDLE + 0.3, 7)
    model.decode(MIDDLE - 1, 8)
    assert np.array_equal(first, model.decode(MIDDLE + 0.3, 7))
    assert np.array_equal(first, Model.load(path, threads=2).decode(MIDDLE + 0.3, 7))


def test_knobs_seed_and_steps_each_move_the_tape(model: Model) -> None:
    still = model.decode(MIDDLE, 1)
    assert not np.array_equal(still, model.decode(MIDDLE + 0.1, 1))
    assert not np.array_equal(still, model.decode(MIDDLE, 2))
    edit = np.zeros((SPEC.steps, LATENTS))
    edit[5] = 2
    changed = np.abs(model.decode(MIDDLE, 1, edit) - still).max(1).reshape(SPEC.steps, -1).max(1)
    assert changed[5] > 0.01
    assert np.delete(changed, 5).max() == 0


def test_a_tape_is_painted_of_the_loops_latents_and_the_steps_added_to_them(model: Model) -> None:
    edit = np.full((SPEC.steps, LATENTS), 0.5, np.float32)
    latents = model.loop(MIDDLE, 3)
    assert latents.shape == edit.shape and latents.dtype == np.float32
    painted, decoded = model.paint(latents + edit), model.picture(MIDDLE, 3, edit)
    assert np.array_equal(painted.levels, decoded.levels) and np.array_equal(painted.grain, decoded.grain)
    assert np.array_equal(painted.levels, model.decode(MIDDLE, 3, edit))


@pytest.mark.parametrize("first", [0, 1, 17, 31])
@pytest.mark.parametrize("count", [1, 4, 25, 26, 31, 32])
def test_a_window_shows_what_the_whole_picture_shows_there(model: Model, first: int, count: int) -> None:
    latents = model.loop(MIDDLE + 0.5, 3)
    whole, window = model.paint(latents), model.paint(latents, first, count)
    frames = np.arange(first * 16, (first + count) * 16) % SPEC.frames
    blocks = np.arange(first * 4, (first + count) * 4) % (SPEC.frames // 4)
    np.testing.assert_allclose(window.levels, whole.levels[frames], atol=1e-6)
    np.testing.assert_allclose(window.grain, whole.grain[blocks], atol=1e-6)


def test_a_picture_says_how_grainy_its_cells_are(model: Model) -> None:
    grain = model.picture(MIDDLE, 1).grain
    assert grain.shape == (SPEC.frames // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS)
    assert 0 <= grain.min() < grain.max() < 0.1


def test_a_tape_has_a_place(model: Model) -> None:
    tapes = [model.decode(MIDDLE + knob, 1) for knob in (-1, 1)]
    places = [model.encode(tape) for tape in tapes]
    for place in places:
        assert place.knobs.shape == (LATENTS,) and place.latents.shape == (SPEC.steps, LATENTS)
    assert np.abs(places[0].knobs - places[1].knobs).max() > 0.01
    assert np.array_equal(places[0].knobs, model.encode(tapes[0]).knobs)


def test_random_breaks_are_distributed_as_the_card_says(model: Model) -> None:
    generator = np.random.default_rng(1)
    knobs = np.array([model.sample(generator) for _ in range(2000)])
    w = np.array(model.card.prior.centre) + knobs @ np.array(model.card.prior.axes)
    np.testing.assert_allclose(w.mean(0), 0, atol=0.1)
    np.testing.assert_allclose(np.cov(w.T), np.eye(LATENTS), atol=0.15)
    assert np.array_equal(model.sample(np.random.default_rng(5)), model.sample(np.random.default_rng(5)))


def test_a_random_break_is_a_random_place_of_the_whitened_space(model: Model) -> None:
    w = np.random.default_rng(5).standard_normal(LATENTS)
    knobs = model.place(w)
    assert knobs.shape == (LATENTS,) and knobs.dtype == np.float32
    assert np.array_equal(knobs, model.sample(np.random.default_rng(5)))
    np.testing.assert_allclose(
        np.array(model.card.prior.centre) + knobs @ np.array(model.card.prior.axes), w, atol=1e-6
    )
    for wrong in (w[:15], np.full(LATENTS, np.nan)):
        with pytest.raises(BadParameter, match="w have"):
            model.place(wrong)


def test_a_seed_is_the_same_noise_for_ever() -> None:
    noise = variation(1)
    assert noise.shape == (SPEC.steps, LATENTS)
    np.testing.assert_allclose(noise[0, :3], [0.345584, 0.821618, 0.330437], atol=1e-6)
    assert abs(noise.mean()) < 0.2 and 0.8 < noise.std() < 1.2


@pytest.mark.parametrize(
    ("latents", "seed"),
    [
        (np.zeros(15), 0),
        (np.full(LATENTS, np.nan), 0),
        (np.full(LATENTS, 1e300), 0),
        (["a"] * LATENTS, 0),
        (MIDDLE, -1),
    ],
    ids=["too few", "nan", "too large for a float", "words", "negative seed"],
)
def test_it_refuses_what_means_nothing(model: Model, latents: object, seed: int) -> None:
    with pytest.raises(BadParameter):
        model.decode(latents, seed)  # type: ignore[arg-type]
    with pytest.raises(BadParameter):
        model.loop(latents, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda model: model.decode(MIDDLE, 0, np.zeros((3, 3))), r"steps have the shape \(3, 3\)"),
        (lambda model: model.paint(np.full((SPEC.steps, LATENTS), np.nan)), "latents have a value"),
        (lambda model: model.paint(np.zeros((31, LATENTS))), "latents have the shape"),
        (lambda model: model.paint(np.zeros((SPEC.steps, LATENTS)), -1, 4), "4 sixteenths from -1 on"),
        (lambda model: model.paint(np.zeros((SPEC.steps, LATENTS)), 32, 4), "does not exist"),
        (lambda model: model.paint(np.zeros((SPEC.steps, LATENTS)), 0, 0), "does not exist"),
        (lambda model: model.paint(np.zeros((SPEC.steps, LATENTS)), 0, 33), "choose 1 to 32"),
        (lambda model: model.encode(np.zeros((SPEC.frames, 80))), "levels have the shape"),
        (lambda model: model.encode(np.full((SPEC.frames, SPEC.mels), np.inf)), "levels from 0 to 1"),
    ],
)
def test_it_says_what_is_wrong_with_a_grid_a_window_or_a_tape(
    model: Model, call: Callable[[Model], object], said: str
) -> None:
    with pytest.raises(BadParameter, match=said):
        call(model)


@pytest.mark.parametrize(("gain", "wild"), [(float("nan"), SPEC.frames * SPEC.mels), (100.0, 0)])
def test_what_a_broken_model_paints_is_repaired_and_counted_where_a_tape_is_made(
    tmp_path: Path, gain: float, wild: int
) -> None:
    levels = Model.load(tiny_model(tmp_path / "broken.onnx", gain=gain)).decode(MIDDLE, 0)
    tape, repaired = tape_from_levels(levels)
    assert repaired == wild
    assert np.isfinite(tape.magnitudes).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no vamen model"),
        ("{", "not JSON"),
        ("[]", "expected fields"),
        (json.dumps(card(format=1)), "format 1"),
        (json.dumps(card(format=None)), "format None"),
        (json.dumps(card(name=3)), "name"),
        (json.dumps(card(sources="none")), "sources"),
        (json.dumps(card(latents=True)), "latents"),
        (json.dumps(card(latents=8)), "16 knobs, expected 8"),
        (json.dumps(card(step_latents=8, macros={})), "expected float"),
        (json.dumps(card(prior={"centre": [0] * LATENTS, "axes": [[1] * LATENTS] * LATENTS})), "axes lie in a plane"),
        (json.dumps(card(prior={"centre": [1e308] * LATENTS, "axes": np.eye(LATENTS).tolist()})), "draws knobs of inf"),
        (
            json.dumps(card(prior={"centre": [0] * LATENTS, "axes": (1e-300 * np.eye(LATENTS)).tolist()})),
            "at most 1000",
        ),
        (json.dumps(card(prior={"centre": [0] * LATENTS, "axes": (1e-4 * np.eye(LATENTS)).tolist()})), "at most 1000"),
        (json.dumps(card(texture=-4)), "texture = -4, expected 0 to 2"),
        (json.dumps(card(spec={})), "geometry"),
        (json.dumps(card(spec=SPEC.to_dict() | {"mels": 80})), "mels = 80"),
    ],
)
def test_a_model_that_is_not_ours_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ModelMismatch, match=said) as refusal:
        Model.load(tiny_model(tmp_path / "other.onnx", text=text))
    assert "\n" not in str(refusal.value)


def test_a_model_that_cannot_run_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "stuck.onnx")
    graph = onnx.load(path)
    # an axis that only exists when it runs: 99 of 2
    graph.graph.initializer.append(onnx.numpy_helper.from_array(np.array(99), "far"))
    loop = next(branch.g for branch in graph.graph.node[-1].attribute if branch.name == "then_branch")
    loop.node.append(onnx.helper.make_node("CumSum", ["loop/step_latents", "far"], ["summed"]))
    loop.output[0].name = "summed"
    onnx.save(graph, path)
    with pytest.raises(ModelMismatch, match=r"stuck\.onnx"):
        Model.load(path)


def test_loading_says_nothing_and_loads_no_training_library(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import engine.model.model_file;"
        "early = 'onnxruntime' in sys.modules;"
        f"engine.model.model_file.Model.load(Path({str(path)!r}));"
        "assert not early and not {'torch', 'librosa'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == ""


def test_the_bundled_model_is_named_or_missed_in_a_sentence() -> None:
    try:
        assert bundled().suffix == ".onnx"
    except BadInput as error:
        assert "--model" in str(error)


def test_draws_come_from_the_components_of_the_card_by_their_shares(tmp_path: Path) -> None:
    root = (0.01 * np.eye(LATENTS)).tolist()
    parts = [{"share": share, "mean": [mean] * LATENTS, "root": root} for share, mean in ((3.0, 0.5), (1.0, -0.5))]
    prior = {"centre": [0.0] * LATENTS, "axes": np.eye(LATENTS).tolist(), "mixture": parts}
    model = Model.load(tiny_model(tmp_path / "a.onnx", text=json.dumps(card(prior=prior))))
    generator = np.random.default_rng(0)
    drawn = np.array([model.sample(generator) for _ in range(400)])
    assert np.abs(np.abs(drawn) - 0.5).max() < 0.06
    assert (drawn[:, 0] > 0).mean() == pytest.approx(0.75, abs=0.06)

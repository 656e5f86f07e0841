"""A model is deterministic, and a file that is not a vamen model is refused."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.errors import BadInput, BadParameter, ModelMismatch
from engine.model.model_file import Model, bundled
from engine.model.seed_draws import variation
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES
from tests.tiny_model import card, save_model, tiny_model

ORIGIN = np.zeros(LATENTS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module")
def model(path: Path) -> Model:
    return Model.load(path)


def test_a_model_has_its_card_and_its_provider(model: Model) -> None:
    assert model.card.name == "tiny"
    assert model.card.licence == "CC0-1.0"
    assert model.card.spec == SPEC
    assert model.provider == "cpu"


def test_levels_are_from_0_to_1(model: Model) -> None:
    levels = model.decode_loop(ORIGIN, 1).levels
    assert levels.shape == (SPEC.frames, SPEC.mels)
    assert levels.dtype == np.float32
    assert levels.min() >= 0 and 0.3 < levels.max() <= 1


def test_the_same_knobs_and_seed_give_the_same_levels(model: Model, path: Path) -> None:
    first = model.decode_loop(ORIGIN + 0.3, 7).levels
    model.decode_loop(ORIGIN - 1, 8)
    assert np.array_equal(first, model.decode_loop(ORIGIN + 0.3, 7).levels)
    assert np.array_equal(first, Model.load(path, threads=2).decode_loop(ORIGIN + 0.3, 7).levels)


def test_knobs_seed_and_step_edits_each_change_the_levels(model: Model) -> None:
    still = model.decode_loop(ORIGIN, 1).levels
    assert not np.array_equal(still, model.decode_loop(ORIGIN + 0.1, 1).levels)
    assert not np.array_equal(still, model.decode_loop(ORIGIN, 2).levels)
    edit = np.zeros((SPEC.steps, LATENTS))
    edit[5] = 2
    changed = (
        np.abs(model.decode(model.step_latents(ORIGIN, 1) + edit).levels - still).max(1).reshape(SPEC.steps, -1).max(1)
    )
    assert changed[5] > 0.01
    assert np.delete(changed, 5).max() == 0


def test_a_loop_is_decoded_from_its_step_latents(model: Model) -> None:
    latents = model.step_latents(ORIGIN, 3)
    assert latents.shape == (SPEC.steps, LATENTS) and latents.dtype == np.float32
    image, loop = model.decode(latents), model.decode_loop(ORIGIN, 3)
    assert np.array_equal(image.levels, loop.levels) and np.array_equal(image.grain, loop.grain)


@pytest.mark.parametrize("first", [0, 1, 17, 31])
@pytest.mark.parametrize("count", [1, 4, 25, 26, 31, 32])
def test_a_window_has_the_cells_of_the_whole_image(model: Model, first: int, count: int) -> None:
    latents = model.step_latents(ORIGIN + 0.5, 3)
    whole, window = model.decode(latents), model.decode(latents, first, count)
    frames = np.arange(first * 16, (first + count) * 16) % SPEC.frames
    blocks = np.arange(first * 4, (first + count) * 4) % (SPEC.frames // 4)
    np.testing.assert_allclose(window.levels, whole.levels[frames], atol=1e-6)
    np.testing.assert_allclose(window.grain, whole.grain[blocks], atol=1e-6)


def test_an_image_has_a_grain(model: Model) -> None:
    grain = model.decode_loop(ORIGIN, 1).grain
    assert grain.shape == (SPEC.frames // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS)
    assert 0 <= grain.min() < grain.max() < 0.1


def test_levels_are_encoded_as_a_place(model: Model) -> None:
    tapes = [model.decode_loop(ORIGIN + knob, 1).levels for knob in (-1, 1)]
    places = [model.encode(tape) for tape in tapes]
    for place in places:
        assert place.knobs.shape == (LATENTS,) and place.latents.shape == (SPEC.steps, LATENTS)
    assert np.abs(places[0].knobs - places[1].knobs).max() > 0.01
    assert np.array_equal(places[0].knobs, model.encode(tapes[0]).knobs)


def test_samples_have_the_distribution_of_the_card(model: Model) -> None:
    generator = np.random.default_rng(1)
    knobs = np.array([model.sample(generator) for _ in range(2000)])
    w = np.array(model.card.prior.centre) + knobs @ np.array(model.card.prior.axes)
    np.testing.assert_allclose(w.mean(0), 0, atol=0.1)
    np.testing.assert_allclose(np.cov(w.T), np.eye(LATENTS), atol=0.15)
    assert np.array_equal(model.sample(np.random.default_rng(5)), model.sample(np.random.default_rng(5)))


def test_a_sample_is_a_random_point_of_the_whitened_space(model: Model) -> None:
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


def test_the_noise_of_a_seed_never_changes() -> None:
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
        (ORIGIN, -1),
    ],
    ids=["too few", "nan", "too large for a float", "words", "negative seed"],
)
def test_invalid_knobs_and_seeds_are_refused(model: Model, latents: object, seed: int) -> None:
    with pytest.raises(BadParameter):
        model.decode_loop(latents, seed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda model: model.decode(np.full((SPEC.steps, LATENTS), np.nan)), "latents have a value"),
        (lambda model: model.decode(np.zeros((31, LATENTS))), "latents have the shape"),
        (lambda model: model.decode(np.zeros((SPEC.steps, LATENTS)), -1, 4), "4 sixteenths from -1 on"),
        (lambda model: model.decode(np.zeros((SPEC.steps, LATENTS)), 32, 4), "does not exist"),
        (lambda model: model.decode(np.zeros((SPEC.steps, LATENTS)), 0, 0), "does not exist"),
        (lambda model: model.decode(np.zeros((SPEC.steps, LATENTS)), 0, 33), "choose 1 to 32"),
        (lambda model: model.encode(np.zeros((SPEC.frames, 80))), "levels have the shape"),
        (lambda model: model.encode(np.full((SPEC.frames, SPEC.mels), np.inf)), "levels from 0 to 1"),
    ],
)
def test_the_refusal_names_what_is_wrong_with_latents_window_or_levels(
    model: Model, call: Callable[[Model], object], said: str
) -> None:
    with pytest.raises(BadParameter, match=said):
        call(model)


@pytest.mark.parametrize(("gain", "invalid"), [(float("nan"), SPEC.frames * SPEC.mels), (100.0, 0)])
def test_the_output_of_a_broken_model_is_repaired_and_counted_when_a_tape_is_made(
    tmp_path: Path, gain: float, invalid: int
) -> None:
    levels = Model.load(tiny_model(tmp_path / "broken.onnx", gain=gain)).decode_loop(ORIGIN, 0).levels
    tape, repaired = tape_from_levels(levels)
    assert repaired == invalid
    assert np.isfinite(tape.magnitudes).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "without vamen.card"),
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
        (json.dumps(card(spec=SPEC.to_dict() | {"corner": 700.0})), "corner = 700"),
    ],
)
def test_an_invalid_card_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
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
    save_model(graph, path)
    with pytest.raises(ModelMismatch, match=r"stuck\.onnx"):
        Model.load(path)


def test_loading_prints_nothing_and_imports_no_training_library(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import engine.model.model_file;"
        "early = 'onnxruntime' in sys.modules;"
        f"engine.model.model_file.Model.load(Path({str(path)!r}));"
        "assert not early and not {'torch', 'librosa'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == ""


def test_the_bundled_model_is_found_or_its_absence_reported() -> None:
    try:
        assert bundled().suffix == ".onnx"
    except BadInput as error:
        assert "--model" in str(error)


def test_samples_come_from_the_components_of_the_card_by_their_shares(tmp_path: Path) -> None:
    root = (0.01 * np.eye(LATENTS)).tolist()
    parts = [{"share": share, "mean": [mean] * LATENTS, "root": root} for share, mean in ((3.0, 0.5), (1.0, -0.5))]
    prior = {"centre": [0.0] * LATENTS, "axes": np.eye(LATENTS).tolist(), "mixture": parts}
    model = Model.load(tiny_model(tmp_path / "a.onnx", text=json.dumps(card(prior=prior))))
    generator = np.random.default_rng(0)
    drawn = np.array([model.sample(generator) for _ in range(400)])
    assert np.abs(np.abs(drawn) - 0.5).max() < 0.06
    assert (drawn[:, 0] > 0).mean() == pytest.approx(0.75, abs=0.06)

"""The decoder: same input, same tape; and no file that is not a model is ever played."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.errors import BadInput, BadParameter, ModelMismatch, NoDevice
from engine.model import Model, bundled, variation
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape import develop
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


def test_same_latents_and_seed_are_the_same_tape(model: Model, path: Path) -> None:
    first = model.decode(MIDDLE + 0.3, 7)
    model.decode(MIDDLE - 1, 8)
    assert np.array_equal(first, model.decode(MIDDLE + 0.3, 7))
    assert np.array_equal(first, Model.load(path, threads=2).decode(MIDDLE + 0.3, 7))


def test_latents_seed_and_steps_each_move_the_tape(model: Model) -> None:
    still = model.decode(MIDDLE, 1)
    assert not np.array_equal(still, model.decode(MIDDLE + 0.1, 1))
    assert not np.array_equal(still, model.decode(MIDDLE, 2))
    edit = np.zeros((SPEC.steps, LATENTS))
    edit[5] = 2
    changed = np.abs(model.decode(MIDDLE, 1, edit) - still).max(1).reshape(SPEC.steps, -1).max(1)
    assert changed[5] > 0.01
    assert np.delete(changed, 5).max() == 0


def test_steps_are_added_to_the_step_latents(model: Model) -> None:
    _, base = model.paint(MIDDLE, 3)
    edit = np.full((SPEC.steps, LATENTS), 0.5)
    np.testing.assert_allclose(model.paint(MIDDLE, 3, edit)[1], base + 0.5, atol=1e-6)


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
        model.decode(MIDDLE, 0, np.zeros((3, 3)))


@pytest.mark.parametrize(("gain", "wild"), [(float("nan"), SPEC.frames * SPEC.mels), (100.0, 0)])
def test_what_a_broken_model_paints_is_repaired_and_counted_where_a_tape_is_made(
    tmp_path: Path, gain: float, wild: int
) -> None:
    levels = Model.load(tiny_model(tmp_path / "broken.onnx", gain=gain)).decode(MIDDLE, 0)
    tape, repaired = develop(levels)
    assert repaired == wild
    assert np.isfinite(tape.magnitudes).all()


def test_a_provider_that_was_asked_for_and_does_not_run_is_an_error(path: Path) -> None:
    import onnxruntime

    with pytest.raises(NoDevice, match="there is no provider"):
        Model.load(path, provider="abacus")
    if Model.load(path).provider == "cuda":
        assert Model.load(path, provider="cuda").provider == "cuda"
    else:
        with pytest.raises(NoDevice, match="CPUExecutionProvider runs instead"):
            Model.load(path, provider="cuda")
    assert "CPUExecutionProvider" in onnxruntime.get_available_providers()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.onnx"):
        Model.load(tmp_path / "none.onnx")
    with pytest.raises(BadInput):
        Model.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x08\x09", b"\0" * 1000], ids=["empty", "text", "stub", "zeros"])
def test_a_file_that_is_no_onnx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelMismatch, match="not a playable ONNX file"):
        Model.load(path)


def test_a_damaged_model_is_refused(tmp_path: Path, path: Path) -> None:
    content = path.read_bytes()
    half = tmp_path / "half.onnx"
    half.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelMismatch):
        Model.load(half)


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)  # sparse
    with pytest.raises(ModelMismatch, match="65 MB"):
        Model.load(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no vamen model"),
        ("{", "not JSON"),
        ("[]", "expected fields"),
        (json.dumps(card(format=2)), "format 2"),
        (json.dumps(card(format=None)), "format None"),
        (json.dumps(card(name=3)), "name"),
        (json.dumps(card(sources="none")), "sources"),
        (json.dumps(card(latents=True)), "latents"),
        (json.dumps(card(latents=8)), "expected float"),
        (json.dumps(card(spec={})), "geometry"),
        (json.dumps(card(spec=SPEC.to_dict() | {"mels": 80})), "mels = 80"),
    ],
)
def test_a_model_that_is_not_ours_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ModelMismatch, match=said) as refusal:
        Model.load(tiny_model(tmp_path / "other.onnx", text=text))
    assert "\n" not in str(refusal.value)


def test_a_model_with_other_outputs_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "renamed.onnx")
    graph = onnx.load(path)
    graph.graph.node[-1].output[0] = graph.graph.output[0].name = "picture"
    onnx.save(graph, path)
    with pytest.raises(ModelMismatch, match="nothing as image"):
        Model.load(path)


def test_a_model_that_cannot_run_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "stuck.onnx")
    graph = onnx.load(path)
    # an index that only exists when it runs: 99 of 32 steps
    graph.graph.initializer.append(onnx.numpy_helper.from_array(np.array(99), "far"))
    node = onnx.helper.make_node("CumSum", ["step_latents", "far"], ["summed"])
    graph.graph.node.insert(1, node)
    graph.graph.node[2].input[0] = "summed"
    onnx.save(graph, path)
    with pytest.raises(ModelMismatch, match=r"stuck\.onnx"):
        Model.load(path)


def test_a_model_that_wants_more_than_we_send_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "more.onnx")
    graph = onnx.load(path)
    graph.graph.input.append(onnx.helper.make_tensor_value_info("secret", 1, [1]))
    onnx.save(graph, path)
    with pytest.raises(ModelMismatch, match="secret"):
        Model.load(path)


def test_loading_says_nothing_and_loads_no_training_library(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import engine.model;"
        "early = 'onnxruntime' in sys.modules;"
        f"engine.model.Model.load(Path({str(path)!r}));"
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

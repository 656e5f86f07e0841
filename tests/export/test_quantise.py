"""Weights are quantised as far as the allowed difference permits."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import BadInput
from engine.spec import SPEC
from export import quantise
from export.graph import MIN_QUANTISED_SIZE, grid_exponent
from export.quantise import (
    MAX_ERROR_DB,
    MAX_RELATIVE_ERROR,
    Example,
    ModelDifference,
    ModelOutput,
    layer_weights,
    make_example,
    model_difference,
    quantise_weights,
    run_nets,
)
from export.write_model import load_trained_nets
from training.loop.run_folder import RunFolder
from training.nets.bundle import Nets


@pytest.fixture(scope="module")
def nets(run: Path) -> Nets:
    return load_trained_nets(RunFolder(run))[0]


def large(nets: Nets) -> dict[str, torch.Tensor]:
    return {name: weight for name, weight in nets.named_parameters() if weight.numel() >= MIN_QUANTISED_SIZE}


def test_all_layers_are_quantised_if_the_difference_permits(nets: Nets) -> None:
    light, count = quantise_weights(nets, SPEC)
    assert count == len(layer_weights(nets))
    assert {name for names in layer_weights(nets) for name in names} == {
        name
        for name in large(nets)
        if not name.startswith(("flow.", "loop.decoder."))  # these are not exported
    }
    before, after = dict(nets.named_parameters()), dict(light.named_parameters())
    for names in layer_weights(nets):
        for name in names:
            step = 2.0 ** grid_exponent(before[name].detach().numpy())
            assert (after[name] - before[name]).abs().max() <= step / 2
            assert torch.equal(after[name] / step, (after[name] / step).round())
    asked = [make_example(SPEC, 16, 16, number) for number in (50, 51)]
    found = model_difference(SPEC, [run_nets(nets, one) for one in asked], [run_nets(light, one) for one in asked])
    assert found.within()


def test_the_sampler_comes_last(nets: Nets) -> None:
    """Errors accumulate in it."""
    parts = [names[0].partition(".")[0] for names in layer_weights(nets)]
    assert "sampler" in parts and parts == sorted(parts, key="sampler".__eq__)


def test_a_layer_with_a_visible_difference_is_not_quantised(nets: Nets, monkeypatch: pytest.MonkeyPatch) -> None:
    fragile = layer_weights(nets)[1]

    def pretend(asked_nets: Nets, asked: Example) -> ModelOutput:
        """Return a white image if a weight of the fragile layer was changed."""
        same = all(torch.equal(asked_nets.get_parameter(name), nets.get_parameter(name)) for name in fragile)
        cells, place = np.full((512, 512), float(not same), np.float32), np.ones(16, np.float32)
        return ModelOutput(place, cells, cells[:128, :64], place, place)

    monkeypatch.setattr(quantise, "run_nets", pretend)
    light, count = quantise_weights(nets, SPEC)
    assert count == len(layer_weights(nets)) - 1
    for names in layer_weights(nets):
        for name in names:
            assert torch.equal(light.get_parameter(name), nets.get_parameter(name)) == (name in fragile)


def test_the_model_difference_is_the_largest_of_all_outputs() -> None:
    cells, places = np.zeros((512, 512), np.float32), np.ones(16, np.float32)
    right = ModelOutput(places, cells, cells[:128, :64], places, places)
    other = cells.copy()
    other[5, 6] = 0.001
    moved = places.copy()
    moved[3] += 0.01
    assert model_difference(SPEC, [right], [right]) == ModelDifference(0, 0)
    assert model_difference(SPEC, [right] * 2, [right, right._replace(levels=other)]).picture == pytest.approx(0.1)
    assert model_difference(SPEC, [right], [right._replace(grain=other[:128, :64])]).picture == pytest.approx(0.1)
    for part in ("knobs", "encoded"):
        assert model_difference(SPEC, [right], [right._replace(**{part: moved})]).place == pytest.approx(
            0.01 / 4, rel=1e-3
        )
    assert ModelDifference(MAX_ERROR_DB, MAX_RELATIVE_ERROR).within() and not ModelDifference(
        MAX_ERROR_DB, MAX_RELATIVE_ERROR
    ).within(0.5)
    assert (
        not ModelDifference(1.1 * MAX_ERROR_DB, 0).within()
        and not ModelDifference(0, 1.1 * MAX_RELATIVE_ERROR).within()
    )


@pytest.mark.parametrize("part", ["levels", "grain", "knobs", "encoded"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nonfinite_output_differs_infinitely_even_from_itself(part: str, bad: float) -> None:
    cells, places = np.zeros((512, 512), np.float32), np.ones(16, np.float32)
    right = ModelOutput(places, cells, cells[:128, :64], places, places)
    broken = right._replace(**{part: np.full_like(getattr(right, part), bad)})
    for one, other in ((right, broken), (broken, right), (broken, broken)):
        assert max(model_difference(SPEC, [one], [other])) == np.inf
        assert not model_difference(SPEC, [right, one], [right, other]).within()


def test_nets_with_nonfinite_output_are_refused(nets: Nets) -> None:
    lost = copy.deepcopy(nets)
    next(lost.step.decoder.parameters()).data.fill_(float("nan"))
    with pytest.raises(BadInput, match="not finite"):
        quantise_weights(lost, SPEC)


def test_examples_are_in_the_range_of_a_performance() -> None:
    knobs, seed, edits = make_example(SPEC, 16, 16, 3)
    assert np.abs(knobs).max() <= 1.5
    assert edits.shape == (SPEC.steps, 16)
    assert 0 < int((edits != 0).any(1).sum()) < SPEC.steps
    assert seed == 3
    assert np.array_equal(knobs, make_example(SPEC, 16, 16, 3).knobs)

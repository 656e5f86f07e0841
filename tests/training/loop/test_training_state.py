"""The state of a training round-trips through a checkpoint, and frozen stages stay frozen."""

import copy
import json
from pathlib import Path

import pytest
import torch

from engine.errors import BadInput
from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.dataset_folder import open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop.checkpoint import load_checkpoint
from training.loop.run_folder import RunConfig, RunFolder
from training.loop.training_state import TrainingState
from training.nets.bundle import Nets

PLAN = {"step": 2, "loop": 2, "flow": 2, "sampler": 2}


@pytest.fixture
def state(tmp_path: Path) -> TrainingState:
    torch.manual_seed(0)
    data, run = open_dataset(tiny_dataset(tmp_path / "data")), RunFolder(tmp_path / "run")
    run.begin(RunConfig(TINY, SPEC, PLAN, 0, len(data.images), data.held_out, [], ""))
    nets = Nets(TINY, SPEC)
    return TrainingState(run, run.config(), data, nets, copy.deepcopy(nets))


def test_moments_of_the_optimiser_round_trip(state: TrainingState) -> None:
    stage = state.build()
    trained = stage.trained(state.nets)
    optimiser = state.optimiser(trained)
    stage.loss(state.nets, 0).backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    state.step, state.seconds, state.figures = 1, 2.5, {"error_db": 9.0}
    state.save(optimiser, trained)

    nets = Nets(TINY, SPEC)
    other = TrainingState(state.run, state.config, state.data, nets, copy.deepcopy(nets))
    newest = state.run.newest()
    assert newest is not None
    other.restore(newest, *load_checkpoint(newest))
    assert (other.step, other.seconds, other.figures) == (1, 2.5, {"error_db": 9.0})
    again = other.optimiser(stage.trained(other.nets))
    for mine, theirs in zip(optimiser.state.values(), again.state.values(), strict=True):
        assert mine.keys() == theirs.keys() == {"step", "exp_avg", "exp_avg_sq"}
        assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_later_stages_use_the_averaged_weights(state: TrainingState) -> None:
    with torch.no_grad():
        state.average.step.decoder.slow[0].weight.add_(1)  # type: ignore[operator]
    state.next_stage()
    assert state.stage == "loop"
    for (name, mine), slow in zip(state.nets.state_dict().items(), state.average.state_dict().values(), strict=True):
        assert torch.equal(mine, slow), name


def test_the_last_stage_starts_with_white_w_and_calibrated_knobs(state: TrainingState) -> None:
    state.next_stage()
    assert state.explained == []
    state.next_stage()
    assert state.stage == "flow"
    assert len(state.explained) == TINY.loop_latents
    assert not torch.equal(state.nets.w_whiten, torch.eye(TINY.loop_latents))
    assert not torch.equal(state.nets.knob_axes, torch.eye(TINY.loop_latents))
    torch.testing.assert_close(
        state.nets.knob_axes @ state.nets.knob_places, torch.eye(TINY.loop_latents), rtol=0, atol=1e-3
    )


def test_the_card_describes_knobs_and_macros(state: TrainingState) -> None:
    state.next_stage()
    state.next_stage()
    names = [knob["name"] for knob in state.card["knobs"]]
    assert tuple(names[: len(DESCRIPTOR_NAMES)]) == DESCRIPTOR_NAMES
    assert len(names) == len(set(names)) == TINY.loop_latents
    assert all(knob["sd"] > 0 for knob in state.card["knobs"][: len(DESCRIPTOR_NAMES)])
    assert state.card["macros"].keys() == {"kick", "snare", "hats"}
    assert all(len(row) == TINY.latents for row in state.card["macros"].values())
    assert json.loads(json.dumps(state.card)) == state.card


@pytest.mark.parametrize("saved", [{}, {"stage": "dream"}, {"stage": "step", "step": "x"}])
def test_a_checkpoint_of_other_nets_is_refused(state: TrainingState, saved: dict[str, object]) -> None:
    tensors = {f"nets.{name}": tensor for name, tensor in state.nets.state_dict().items()}
    tensors |= {f"average.{name}": tensor for name, tensor in state.average.state_dict().items()}
    with pytest.raises(BadInput, match="other nets or fields"):
        state.restore(Path("a.safetensors"), tensors, saved)
    with pytest.raises(BadInput, match="other nets or fields"):
        state.restore(Path("a.safetensors"), {"nets.a": torch.zeros(1)}, {"stage": "step"})

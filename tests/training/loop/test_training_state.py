"""What a run holds in memory comes back from the disk, and a frozen stage stays frozen."""

import copy
import json
from pathlib import Path

import pytest
import torch

from engine.errors import BadInput
from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.dataset.builder import open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.loop.run_folder import RunConfig, RunFolder
from training.loop.training_state import TrainingState
from training.nets.bundle import Nets

PLAN = {"step": 2, "loop": 2, "flow": 2}


@pytest.fixture
def session(tmp_path: Path) -> TrainingState:
    torch.manual_seed(0)
    data, run = open_dataset(tiny_dataset(tmp_path / "data")), RunFolder(tmp_path / "run")
    run.begin(RunConfig(TINY, SPEC, PLAN, 0, len(data.images), data.held_out, [], ""))
    nets = Nets(TINY, SPEC)
    return TrainingState(run, run.config(), data, nets, copy.deepcopy(nets))


def test_moments_of_the_optimiser_come_back(session: TrainingState) -> None:
    stage = session.build()
    trained = stage.trained(session.nets)
    optimiser = session.optimiser(trained)
    stage.loss(session.nets, 0).backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    session.step, session.seconds, session.figures = 1, 2.5, {"error_db": 9.0}
    session.save(optimiser, trained)

    nets = Nets(TINY, SPEC)
    other = TrainingState(session.run, session.config, session.data, nets, copy.deepcopy(nets))
    newest = session.run.newest()
    assert newest is not None
    other.restore(newest)
    assert (other.step, other.seconds, other.figures) == (1, 2.5, {"error_db": 9.0})
    again = other.optimiser(stage.trained(other.nets))
    for mine, theirs in zip(optimiser.state.values(), again.state.values(), strict=True):
        assert mine.keys() == theirs.keys() == {"step", "exp_avg", "exp_avg_sq"}
        assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_the_average_is_what_later_stages_stand_on(session: TrainingState) -> None:
    with torch.no_grad():
        session.average.step.decoder.slow[0].weight.add_(1)  # type: ignore[operator]
    session.next_stage()
    assert session.stage == "loop"
    for (name, mine), slow in zip(
        session.nets.state_dict().items(), session.average.state_dict().values(), strict=True
    ):
        assert torch.equal(mine, slow), name


def test_the_last_stage_begins_with_white_w_and_calibrated_knobs(session: TrainingState) -> None:
    session.next_stage()
    assert session.explained == []
    session.next_stage()
    assert session.stage == "flow"
    assert len(session.explained) == TINY.loop_latents
    assert not torch.equal(session.nets.w_whiten, torch.eye(TINY.loop_latents))
    assert not torch.equal(session.nets.knob_axes, torch.eye(TINY.loop_latents))
    torch.testing.assert_close(
        session.nets.knob_axes @ session.nets.knob_places, torch.eye(TINY.loop_latents), rtol=0, atol=1e-3
    )


def test_the_card_names_the_knobs_and_the_drums_of_a_step(session: TrainingState) -> None:
    session.next_stage()
    session.next_stage()
    names = [knob["name"] for knob in session.card["knobs"]]
    assert tuple(names[: len(DESCRIPTOR_NAMES)]) == DESCRIPTOR_NAMES
    assert len(names) == len(set(names)) == TINY.loop_latents
    assert all(knob["sd"] > 0 for knob in session.card["knobs"][: len(DESCRIPTOR_NAMES)])
    assert session.card["macros"].keys() == {"kick", "snare", "hats"}
    assert all(len(row) == TINY.latents for row in session.card["macros"].values())
    assert json.loads(json.dumps(session.card)) == session.card


@pytest.mark.parametrize("state", [{}, {"stage": "dream"}, {"stage": "step", "step": "x"}])
def test_a_checkpoint_of_something_else_is_refused(session: TrainingState, state: dict[str, object]) -> None:
    tensors = {f"nets.{name}": tensor for name, tensor in session.nets.state_dict().items()}
    tensors |= {f"average.{name}": tensor for name, tensor in session.average.state_dict().items()}
    with pytest.raises(BadInput, match="other nets or fields"):
        session.restore(session.run.save("step", 1, tensors, state))
    with pytest.raises(BadInput, match="other nets or fields"):
        session.restore(session.run.save("step", 2, {"nets.a": torch.zeros(1)}, {"stage": "step"}))

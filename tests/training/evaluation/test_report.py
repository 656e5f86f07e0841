"""Sentences about the knobs, and remarks on reference loops that the model was trained on."""

import json
from dataclasses import replace

import pytest

from engine.model.card import Card
from tests.tiny_model import card
from tests.training.tiny_run import tiny_dataset
from training.dataset.dataset_folder import Dataset, open_dataset
from training.evaluation.knob_sweeps import KnobResponse, worst_knob
from training.evaluation.report import EvaluationReport, overlap_remarks


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path_factory.mktemp("overlap") / "data"))


def trained_on(*files: str, loops: int = 48, held_out: int = 8) -> Card:
    training = {"loops": loops, "held_out": held_out}
    return Card.from_json(json.dumps(card(sources=[{"file": file} for file in files], training=training)))


def test_no_remark_on_the_dataset_of_the_training(data: Dataset) -> None:
    assert not list(overlap_remarks(trained_on("made_up.wav", "drum synthesiser"), data, False))


def test_no_remark_on_new_breaks_with_unseen(data: Dataset) -> None:
    both = replace(data, sources=({"file": "drum synthesiser"}, *data.sources))
    assert not list(overlap_remarks(trained_on("other.wav", "drum synthesiser"), both, True))


def test_unseen_breaks_that_were_trained_on_are_named(data: Dataset) -> None:
    mixed = replace(data, sources=tuple({"file": f"{letter}.wav"} for letter in "abcdefgh"))
    (said,) = overlap_remarks(trained_on(*(f"{letter}.wav" for letter in "abcdefz")), mixed, True)
    assert said.startswith("the model was trained on a.wav, b.wav, c.wav, d.wav and 2 more: ")


def test_sources_of_only_one_of_model_and_reference_are_named(data: Dataset) -> None:
    said = list(overlap_remarks(trained_on("other.wav"), data, False))
    assert [line.split(":")[0] for line in said] == [
        "the model was not trained on made_up.wav",
        "the reference has nothing of other.wav, which the model was trained on",
    ]


def test_a_shorter_reference_may_hold_out_training_loops(data: Dataset) -> None:
    said = list(overlap_remarks(trained_on("made_up.wav", loops=100), data, False))
    assert "has 48 loops and holds out 8" in said[0]
    assert "100 that held out 8" in said[0]
    assert "trained on loops that the reference holds out" in said[1]
    assert len(list(overlap_remarks(trained_on("made_up.wav", loops=30), data, False))) == 1


def test_a_card_without_counts_gives_a_remark(data: Dataset) -> None:
    silent = Card.from_json(json.dumps(card(sources=[{"file": "made_up.wav"}], training={})))
    (said,) = overlap_remarks(silent, data, False)
    assert "does not give the number" in said


def said_of_knobs(*responses: tuple[str, float, float]) -> str:
    """Return the sentence about knobs, each with a name, a rank correlation and an effect of 2 sd."""
    knobs = tuple(
        KnobResponse(name, spearman, spearman, -own, own, 0.1, "kick", 0.1) for name, spearman, own in responses
    )
    return EvaluationReport("m", "d", 400, 0, False, 1.0, dict(worst_knob(knobs)), knobs=knobs).sentences()["knobs"]


def test_knobs_that_meet_their_bars_do_what_their_names_say() -> None:
    said = said_of_knobs(("snare", 0.98, 1.5), ("hats", 1.0, 1.0))
    assert said.startswith("The 2 named knobs do what their names say (rank correlation 0.98 or more)")


@pytest.mark.parametrize(("spearman", "own"), [(-0.9, 1.5), (0.99, 0.4)])
def test_a_knob_that_misses_a_bar_is_named(spearman: float, own: float) -> None:
    said = said_of_knobs(("hats", 0.98, 1.2), ("snare", spearman, own), ("tone", 0.99, 1.1))
    assert said.startswith("The 3 named knobs do not all do what their names say: snare does least")
    assert f"rank correlation {spearman:.2f}, good: 0.97; turned by 2 sd, it changes by {own:.1f}, good: 1)" in said

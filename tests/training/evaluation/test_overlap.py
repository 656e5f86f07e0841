"""What a model has learned already is said, and nothing where there is nothing to say."""

import json
from dataclasses import replace

import pytest

from engine.model.card import Card
from tests.tiny_model import card
from tests.training.tiny_run import tiny_dataset
from training.dataset.builder import Dataset, open_dataset
from training.evaluation.overlap import remarks


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(tiny_dataset(tmp_path_factory.mktemp("kinship") / "data"))


def learned(*files: str, loops: int = 48, held_out: int = 8) -> Card:
    training = {"loops": loops, "held_out": held_out}
    return Card.from_json(json.dumps(card(sources=[{"file": file} for file in files], training=training)))


def test_the_set_that_a_model_learned_from_needs_no_words(data: Dataset) -> None:
    assert not list(remarks(learned("made_up.wav", "drum synthesiser"), data, False))


def test_new_breaks_need_no_words_where_they_are_said_to_be_new(data: Dataset) -> None:
    both = replace(data, sources=({"file": "drum synthesiser"}, *data.sources))
    assert not list(remarks(learned("other.wav", "drum synthesiser"), both, True))


def test_learned_breaks_are_not_unseen(data: Dataset) -> None:
    mixed = replace(data, sources=tuple({"file": f"{letter}.wav"} for letter in "abcdefgh"))
    (said,) = remarks(learned(*(f"{letter}.wav" for letter in "abcdefz")), mixed, True)
    assert said.startswith("the model learned from a.wav, b.wav, c.wav, d.wav and 2 more: ")


def test_breaks_on_one_side_only_are_named(data: Dataset) -> None:
    said = list(remarks(learned("other.wav"), data, False))
    assert [line.split(":")[0] for line in said] == [
        "the model never learned from made_up.wav",
        "the reference has nothing of other.wav, which the model learned from",
    ]


def test_a_shorter_reference_may_hold_out_what_was_learned(data: Dataset) -> None:
    said = list(remarks(learned("made_up.wav", loops=100), data, False))
    assert "has 48 loops and holds out 8" in said[0]
    assert "100 that held out 8" in said[0]
    assert "learned from loops that the reference holds out" in said[1]
    assert len(list(remarks(learned("made_up.wav", loops=30), data, False))) == 1  # a longer one holds out others


def test_a_card_that_says_nothing_is_not_trusted(data: Dataset) -> None:
    silent = Card.from_json(json.dumps(card(sources=[{"file": "made_up.wav"}], training={})))
    (said,) = remarks(silent, data, False)
    assert "does not say how many loops" in said

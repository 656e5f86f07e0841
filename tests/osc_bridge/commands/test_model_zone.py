"""The safe zone of the model that plays, as the sequencer uses it."""

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.model.card import Card
from engine.model.safe_zone import SafeZone
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS
from osc_bridge.commands.sequencer_commands import ModelZone
from tests.fake_controls import FakeControls
from tests.tiny_model import card


def model_with(axis: float) -> Any:
    """Return a model whose real breaks reach as far as the axes say."""
    prior = {"centre": [0.1] * LATENTS, "axes": (axis * np.eye(LATENTS)).tolist()}
    found = Card.from_json(json.dumps(card(prior=prior)))
    return SimpleNamespace(card=found, draws=SeedDraws(found))


MODEL = model_with(1.5)


@given(st.sets(st.integers(0, LATENTS - 1)), st.floats(0.1, 3))
def test_latents_outside_are_moved_but_for_locked_ones(locked: set[int], value: float) -> None:
    controls = FakeControls()
    controls.write({f"lock/latent/{index}": 1.0 for index in locked})
    moved = ModelZone(lambda: MODEL, controls)({f"latent/{index}": value for index in range(LATENTS)})
    outside = SafeZone(MODEL.card, MODEL.draws).distance(np.full(LATENTS, value), controls.read_seeds()) > 1
    free = {f"latent/{index}" for index in range(LATENTS) if index not in locked}
    assert moved.keys() == (free if outside else set())


def test_another_model_has_a_zone_of_its_own() -> None:
    models = [model_with(1.5), model_with(3.0)]
    zone = ModelZone(lambda: models[0], FakeControls())
    latents = {f"latent/{index}": 3.0 for index in range(LATENTS)}
    wide = dict(zone(latents))
    models.reverse()
    narrow = dict(zone(latents))
    assert all(narrow[id] < wide[id] for id in latents)

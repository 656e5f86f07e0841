"""The description of an instrument from which the panel builds its controls, as JSON: generated from the tables.

parameters   the parameter table             latents   names and descriptions in the model's card
actions      the table of addresses          breaks    the model's map: places of real breaks in two dimensions
"""

from typing import Any

from engine import __version__
from engine.controls import STEP_NAMES, STEP_RANGES
from engine.model.card import Card
from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.address_space import AddressSpace
from osc_bridge.osc.addresses import OTHER_TAGS, EndpointKind
from osc_bridge.osc.tape_picture import ROWS


def description(card: Card, space: AddressSpace) -> dict[str, Any]:
    """Return the description. `card`: of the model that plays; `space`: the addresses of the instrument."""
    described = space.latents.described
    named = {id: name for name, id in space.latents.ids.items()}
    return {
        "version": __version__,
        "model": card.name,
        "steps": SPEC.steps,
        "frames": SPEC.frames,
        "rows": ROWS,
        "native_tempo": SPEC.native_tempo,
        "step_ranges": {name: STEP_RANGES[name] for name in STEP_NAMES[LATENTS:]},
        "parameters": [
            {
                "id": entry.id,
                "name": entry.name,
                "unit": entry.unit,
                "low": entry.low,
                "high": entry.high,
                "default": entry.default,
                "whole": entry.whole,
                "names": entry.names,
                "logarithmic": entry.logarithmic,
                "about": entry.about,
            }
            for entry in TABLE
        ],
        "latents": [
            {
                "id": f"latent/{index}",
                "name": named.get(f"latent/{index}", ""),
                "about": described[index][1] if index < len(described) else "",
            }
            for index in range(LATENTS)
        ],
        "actions": [
            {
                "path": endpoint.path,
                "tags": [endpoint.tags, *OTHER_TAGS.get(endpoint.path, ())],
                "about": endpoint.about,
                "ranges": endpoint.ranges,
            }
            for endpoint in space.described.values()
            if endpoint.kind is EndpointKind.ACTION
        ],
        "breaks": [{"x": place.x, "y": place.y, "name": place.name} for place in card.breaks],
    }

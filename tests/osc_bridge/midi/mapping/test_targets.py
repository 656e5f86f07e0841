"""Names of targets in a map."""

import pytest

from engine.controls import Action, Event
from engine.errors import BadParameter
from engine.parameters import LATENTS, TABLE
from osc_bridge.midi.mapping.targets import CommandTarget, is_switch, is_trigger, parse_target, target_name
from osc_bridge.osc.latent_names import LatentNames


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_every_parameter_is_a_target(entry) -> None:  # type: ignore[no-untyped-def]
    assert parse_target(entry.id) is entry
    assert target_name(entry) == entry.id


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("play", Event(Action.PLAY)),
        ("stop", Event(Action.STOP)),
        ("panic", Event(Action.PANIC)),
        ("slice/0", Event(Action.SLICE, 0)),
        ("slice/31", Event(Action.SLICE, 31)),
        ("tap", CommandTarget("tap", 1.0)),
        ("half", CommandTarget("half", 1.0)),
        ("double", CommandTarget("double", 1.0)),
        ("random", CommandTarget("random", 1.0)),
        ("another", CommandTarget("another", 1.0)),
        ("undo", CommandTarget("undo", 1.0)),
        ("record", CommandTarget("record", 1.0)),
        ("redo", CommandTarget("redo", 1.0)),
        ("preset", CommandTarget("preset", None, 0.0, 127.0)),
        ("preset/3", CommandTarget("preset", 3.0)),
        ("scene", CommandTarget("scene", None, 0.0, 127.0)),
        ("scene/3", CommandTarget("scene", 3.0)),
        ("scene/next", CommandTarget("scene/next", 1.0)),
        ("scene/previous", CommandTarget("scene/previous", 1.0)),
        ("nudge", CommandTarget("nudge", None, -20.0, 20.0)),
        ("nudge/-0.02", CommandTarget("nudge", -0.02)),
        ("clock/1", CommandTarget("clock", 1.0)),
        ("none", None),
    ],
)
def test_events_and_commands_have_names(text: str, target: Event | CommandTarget | None) -> None:
    assert parse_target(text) == target
    assert target_name(target) == text
    assert target is None or is_trigger(target) == (text not in ("preset", "scene", "nudge"))


@pytest.mark.parametrize(
    "text",
    ["", "latent/16", "slice/32", "slice/-1", "slice/1.5", "slice/", "slice/nan", "preset/128", "preset/1e9",
     "scene/128", "scene/last",
     "nudge/inf", "clock/3", "tap/1", "Tempo", "../etc", "preset/" + "1" * 500, "slice/١"],
)  # fmt: skip
def test_other_names_are_refused_with_a_short_sentence(text: str) -> None:
    with pytest.raises(BadParameter) as refusal:
        parse_target(text)
    assert len(str(refusal.value)) < 300


LOCKS = {f"lock/latent/{index}" for index in range(LATENTS)}


def test_only_parameters_with_two_values_are_switches() -> None:
    switches = {entry.id for entry in TABLE if is_switch(entry)}
    assert {"freeze", "reverse", "safe", "mono", "bypass/room"} | LOCKS <= switches
    assert switches.isdisjoint(("tempo", "stutter", "drive", "seed", "latent/0"))


NAMES = LatentNames(lambda: (("kick", "the bass drum"), ("Hi hat", "hats"), ("tempo", "clashes"), ("tap", "clashes")))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("kick", "latent/0"),
        ("latent/kick", "latent/0"),
        ("hi_hat", "latent/1"),
        ("latent/tempo", "latent/2"),
        ("tempo", "tempo"),
        ("latent/tap", "latent/3"),
        ("latent/1", "latent/1"),
    ],
)
def test_the_name_of_a_latent_is_the_target_of_its_number(text: str, id: str) -> None:
    target = parse_target(text, NAMES)
    assert target is not None and target_name(target) == id


@pytest.mark.parametrize("text", ["snare", "Kick", "kick/1", "latent/", "latent/latent/kick", "slice/kick", "kick "])
def test_another_name_is_refused_and_the_known_ones_named(text: str) -> None:
    with pytest.raises(BadParameter, match=r"not valid|known are kick, hi_hat, tempo, tap, the ids"):
        parse_target(text, NAMES)
    assert isinstance(parse_target("tap", NAMES), CommandTarget)

"""The [pads] and [mpe] of a map, as tables of plain data -> how the pads of an input are played.

[pads]                                       [mpe]
base = 36             key of sixteenth 0     bend = "latent/0"     what it moves; "none" leaves it to the map
channel = 10          1..16; else all        slide = { to = "latent/1", depth = 0.5 }   at its fullest, in its unit
mode = "gate"         one-shot, gate, latch  pressure = "none"
curve = "soft"        linear, soft, hard, fixed      lower = 15    members of a zone that is forced; else RPN 6 says
choke = [[36, 38]]    groups of keys         upper = 0
all_notes_off = "release"    or silence
count = 40            keys that are pads; others are left alone (see mapping)
"""

from collections.abc import Collection, Mapping
from typing import Any, get_args

from engine.errors import BadConfig
from engine.parameters import INDEX

from .mpe import BOTH, MOST, MpeSetting, Reach
from .pads import AllNotesOff, Curve, Mode, PadSetting

DEEPEST = 1000.0  # depth; every range is narrower, but the seed's
_KEYS = range(128)
_PADS = ("base", "count", "channel", "mode", "curve", "choke", "all_notes_off")
_TOUCHES = ("bend", "slide", "pressure")


def read_pads(table: Mapping[str, Any], apart: Collection[int] = ()) -> PadSetting:
    """How pads are played; what a table does not say is as usual.

    Args:
        table: [pads].
        apart: keys that are buttons of the map.

    Raises:
        BadConfig: an unknown key or value.
    """
    _known("pads", table, _PADS)
    usual = PadSetting()
    channel = _whole("pads", table, "channel", range(1, 17), 0)
    return PadSetting(
        base=_whole("pads", table, "base", _KEYS, usual.base),
        channel=channel - 1 if channel else None,
        mode=_one_of("pads", table, "mode", get_args(Mode), usual.mode),
        curve=_one_of("pads", table, "curve", get_args(Curve), usual.curve),
        choke=_groups(table.get("choke", [])),
        apart=frozenset(apart),
        all_notes_off=_one_of("pads", table, "all_notes_off", get_args(AllNotesOff), usual.all_notes_off),
    )


def read_mpe(table: Mapping[str, Any]) -> MpeSetting:
    """What touches move; what a table does not say is as usual.

    Raises:
        BadConfig: an unknown key, parameter or value, or two zones of more than 14 members.
    """
    _known("mpe", table, (*_TOUCHES, "lower", "upper"))
    usual = MpeSetting()
    lower, upper = (_whole("mpe", table, zone, range(MOST + 1), 0) for zone in ("lower", "upper"))
    if lower and upper and lower + upper > BOTH:
        raise BadConfig(f"[mpe] has zones of {lower} and {upper} members; two zones have {BOTH} together")
    return MpeSetting(
        bend=_reach("bend", table.get("bend"), usual.bend),
        slide=_reach("slide", table.get("slide"), usual.slide),
        pressure=_reach("pressure", table.get("pressure"), usual.pressure),
        lower=lower,
        upper=upper,
    )


def _known(section: str, table: Mapping[str, Any], keys: Collection[str]) -> None:
    for key in table:
        if key not in keys:
            raise BadConfig(f"[{section}] has an unknown key {key!r}; known are {', '.join(keys)}")


def _is_whole(value: object, allowed: range) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in allowed


def _whole(section: str, table: Mapping[str, Any], key: str, allowed: range, usual: int) -> int:
    value = table.get(key, usual)
    if key in table and not _is_whole(value, allowed):
        raise BadConfig(f"[{section}] {key} is {value!r}; write a whole number from {allowed[0]} to {allowed[-1]}")
    return int(value)


def _one_of(section: str, table: Mapping[str, Any], key: str, allowed: Collection[str], usual: Any) -> Any:
    value = table.get(key, usual)
    if not isinstance(value, str) or value not in allowed:
        raise BadConfig(f"[{section}] {key} is {value!r}; write one of {', '.join(allowed)}")
    return value


def _groups(value: Any) -> tuple[frozenset[int], ...]:
    lists = isinstance(value, list) and all(isinstance(group, list) for group in value)
    if not lists or not all(_is_whole(key, _KEYS) for group in value for key in group):
        raise BadConfig(f"[pads] choke is {value!r}; write lists of keys from 0 to 127, like [[36, 38], [40, 41]]")
    return tuple(frozenset(group) for group in value)


def _reach(touch: str, value: object, usual: Reach | None) -> Reach | None:
    if value is None:
        return usual
    if value == "none":
        return None
    table = {"to": value} if isinstance(value, str) else value
    if not isinstance(table, Mapping) or not {"to"} <= table.keys() <= {"to", "depth"}:
        raise BadConfig(f'[mpe] {touch} is {value!r}; write a parameter, "none" or {{ to = "latent/0", depth = 1.0 }}')
    if not isinstance(table["to"], str) or table["to"] not in INDEX:
        raise BadConfig(f"[mpe] {touch} moves {table['to']!r}, which is no parameter; latent/0 is one")
    depth = table.get("depth", 1.0)
    if isinstance(depth, bool) or not isinstance(depth, int | float) or not abs(depth) <= DEEPEST:
        raise BadConfig(f"[mpe] {touch} has a depth of {depth!r}; write a number from -{DEEPEST:g} to {DEEPEST:g}")
    return Reach(table["to"], float(depth))

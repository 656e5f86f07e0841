"""Maps as TOML: a file's text in, a `Map` out; and changes of single entries, which leave its comments alone.

name = "My faders"
ports = ["nanoKONTROL2"]      # it is meant for ports with one of these texts in their name
takeover = "pick-up"          # for all entries that do not say otherwise

[map]
"cc 20" = "latent/0"
"cc 21 channel 3" = { to = "tempo", low = 120, high = 180, curve = "exp", takeover = "value scaling" }
"cc 22" = { to = "latent/1", relative = "two's complement" }
"note 40" = { to = "freeze", toggle = true }

[pads]                        # base, count, mode, curve, channel: for the notes that are no buttons
[mpe]
[feedback]
"""

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit

from engine.errors import BadConfig, BadParameter
from osc_bridge.midi.input.encoders import ENCODINGS

from .curves import CURVES
from .entries import Entry, Key, Map, clashing, control_key, entry
from .takeover import MODES
from .targets import resolve, word

LIMIT = 65536  # bytes

_TOP = ("name", "ports", "takeover", "map", "pads", "mpe", "feedback")
_OPTIONS = ("to", "low", "high", "curve", "relative", "takeover", "channel", "toggle")
_CHOICES = {"curve": CURVES, "relative": ENCODINGS, "takeover": MODES}
_HUGE = 1e12  # beyond every range
_LONGEST = 200  # characters of a text, items of a list


def read(path: Path) -> Map:
    """The map of a file.

    Raises:
        BadConfig: it cannot be read, is too long, no TOML, or says something that has no meaning.
    """
    return parse(read_text(path), str(path))


def read_text(path: Path) -> str:
    """The text of a file that may be a map.

    Raises:
        BadConfig: it cannot be read, is too long, or no text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise BadConfig(f"{path} cannot be read ({error.strerror}); correct it or move it away") from error
    if len(data) > LIMIT:
        raise BadConfig(f"{path} is longer than the {LIMIT} bytes a map may have; check that it is one")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadConfig(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8") from error


def parse(text: str, where: str) -> Map:
    """The map of a text; `where` is what messages call it.

    Raises:
        BadConfig: no TOML, or something in it has no meaning.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadConfig(f"{where} is not valid TOML ({error}); correct it or move it away") from error
    for key in tables:
        if key not in _TOP:
            raise BadConfig(f"{where} has the unknown key {key[:40]!r}; expected {', '.join(_TOP)}")
    takeover = tables.get("takeover", "none")
    try:
        _require_choice("takeover", takeover)
    except BadParameter as error:
        raise BadConfig(f"{where}: {error}") from error
    found: dict[Key, Entry] = {}
    for control, value in _table(tables, "map", where).items():
        try:
            _add(found, _entry(control, value, takeover))
        except BadParameter as error:
            raise BadConfig(f"{where}, entry {control[:40]!r}: {error}") from error
    return Map(
        _text(tables.get("name", where), "name", where),
        _texts(tables.get("ports", []), where),
        found,
        *(_data(tables, section, where) for section in ("pads", "mpe", "feedback")),
    )


def with_entry(text: str, key: Key, to: str, options: Mapping[str, Any]) -> str:
    """The text with an entry, and without others for that control or that target; comments stay."""
    document = tomlkit.parse(text)
    table: Any = document.setdefault("map", tomlkit.table())
    goes = clashing(key[0])
    for name in list(table):
        other = _entry(name, table[name].unwrap(), "none")
        if other.key == key or other.control in goes or (other.target is not None and word(other.target) == to):
            del table[name]
    value: Any = to
    if options:
        value = tomlkit.inline_table()
        value.update({"to": to, **options})
    table[Entry(*key, resolve(to)).name] = value
    return tomlkit.dumps(document)


def without_target(text: str, to: str) -> str:
    """The text without the entries for a target."""
    document = tomlkit.parse(text)
    table: Any = document.get("map", {})
    for name in list(table):
        target = _entry(name, table[name].unwrap(), "none").target
        if target is not None and word(target) == to:
            del table[name]
    return tomlkit.dumps(document)


def options_of(made: Entry, text: str) -> dict[str, Any]:
    """What a text says about an entry besides its target and its channel."""
    for name, value in tomllib.loads(text).get("map", {}).items():
        if isinstance(value, dict) and _entry(name, value, "none").key == made.key:
            return {option: value[option] for option in value if option not in ("to", "channel")}
    return {}


def save(path: Path, text: str) -> None:
    """Write a map; an existing file is replaced only when the new one is complete.

    Raises:
        BadConfig: it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise BadConfig(f"{path} cannot be written ({error.strerror}); make room or give the right to write") from error


def _entry(control: str, value: Any, takeover: Any) -> Entry:
    name, channel = control_key(control)
    options = {"to": value} if isinstance(value, str) else value
    if not isinstance(options, dict) or not isinstance(options.get("to"), str):
        raise BadParameter('expected the word of a target, or a table such as { to = "tempo", low = 120 }')
    for option, given in options.items():
        _require_option(option, given)
    if "channel" in options:
        if channel is not None and channel != options["channel"] - 1:
            raise BadParameter("the control and its table name two channels; leave one out")
        channel = options["channel"] - 1
    rest = {option: given for option, given in options.items() if option not in ("to", "channel")}
    return entry((name, channel), options["to"], rest, takeover)


def _require_option(option: str, given: Any) -> None:
    if option not in _OPTIONS:
        raise BadParameter(f"there is no {option[:40]!r}; expected {', '.join(_OPTIONS)}")
    if option in _CHOICES:
        _require_choice(option, given)
    elif option in ("low", "high") and (type(given) not in (int, float) or not abs(given) < _HUGE):
        raise BadParameter(f"{option} is {given!r:.40}, expected a number")
    elif option == "toggle" and not isinstance(given, bool):
        raise BadParameter(f"toggle is {given!r:.40}, expected true or false")
    elif option == "channel" and (type(given) is not int or not 1 <= given <= 16):
        raise BadParameter(f"channel is {given!r:.40}, expected a number from 1 to 16")


def _require_choice(option: str, given: Any) -> None:
    if given not in _CHOICES[option]:
        raise BadParameter(f"{option} is {given!r:.40}, expected one of {', '.join(_CHOICES[option])}")


def _add(found: dict[Key, Entry], made: Entry) -> None:
    if made.key in found:
        raise BadParameter(f"{made.name} is mapped twice; keep one of the two entries")
    rivals = clashing(made.control)
    for other in found.values():
        if other.control in rivals:
            raise BadParameter(
                f"{made.control} and {other.control} are the same controller; keep one of the two entries"
            )
    found[made.key] = made


def _table(tables: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise BadConfig(f"{where} has {name!r} as a value, expected a table; write [{name}] and its lines below")
    return table


def _data(tables: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    """A table of plain values, for whoever it concerns."""
    table = _table(tables, name, where)
    for key, value in table.items():
        for item in _leaves(value):
            if not isinstance(item, str | bool | int | float) or (isinstance(item, float) and not math.isfinite(item)):
                raise BadConfig(f"{where}: {name}.{key[:40]} is {item!r:.40}, expected a text, a number, true or false")
    return table


def _leaves(value: Any) -> Iterator[Any]:
    """What lists and tables are made of."""
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    else:
        yield value


def _text(value: Any, name: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise BadConfig(f"{where}: {name} is {value!r:.40}, expected a text of 1 to {_LONGEST} characters")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _LONGEST:
        raise BadConfig(f"{where}: ports is {value!r:.40}, expected a list of texts")
    return tuple(_text(item, "an item of ports", where) for item in value)

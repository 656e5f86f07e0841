"""The text of a TOML file -> a `ControlMap`; and changes of single entries, which keep the comments of the file.

name = "My faders"
ports = ["nanoKONTROL2"]      # parts of the names of the ports that the map is for
takeover = "pick-up"          # of all entries that do not name another mode
program = "scene"             # what a program change recalls; without the line "preset"

[map]
"cc 20" = "latent/0"          # or by its name, "kick"
"cc 21 channel 3" = { to = "tempo", low = 120, high = 180, curve = "exp", takeover = "value scaling" }
"cc 22" = { to = "latent/1", relative = "two's complement" }
"note 40" = { to = "freeze", toggle = true }

[pads]                        # notes that are not in [map], see playing/pads.py
[mpe]                         # see playing/mpe.py
[feedback]                    # see output/feedback.py
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from engine.errors import BadConfig, BadInput, BadParameter, quoted
from engine.files.writing import atomic_write
from engine.parameters import INDEX
from engine.untrusted import printable, read_bytes, read_toml
from osc_bridge.midi.input.encoders import ENCODINGS
from osc_bridge.osc.command_arguments import BANKS
from osc_bridge.osc.latent_names import NO_NAMES, LatentNames

from .control_map import ControlMap, Key, MapEntry, conflicting, make_entry, parse_key
from .curves import CURVES
from .takeover import TAKEOVER_MODES
from .targets import NO_TARGET, parse_target, target_name

MAX_MAP_BYTES = 65536
MAX_TEXT_LENGTH = 200  # characters of a name, items of a list
MAX_RANGE_END = 1e12  # beyond every parameter's range

_SECTIONS = ("map", "pads", "mpe", "feedback")
_KEYS = ("name", "ports", "takeover", "program", *_SECTIONS)
_OPTIONS = ("to", "low", "high", "curve", "relative", "takeover", "channel", "toggle")
_CHOICES = {"curve": CURVES, "relative": ENCODINGS, "takeover": TAKEOVER_MODES, "program": BANKS}


def read_map(path: Path, latents: LatentNames = NO_NAMES) -> ControlMap:
    """Read the map of a file; `latents` are the names of the model's latents.

    Raises:
        BadConfig: the file cannot be read, is too long, or is not a valid map.
    """
    return parse_map(read_map_text(path), str(path), latents)


def read_map_text(path: Path) -> str:
    """Read the text of a file that may be a map.

    Raises:
        BadConfig: the file cannot be read, is too long, or is not UTF-8.
    """
    try:
        data = read_bytes(path, MAX_MAP_BYTES)
    except OSError as error:
        raise BadConfig(f"{path} cannot be read ({error.strerror}); correct it or move it away") from error
    try:
        return data.decode("utf-8-sig")  # Windows editors begin a file with a byte-order mark
    except UnicodeDecodeError as error:
        raise BadConfig(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8") from error


def parse_map(text: str, where: str, latents: LatentNames = NO_NAMES) -> ControlMap:
    """Parse a map. The sections besides [map] are not checked here.

    Args:
        text: TOML.
        where: name of the map in error messages.
        latents: the names of the model's latents.

    Raises:
        BadConfig: the text is not TOML, or not a valid map.
    """
    try:
        document = read_toml(text)
    except ValueError as error:
        raise BadConfig(f"{where} is not valid TOML ({error}); correct it or move it away") from error
    for key, value in document.items():
        if key not in _KEYS:
            raise BadConfig(f"{where} has the unknown key {quoted(key)}; expected {', '.join(_KEYS)}")
        if key in _SECTIONS and not isinstance(value, dict):
            raise BadConfig(f"{where} has {key!r} as a value, expected a table; write [{key}] and its lines below")
    takeover, program = document.get("takeover", "none"), document.get("program", "")
    try:
        _check_choice("takeover", takeover)
        if "program" in document:
            _check_choice("program", program)
    except BadParameter as error:
        raise BadConfig(f"{where}: {error}") from error
    entries: dict[Key, MapEntry] = {}
    for control, value in document.get("map", {}).items():
        try:
            _add(entries, _parse_entry(control, value, takeover, latents))
        except BadParameter as error:
            raise BadConfig(f"{where}, entry {quoted(control)}: {error}") from error
    ports = document.get("ports", [])
    if not isinstance(ports, list) or len(ports) > MAX_TEXT_LENGTH:
        raise BadConfig(f"{where}: ports is {quoted(ports)}, expected a list of texts")
    return ControlMap(
        _text(document.get("name", where), "name", where),
        tuple(_text(port, "an item of ports", where) for port in ports),
        program,
        entries,
        document.get("pads", {}),
        _with_ids(document.get("mpe", {}), latents),
        document.get("feedback", {}),
    )


def with_entry(text: str, key: Key, to: str, options: Mapping[str, Any], latents: LatentNames = NO_NAMES) -> str:
    """Return a map's text with an entry for control `key` and target `to`, and without other entries for either."""
    document = tomlkit.parse(without_target(text, to, latents))
    table: Any = document.setdefault("map", tomlkit.table())
    for name in list(table):
        other = _parse_entry(name, table[name].unwrap(), "none", latents)
        if other.key == key or other.control in conflicting(key[0]):
            del table[name]
    value: Any = to
    if options:
        value = tomlkit.inline_table()
        value.update({"to": to, **options})
    table[MapEntry(*key, parse_target(to)).name] = value
    return tomlkit.dumps(document)


def without_target(text: str, to: str, latents: LatentNames = NO_NAMES) -> str:
    """Return a map's text without the entries for a target, which is given by its name."""
    document = tomlkit.parse(text)
    table: Any = document.get("map", {})
    for name in list(table):
        target = _parse_entry(name, table[name].unwrap(), "none", latents).target
        if target is not None and target_name(target) == to:
            del table[name]
    return tomlkit.dumps(document)


def options_of(entry: MapEntry, text: str, latents: LatentNames = NO_NAMES) -> dict[str, Any]:
    """Return the options that a map's text gives to an entry, without target and channel."""
    for name, value in read_toml(text).get("map", {}).items():
        if isinstance(value, dict) and _parse_entry(name, value, "none", latents).key == entry.key:
            return {option: value[option] for option in value if option not in ("to", "channel")}
    return {}


def save_map(path: Path, text: str) -> None:
    """Write a map; an existing file is replaced only when the new one is complete.

    Raises:
        BadConfig: the file cannot be written.
    """
    try:
        with atomic_write(path, flush=True, make_folders=True) as part:
            part.write_bytes(text.encode())
    except BadInput as error:
        raise BadConfig(str(error)) from error


def _parse_entry(control: str, value: Any, takeover: Any, latents: LatentNames) -> MapEntry:
    name, channel = parse_key(control)
    options = {"to": value} if isinstance(value, str) else value
    if not isinstance(options, dict) or not isinstance(options.get("to"), str):
        raise BadParameter('expected the name of a target, or a table such as { to = "tempo", low = 120 }')
    for option, given in options.items():
        _check_option(option, given)
    if "channel" in options:
        if channel is not None and channel != options["channel"] - 1:
            raise BadParameter("the control and its table name two channels; leave one out")
        channel = options["channel"] - 1
    rest = {option: given for option, given in options.items() if option not in ("to", "channel")}
    return make_entry((name, channel), options["to"], rest, takeover, latents)


def _with_ids(section: Mapping[str, Any], latents: LatentNames) -> dict[str, Any]:
    """Return a section with ids in place of the names of latents, as values and as `to` of tables."""
    found: dict[str, Any] = {}
    for key, value in section.items():
        if isinstance(value, dict):
            found[key] = _with_ids(value, latents) if "to" in value else value
        else:
            is_name = isinstance(value, str) and value != NO_TARGET and value not in INDEX
            found[key] = (latents.id_of(value) or value) if is_name else value
    return found


def _check_option(option: str, given: Any) -> None:
    if option not in _OPTIONS:
        raise BadParameter(f"there is no option {quoted(option)}; expected {', '.join(_OPTIONS)}")
    if option in _CHOICES:
        _check_choice(option, given)
    elif option in ("low", "high") and (type(given) not in (int, float) or not abs(given) < MAX_RANGE_END):
        raise BadParameter(f"{option} is {quoted(given)}, expected a number")
    elif option == "toggle" and not isinstance(given, bool):
        raise BadParameter(f"toggle is {quoted(given)}, expected true or false")
    elif option == "channel" and (type(given) is not int or not 1 <= given <= 16):
        raise BadParameter(f"channel is {quoted(given)}, expected a number from 1 to 16")


def _check_choice(option: str, given: Any) -> None:
    if given not in _CHOICES[option]:
        raise BadParameter(f"{option} is {quoted(given)}, expected one of {', '.join(_CHOICES[option])}")


def _add(entries: dict[Key, MapEntry], entry: MapEntry) -> None:
    if entry.key in entries:
        raise BadParameter(f"{entry.name} is mapped twice; keep one of the two entries")
    for control, _ in entries:
        if control in conflicting(entry.control):
            raise BadParameter(f"{entry.control} and {control} are the same controller; keep one of the two entries")
    entries[entry.key] = entry


def _text(value: Any, name: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT_LENGTH:
        raise BadConfig(f"{where}: {name} is {quoted(value)}, expected a text of 1 to {MAX_TEXT_LENGTH} characters")
    return printable(value)

"""Settings: two TOML files and the environment in, values for a command's options out.

In descending precedence:
    flags                          vamen play --tempo 174
    VAMEN_<COMMAND>_<OPTION>       VAMEN_PLAY_TEMPO=174
    vamen.toml                     in the working directory
    vamen.toml                     in the user's configuration folder
A file has a table per command with a key per option: `[play]`, then `tempo = 174`.
"""

import json
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import BadConfig
from engine.untrusted import read_bytes, read_toml

CONFIG_FILE = "vamen.toml"
MAX_SETTINGS_BYTES = 1 << 20
ENVIRONMENT_PREFIX = "VAMEN_"
BARE_KEY_CHARACTERS = frozenset(string.ascii_letters + string.digits + "-_")  # of a TOML key without quotes


@dataclass(frozen=True, slots=True)
class Source:
    """Settings of a file: command -> option -> value."""

    path: Path
    tables: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and its origin."""

    value: Any
    origin: str  # path of the file or name of the variable


def paths(directory: Path, user: Path) -> tuple[Path, Path]:
    """Return the paths of the settings files, in descending precedence."""
    return directory / CONFIG_FILE, user / CONFIG_FILE


def read(path: Path, commands: Collection[str]) -> Source:
    """Return the settings of a file; a missing file has none.

    Raises:
        BadConfig: not TOML, or a top-level key that is not the table of a command. Keys inside a table are checked when
            their command runs.
    """
    try:
        tables = read_toml(read_bytes(path, MAX_SETTINGS_BYTES))
    except FileNotFoundError:
        return Source(path, {})
    except ValueError as error:
        raise BadConfig(f"{path} is not valid TOML ({error}); correct it or move it away") from error
    except OSError as error:
        raise BadConfig(f"{path} cannot be read ({error.strerror}); correct it or move it away") from error
    for key, table in tables.items():
        if key not in commands:
            raise BadConfig(f"{path} has the unknown key {key!r}; expected the tables {', '.join(sorted(commands))}")
        if not isinstance(table, dict):
            raise BadConfig(f"{path} has {key!r} as a value, expected a table; write [{key}] and its options below")
    return Source(path, tables)


def merge(
    sources: Collection[Source], environment: Mapping[str, str], commands: Collection[str]
) -> dict[str, dict[str, Setting]]:
    """Return the settings of files and environment, command -> option -> setting; earlier `sources` take precedence."""
    view: dict[str, dict[str, Setting]] = {}
    for source in reversed(tuple(sources)):
        for command, table in source.tables.items():
            for option, value in table.items():
                view.setdefault(command, {})[option.replace("_", "-")] = Setting(value, str(source.path))
    for command in commands:
        prefix = f"{ENVIRONMENT_PREFIX}{command.upper()}_"
        for name in sorted(environment):
            if name.startswith(prefix):
                option = name.removeprefix(prefix).lower().replace("_", "-")
                view.setdefault(command, {})[option] = Setting(environment[name], name)
    return view


def as_toml(view: Mapping[str, Mapping[str, Setting]]) -> str:
    """Return the merged settings as a valid settings file; comments name the origins."""
    tables = []
    for command in sorted(view):
        lines = [f"[{command}]"]
        lines += [
            f"{_key(option)} = {_literal(item.value)}  # {item.origin}"
            for option, item in sorted(view[command].items())
        ]
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def _key(name: str) -> str:
    return name if name and set(name) <= BARE_KEY_CHARACTERS else _literal(name)


def _literal(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_literal(key)} = {_literal(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_literal, value)) + "]"
        case bool() | str():
            # TOML has no surrogate pairs, and requires DEL to be escaped
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)

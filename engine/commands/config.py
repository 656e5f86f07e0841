"""Settings: two TOML files and the environment in, values for a command's options out.

In descending precedence:
    flags                          vamen play --tempo 174
    VAMEN_<COMMAND>_<OPTION>       VAMEN_PLAY_TEMPO=174
    vamen.toml                     in the working directory
    vamen.toml                     in the user's configuration folder
A file has a table per command with a key per option: `[play]`, then `tempo = 174`. Only flags
name the files to write.
"""

import json
import string
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from engine.errors import BadConfig
from engine.realtime.lifeline import LIFELINE_VARIABLE, keep_settings, kept_settings
from engine.realtime.terminal_modes import TERMINALS_VARIABLE
from engine.untrusted import read_bytes, read_toml

CONFIG_FILE = "vamen.toml"
MAX_SETTINGS_BYTES = 1 << 20
ENVIRONMENT_PREFIX = "VAMEN_"
# command -> options that name files to write, or allow to replace them; a vamen.toml that came with other files could
# otherwise choose them
OUTPUTS = {
    "play": ("record",),
    "render": ("out", "midi-out"),
    "kit": ("folder",),
    "encode": ("out",),
    "resynth": ("out",),
    "patches": ("folder",),
    "dataset": ("out", "force"),
    "train": ("out", "force"),
    "export": ("model",),
    "evaluate": ("picture", "save"),
}
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
    """Return the paths of the settings files in the working directory and in the user's folder, in this precedence."""
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


def read_or_keep(paths: Callable[[], Iterable[Path]], commands: Collection[str]) -> list[Source]:
    """Return the settings of files, or in a set that goes on those that it began with. Raises as `read`."""
    if (kept := kept_settings()) is not None:
        return [Source(Path(path), tables) for path, tables in kept]
    sources = [read(path, commands) for path in paths()]
    keep_settings([(str(source.path), {"play": source.tables.get("play", {})}) for source in sources])
    return sources


def refuse_outputs(app: object, commands: tuple[str, ...], arguments: Any) -> None:
    """Refuse options in OUTPUTS that a settings file or the environment sets; arguments as cyclopts.App.config gives.

    Raises:
        BadConfig: it sets one.
    """
    for argument in arguments:
        for option in OUTPUTS.get(commands[0] if commands else "", ()):
            for token in argument.tokens if f"--{option}" in argument.names else ():
                if token.source not in ("", "cli"):
                    origin = f"{ENVIRONMENT_PREFIX}{commands[0]}_{option}".upper().replace("-", "_")
                    raise BadConfig(_output_sentence(origin if token.source == "env" else token.source, option))


def _output_sentence(origin: str, option: str) -> str:
    return f"{origin} sets {option!r}, which only the command line may set; take it out"


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


def without_unknown(
    view: dict[str, dict[str, Setting]], options: Callable[[str], Collection[str]]
) -> tuple[dict[str, dict[str, Setting]], list[str]]:
    """Return the settings of options that exist, and a sentence for each key that is no option or one of OUTPUTS.

    `options` returns the options of a command; none if they cannot be known, which keeps all of its settings.
    """
    kept: dict[str, dict[str, Setting]] = {}
    unknown = []
    for command, table in view.items():
        known = options(command)
        for key, setting in table.items():
            if key in OUTPUTS.get(command, ()):
                unknown.append(_output_sentence(setting.origin, key))
            elif not known or key in known:
                kept.setdefault(command, {})[key] = setting
            elif not setting.origin.startswith(ENVIRONMENT_PREFIX):
                unknown.append(unknown_key(setting.origin, key, command, known))
    return kept, unknown


def unknown_key(origin: str, key: str, command: str, known: Collection[str]) -> str:
    """Return the sentence about a key of a settings file that is not one of the `known` options of its command."""
    hint = closest(key, known) or f"`vamen {command} --help` lists the options"
    return f"{origin} has the unknown key {key!r} in [{command}]; {hint}"


def unknown_variables(
    environment: Mapping[str, str], commands: Collection[str], options: Callable[[str], Collection[str]]
) -> list[str]:
    """Return a sentence for each variable that begins like a setting and sets none; `options` as in without_unknown."""
    sentences = []
    for name in sorted(environment):
        if not name.startswith(ENVIRONMENT_PREFIX) or name in (LIFELINE_VARIABLE, TERMINALS_VARIABLE):
            continue
        prefixes = {command: f"{ENVIRONMENT_PREFIX}{command.upper()}_" for command in commands}
        command = next((command for command, prefix in prefixes.items() if name.startswith(prefix)), "")
        if not command:
            sentences.append(f"{name} sets nothing; settings are VAMEN_<COMMAND>_<OPTION>, such as VAMEN_PLAY_TEMPO")
            continue
        option, known = name.removeprefix(prefixes[command]).lower().replace("_", "-"), options(command)
        if known and option not in known:
            hint = closest(option, known) or f"`vamen {command} --help` lists the options"
            sentences.append(f"{name} sets nothing, as `vamen {command}` has no option {option!r}; {hint}")
    return sentences


def closest(word: str, known: Collection[str]) -> str:
    """Return "did you mean ...?" with the word of `known` that is most like this one; empty if none is."""
    matches = get_close_matches(word.replace("_", "-"), known, 1)
    return f"did you mean {matches[0]!r}?" if matches else ""


def refuse_fractions(app: object, commands: tuple[str, ...], arguments: Any) -> None:
    """Refuse a fraction given to an option that takes a whole number, which cyclopts would round without a word.

    Args:
        app: see cyclopts.App.config, as for the others.
        commands: names of the command.
        arguments: the options with the values that were given.

    Raises:
        CoercionError: a value is a fraction.
    """
    from cyclopts import CoercionError

    for argument in arguments:
        if int not in (argument.hint, *get_args(argument.hint)):
            continue
        for token in argument.tokens:
            with suppress(ValueError):
                if float(token.value) % 1:
                    raise CoercionError(f"{token.value} is not a whole number", argument=argument, token=token)


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

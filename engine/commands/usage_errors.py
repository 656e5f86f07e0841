"""A wrong command line, settings file or variable: the error of cyclopts in, one sentence for the user out.

An option on the command line gives a sentence; a setting from a file or the environment is a BadConfig that names it.
"""

import re
from collections.abc import Sequence
from inspect import Parameter
from typing import TYPE_CHECKING

from engine.errors import BadConfig

from .config import closest, unknown_key

if TYPE_CHECKING:
    from cyclopts import CycloptsError

KINDS = {"float": "a number", "int": "a whole number", "bool": "true or false"}


def usage_sentence(error: "CycloptsError", commands: Sequence[str]) -> str:
    """Return one sentence about a wrong command line; `commands`: the names of all sub-commands.

    Raises:
        BadConfig: the error is in a settings file or in the environment.
    """
    from cyclopts import MissingArgumentError, UnknownCommandError, UnknownOptionError, UnusedCliTokensError

    source, key = _origin(error)
    command = " ".join(error.command_chain or ())
    help = f"`vamen {command} --help` shows what is expected"
    if source and isinstance(error, UnknownOptionError):
        known = [name.lstrip("-") for item in error.argument_collection for name in item.names]
        raise BadConfig(unknown_key(source, key, command, known)) from error
    if source:
        raise BadConfig(f"{plain(error)}; {help}") from error
    if isinstance(error, UnknownCommandError) and error.unused_tokens:
        # cyclopts would import every command for its message
        word = error.unused_tokens[0]
        hint = closest(word, commands) or f"expected one of {', '.join(commands)}"
        return f"there is no command {word!r}; {hint}"
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return f"`vamen {command}` takes no {' '.join(error.unused_tokens)!r} here; {help}"
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        name = error.argument.name
        if error.argument.field_info.kind is Parameter.KEYWORD_ONLY:
            return f"{name} needs a value; {help}"
        return f"`vamen {command}` needs {name.lstrip('-').upper()}; {help}"
    return plain(error)


def plain(error: Exception) -> str:
    """Return the text of an error as one sentence without a full stop, in the words of users."""
    text = " ".join(str(error).split()).rstrip(".")
    return re.sub(
        r'unable to convert ("[^"]*") into (float|int|bool)', lambda found: f"{found[1]} is not {KINDS[found[2]]}", text
    )


def _origin(error: "CycloptsError") -> tuple[str, str]:
    """Return file or "env" and key of the wrong value; both empty when it is a flag of the command line."""
    token = getattr(error, "token", None)
    if token is None and error.argument is not None and error.argument.tokens:
        token = error.argument.tokens[0]
    if token is None or token.source in ("", "cli"):
        return "", ""
    return token.source, (token.keyword or "").strip("[]").replace("][", ".")

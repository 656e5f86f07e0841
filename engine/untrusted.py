"""Reading files that come from elsewhere: a path or text in, bytes or parsed values out, within limits.

read_bytes   a regular file of limited size -> bytes; OSError, whose strerror says why not
open_regular a regular file of any size -> its open file
read_json    JSON text -> values of limited depth; ValueError
read_toml    TOML text -> tables; ValueError
printable    text -> the text without control characters, which would act on a terminal
"""

import errno
import json
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, BinaryIO

MAX_NESTING = 50  # of tables and lists within each other
MAX_KEY_DOTS = 20  # of a TOML key; tomllib needs memory with the square of their number
PARSE_ERRORS = (ValueError, RecursionError, OverflowError, MemoryError)
TOML_TEXTS = re.compile(  # strings, also unclosed ones, and comments
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)' r"|'''.*?(?:'''|\Z)" r'|"(?:\\.|[^"\\\n])*"?' r"|'[^'\n]*'?|#[^\n]*", re.DOTALL
)
CONTROL_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
TOML_KEY_ENDS = re.compile(r"[\n=,\[\]{}]")


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        OSError: missing, a folder, pipe or device, or unreadable.
    """
    try:
        _require_regular(os.stat(path).st_mode)  # before it is opened, because opening a device may change it
        number = os.open(path, os.O_RDONLY | _flags())
    except ValueError as error:  # a zero byte in the path
        raise OSError(errno.EINVAL, str(error)) from error
    try:
        _require_regular(os.fstat(number).st_mode)
    except OSError:
        os.close(number)
        raise
    return os.fdopen(number, "rb")


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the contents of a file.

    Raises:
        OSError: as `open_regular`, or longer than `limit` bytes.
    """
    with open_regular(path) as file:
        try:
            data = file.read(limit + 1) if os.fstat(file.fileno()).st_size <= limit else b""
        except MemoryError as error:
            raise OSError(errno.EINVAL, "it does not fit into memory") from error
        if len(data) > limit or os.fstat(file.fileno()).st_size > limit:
            raise OSError(errno.EFBIG, f"it has more than the {_size(limit)} expected at most")
        return data


def read_json(data: str | bytes) -> Any:
    """Return the values of a JSON text; ValueError if it is not JSON, or is nested deeper than MAX_NESTING."""
    try:
        values = json.loads(data)
        level = [values]
        for _ in range(MAX_NESTING):
            level = [item for value in level if isinstance(value, dict | list) for item in _items(value)]
            if not level:
                return values
    except PARSE_ERRORS as error:
        raise _unparsable(error) from error
    raise ValueError(f"it is nested deeper than {MAX_NESTING}")


def read_toml(data: str | bytes) -> dict[str, Any]:
    """Return the tables of a TOML text, with or without a byte-order mark; ValueError if it is not TOML in UTF-8.

    A key of more than MAX_KEY_DOTS dots is refused, too.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        text = text.removeprefix("\ufeff")  # Windows editors begin a file with a byte-order mark
        for part in TOML_KEY_ENDS.split(TOML_TEXTS.sub("", text)):
            if part.count(".") > MAX_KEY_DOTS:
                raise ValueError(f"a key has {part.count('.')} dots, expected {MAX_KEY_DOTS} at most")
        return tomllib.loads(text)
    except PARSE_ERRORS as error:
        raise _unparsable(error) from error


def printable(text: str) -> str:
    """Return the text on one line with a space for each control character, also those of the direction of writing."""
    return CONTROL_CHARACTERS.sub(" ", text)


def printable_values(values: Any) -> Any:
    """Return JSON values whose texts are printable; the values are changed in place."""
    if isinstance(values, str):
        return printable(values)
    if isinstance(values, list):
        values[:] = map(printable_values, values)
    elif isinstance(values, dict):
        changed = {printable(key): printable_values(value) for key, value in values.items()}
        values.clear()
        values.update(changed)
    return values


def _items(value: dict[str, Any] | list[Any]) -> Any:
    return value.values() if isinstance(value, dict) else value


def _flags() -> int:
    # a pipe is opened without waiting for its other end; Windows must not translate line ends
    return getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def _require_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a pipe or device, not a regular file")


def _size(limit: int) -> str:
    return f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit >> 10} kB"


def _unparsable(error: BaseException) -> ValueError:
    match error:
        case RecursionError():
            return ValueError(f"it is nested deeper than {MAX_NESTING}")
        case MemoryError():
            return ValueError("it does not fit into memory")
        case UnicodeError():
            return ValueError("it is not UTF-8 text")
        case _:
            return ValueError(printable(str(error)))

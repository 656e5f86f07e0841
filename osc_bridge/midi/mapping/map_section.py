"""A section of a map file -> checked values. An error names section, key, value and what was expected."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.errors import BadConfig, quoted


class MapSection:
    """One section of a map: [pads], [mpe] or [feedback]. A value that is not allowed raises BadConfig."""

    def __init__(self, name: str, table: Mapping[str, Any], keys: Collection[str]) -> None:
        """Take the table of a section; raises BadConfig for a key that is not one of `keys`."""
        self._name, self._table = name, table
        for key in table:
            if key not in keys:
                raise BadConfig(f"[{name}] has an unknown key {key!r}; known are {', '.join(keys)}")

    def get(self, key: str) -> Any:
        """Return a value unchecked; None when the section does not have it."""
        return self._table.get(key)

    def whole(self, key: str, allowed: range, default: int) -> int:
        """Return the whole number under a key, one of `allowed`; `default` when the section does not have it."""
        value = self._table.get(key, default)
        if key in self._table and not is_whole(value, allowed):
            raise self.refuse(key, f"a whole number from {allowed[0]} to {allowed[-1]}")
        return int(value)

    def choice(self, key: str, allowed: Collection[str], default: Any) -> Any:
        """Return the text under a key, one of `allowed`; `default` when the section does not have it."""
        value = self._table.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.refuse(key, f"one of {', '.join(allowed)}")
        return value

    def flag(self, key: str) -> bool:
        """Return the truth value under a key; False when the section does not have it."""
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def refuse(self, key: str, expected: str) -> BadConfig:
        """Return the error for the value under a key; `expected` says what to write instead."""
        return BadConfig(f"[{self._name}] {key} is {quoted(self._table[key])}; write {expected}")


def is_whole(value: object, allowed: range) -> bool:
    """Return whether a value is a whole number of `allowed`."""
    return isinstance(value, int) and not isinstance(value, bool) and value in allowed

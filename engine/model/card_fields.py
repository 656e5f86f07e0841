"""Fields of a model's card, which come from a file: JSON values in, checked values out.

All functions raise ModelMismatch, with the name of the field and what was expected.
"""

import math
from collections.abc import Mapping
from typing import Any

from engine.errors import ModelMismatch, quoted

RETRAIN = "train and export it with this version of vamen"

Row = tuple[float, ...]


def require_field(values: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return a field of this type."""
    value = values.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ModelMismatch(f"the model's card has {name} = {quoted(value)}, expected {kind.__name__}; {RETRAIN}")
    return value


def require_records(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a field that is a list of objects."""
    records: list[dict[str, Any]] = require_field(values, name, list)
    if not all(isinstance(record, dict) for record in records):
        raise ModelMismatch(f"the model's card has {name} = {quoted(records)}, expected objects; {RETRAIN}")
    return records


def require_number(value: Any, name: str) -> float:
    """Return a value that is a finite number."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # an integer too large for a float is refused like infinity
    raise ModelMismatch(f"the model's card has {name} = {quoted(value)}, expected a finite number; {RETRAIN}")


def require_within(value: Any, name: str, low: float, high: float) -> float:
    """Return a value that is a number from `low` to `high`."""
    number = require_number(value, name)
    if not low <= number <= high:
        raise ModelMismatch(f"the model's card has {name} = {number:g}, expected {low:g} to {high:g}; {RETRAIN}")
    return number


def require_row(values: Any, name: str, count: int) -> Row:
    """Return a value that is a list of `count` numbers."""
    if not isinstance(values, list | tuple) or len(values) != count:
        raise ModelMismatch(f"the model's card has {name} = {quoted(values)}, expected {count} numbers; {RETRAIN}")
    return tuple(require_number(value, name) for value in values)


def require_square(values: Mapping[str, Any], name: str, count: int) -> tuple[Row, ...]:
    """Return a field that is a list of `count` lists of `count` numbers."""
    rows = require_field(values, name, list)
    if len(rows) != count:
        raise ModelMismatch(f"the model's card has {len(rows)} {name}, expected {count}; {RETRAIN}")
    return tuple(require_row(row, name, count) for row in rows)

"""Tensors and plain numbers to and from a file that can be trusted: safetensors with JSON in its header, no pickle.

A file is written under another name and renamed, so a checkpoint is whole or not there.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from engine.errors import BadInput

LARGEST = 2**31  # bytes; ours are about 2 % of it


def save(path: Path, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
    """Write tensors and a JSON-able state, atomically and flushed to the disk."""
    part = path.with_suffix(".part")
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(contiguous, part, metadata={"state": json.dumps(state)})
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)


def load(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Tensors, on the CPU, and state.

    Raises:
        BadInput: no file, or not one of ours, or damaged.
    """
    if not path.is_file():
        raise BadInput(f"there is no checkpoint {path}; train first")
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path} has {path.stat().st_size} bytes, more than any checkpoint of ours; use another file")
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            state = json.loads((file.metadata() or {}).get("state", "null"))
    except (SafetensorError, json.JSONDecodeError) as error:
        raise BadInput(f"{path} is not a whole checkpoint ({error}); delete it to use the one before") from error
    if not isinstance(state, dict):
        raise BadInput(f"{path} holds tensors but no training state; use a checkpoint written by vamen train")
    return tensors, state


def with_prefix(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The tensors whose name begins with `prefix`, without it."""
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}

"""Tensors and plain numbers to and from a checkpoint: safetensors with JSON in the header, no pickle."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from engine.errors import BadInput
from engine.files.writing import atomic_write
from engine.untrusted import PARSE_ERRORS, read_json

MAX_CHECKPOINT_BYTES = 2**31  # a checkpoint has about 2 % of this size


def save_checkpoint(path: Path, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
    """Write tensors and a JSON-serialisable state, atomically and flushed to the disk."""
    contiguous = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    with atomic_write(path, flush=True) as part:
        part.write_bytes(save(contiguous, metadata={"state": json.dumps(state)}))


def load_checkpoint(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Return the tensors, on the CPU, and the state that `save_checkpoint` wrote.

    Raises:
        BadInput: there is no such file, or it is not a complete checkpoint of vamen.
    """
    if not path.is_file():
        raise BadInput(f"there is no checkpoint {path}; train first")
    if path.stat().st_size > MAX_CHECKPOINT_BYTES:
        raise BadInput(f"{path} has {path.stat().st_size} bytes, more than any checkpoint; use another file")
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            state = read_json((file.metadata() or {}).get("state", "null"))
    except (SafetensorError, OSError, *PARSE_ERRORS) as error:
        raise BadInput(f"{path} is not a complete checkpoint ({error}); delete it to use the one before") from error
    if not isinstance(state, dict):
        raise BadInput(f"{path} holds tensors but no training state; use a checkpoint written by vamen train")
    return tensors, state


def with_prefix(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Return the tensors whose name begins with `prefix`, by their names without the prefix."""
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}

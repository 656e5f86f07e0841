"""A model file in, its bytes and its digest out; a damaged file is refused.

The last entry of the file's ONNX metadata is the SHA-256 of all other bytes, weights and card:

    0x72 0x50                  field metadata_props, 80 bytes
    0x0a 0x0c "vamen.digest"   key, 12 bytes
    0x12 0x40 "0123..."        value, 64 hexadecimal digits
"""

import errno
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from engine.errors import BadInput, ModelMismatch
from engine.untrusted import open_regular, read_bytes

MAX_ONNX_BYTES = 64 * 2**20
DIGEST_LENGTH = 64  # hexadecimal digits
DIGEST_ENTRY = b"\x72\x50\x0a\x0cvamen.digest\x12\x40"  # all but the digits
SIMILAR_ENTRY = re.compile(rb"vamen\.digest|\x72\x50\x0a\x0c.{12}\x12\x40[0-9a-f]{64}", re.DOTALL)  # a damaged one


class ModelBytes(NamedTuple):
    """A model file that is not damaged."""

    path: Path
    content: bytes
    digest: str  # SHA-256 of the content without its digest entry; "" if it has none, as only other ONNX files


def read_model(path: Path) -> ModelBytes:
    """Read a model file and check its digest, if it has one.

    Raises:
        BadInput: no such file.
        ModelMismatch: too large, or damaged.
    """
    try:
        content = read_bytes(path, MAX_ONNX_BYTES)
    except OSError as error:
        refusal = ModelMismatch if error.errno == errno.EFBIG else BadInput
        raise refusal(f"{path} is not a readable file ({error.strerror}); name a model from vamen export") from error
    begin = content.rfind(DIGEST_ENTRY)
    if begin < 0:
        if SIMILAR_ENTRY.search(content):
            raise ModelMismatch(f"{path} is damaged: its digest cannot be read; copy or export it again")
        return ModelBytes(path, content, "")
    end = begin + len(DIGEST_ENTRY) + DIGEST_LENGTH
    found = hashlib.sha256(content[:begin])
    found.update(content[end:])
    expected = content[end - DIGEST_LENGTH : end].decode("ascii", "replace")
    if found.hexdigest() != expected:
        raise ModelMismatch(
            f"{path} is damaged: its contents have the digest {found.hexdigest()[:12]}, expected {expected[:12]!a}; "
            "copy or export it again"
        )
    return ModelBytes(path, content, expected)


def claimed_digest(path: Path) -> str:
    """Return the digest at the end of a file, unchecked; "" if it has none or cannot be read."""
    try:
        with open_regular(path) as file:
            size = len(DIGEST_ENTRY) + DIGEST_LENGTH
            file.seek(max(0, os.fstat(file.fileno()).st_size - size))
            end = file.read(size)
    except OSError:
        return ""
    return end.removeprefix(DIGEST_ENTRY).decode("ascii", "replace") if end.startswith(DIGEST_ENTRY) else ""


def add_digest(path: Path) -> None:
    """Append the digest entry to a model file that has none."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with path.open("ab") as file:
        file.write(DIGEST_ENTRY + digest.encode("ascii"))

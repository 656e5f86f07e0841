"""Protobuf's wire format, in which ONNX files are written: bytes of a message in, its fields out, and the reverse.

Fields have numbers instead of names. They may be in any order, and a repeated one occurs several times.
"""

from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # wire types
FIXED_SIZES = {FIXED64: 8, FIXED32: 4}
MAX_VARINT = 10  # bytes


Field = tuple[
    int, memoryview, memoryview
]  # number; value, of a number its bytes; the field with number, type and length


def fields(message: memoryview) -> Iterator[Field]:
    """Yield the fields of a message; ValueError, possibly after some of them, if it is not one."""
    place, end = 0, len(message)
    while place < end:
        begin, key = place, message[place]
        place += 1
        if key > 0x7F:
            key, place = _varint(message, begin)
        start, kind = place, key & 7
        if kind == BYTES:
            length, start = _varint(message, place)
            place = start + length
        elif kind == VARINT:
            place = _varint(message, place)[1]
        elif kind in FIXED_SIZES:
            place += FIXED_SIZES[kind]
        else:
            raise ValueError(f"a field has the unknown type {kind}")
        if place > end:
            raise ValueError("a field is longer than its message")
        yield key >> 3, message[start:place], message[begin:place]


def last_value(message: memoryview, number: int) -> bytes:
    """Return the value of the last field of this number, which counts for protobuf; empty without one."""
    found = b""
    for other, value, _ in fields(message):
        found = bytes(value) if other == number else found
    return found


def begin_field(number: int, length: int) -> bytes:
    """Return what stands before a text or message of `length` bytes: the number of the field, type and length."""
    return _to_varint(number << 3 | BYTES) + _to_varint(length)


def to_field(number: int, value: bytes) -> bytes:
    """Return a field with a text or message."""
    return begin_field(number, len(value)) + value


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    """Return the number at a place, which has seven bits in each byte, and the place behind it."""
    value = 0
    if place < len(message) and message[place] < 0x80:  # most are
        return message[place], place + 1
    for index, byte in enumerate(message[place : place + MAX_VARINT]):
        if byte < 0x80:
            return value | byte << 7 * index, place + index + 1
        value |= (byte & 0x7F) << 7 * index
    raise ValueError("a number has no end")


def _to_varint(value: int) -> bytes:
    low = bytearray()
    while value > 0x7F:
        low.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*low, value))

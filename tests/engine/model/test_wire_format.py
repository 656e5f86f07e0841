"""Fields are read as protobuf reads them, and bytes that are no message are refused."""

import onnx
import pytest

from engine.model.wire_format import fields, last_value, to_field


def numbers(message: bytes) -> list[tuple[int, bytes]]:
    return [(number, bytes(value)) for number, value, _ in fields(memoryview(message))]


def test_a_message_has_the_fields_that_protobuf_wrote() -> None:
    tensor = onnx.TensorProto(name="x" * 300, data_type=7, dims=[1, 2**40], raw_data=b"12345678", float_data=[1.0])
    found = numbers(tensor.SerializeToString())
    assert (8, b"x" * 300) in found and (9, b"12345678") in found and (2, b"\x07") in found
    parts = b"".join(whole for _, _, whole in fields(memoryview(tensor.SerializeToString())))
    assert parts == tensor.SerializeToString()


def test_a_written_field_is_read_by_protobuf() -> None:
    for length in (0, 1, 127, 128, 20_000):
        assert onnx.TensorProto.FromString(to_field(8, b"n" * length)).name == "n" * length


def test_the_last_of_several_values_counts() -> None:
    message = to_field(8, b"one") + to_field(9, b"data") + to_field(8, b"two")
    assert onnx.TensorProto.FromString(message).name.encode() == last_value(memoryview(message), 8) == b"two"
    assert last_value(memoryview(message), 7) == b""


def test_numbers_of_fixed_size_are_passed_over() -> None:
    message = b"\x09" + bytes(8) + b"\x15" + bytes(4) + b"\x1a\x01x"
    assert numbers(message) == [(1, bytes(8)), (2, bytes(4)), (3, b"x")]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b"\x0a", "has no end"),
        (b"\x0a\x05abc", "longer than its message"),
        (b"\x09abc", "longer than its message"),
        (b"\x0a" + b"\xff" * 12, "has no end"),
        (b"\xff\xff", "has no end"),
        (b"\x0b", "unknown type 3"),
    ],
    ids=["no length", "text", "number of 8 bytes", "endless length", "endless key", "group"],
)
def test_bytes_that_are_no_message_are_refused(message: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        numbers(message)

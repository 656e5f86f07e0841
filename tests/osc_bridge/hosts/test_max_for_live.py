"""The Max for Live device is an instrument in chunks that Live reads, and its patch is whole."""

import json
import struct

from osc_bridge.hosts.max_for_live import DEVICE_HEIGHT, amxd, device
from osc_bridge.hosts.patch_target import PatchTarget

from .conftest import require_known
from .test_max_msp import require_joined, texts


def chunks(content: bytes) -> dict[bytes, bytes]:
    """Names and contents, as their sizes say."""
    found, at = {}, 0
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        found[name] = content[at + 8 : at + 8 + size]
        assert len(found[name]) == size
        at += 8 + size
    return found


def test_the_chunks_are_those_of_an_instrument(rig: PatchTarget) -> None:
    found = chunks(amxd(rig))
    assert list(found) == [b"ampf", b"meta", b"ptch"]
    assert (found[b"ampf"], found[b"meta"]) == (b"iiii", b"\1\0\0\0")
    assert found[b"ptch"].endswith(b"}\n\0")


def test_the_patch_in_it_is_joined_and_known(rig: PatchTarget) -> None:
    text = chunks(amxd(rig))[b"ptch"].removesuffix(b"\0").decode()
    require_joined(json.loads(text))
    require_known(text, least=20)


def test_it_takes_tempo_and_transport_from_live_and_notes_from_the_track(rig: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(rig))[b"ptch"].removesuffix(b"\0")))
    for text in ("live.observer tempo", "live.observer is_playing", "notein", "split 36 127", "plugout~"):
        assert text in written


def test_a_button_recalls_each_preset(rig: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(rig))[b"ptch"].removesuffix(b"\0")))
    assert {f"/vamen/preset {number}" for number in range(8)} <= set(written)


def test_two_devices_in_a_set_do_not_hear_each_other(rig: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(rig))[b"ptch"].removesuffix(b"\0")))
    assert all(text.split()[1].startswith("---") for text in written if text.startswith(("s ", "r ")))


def test_it_is_as_high_as_live_lets_it_be(rig: PatchTarget) -> None:
    assert all(item.frame[1] + item.frame[3] <= DEVICE_HEIGHT for item in device(rig))


def test_parameters_of_the_device_begin_at_their_defaults_under_names_of_their_own(rig: PatchTarget) -> None:
    boxes = [entry["box"] for entry in json.loads(chunks(amxd(rig))[b"ptch"].removesuffix(b"\0"))["patcher"]["boxes"]]
    values = [box["saved_attribute_attributes"]["valueof"] for box in boxes if box.get("parameter_enable")]
    start = {value["parameter_longname"]: value["parameter_initial"] for value in values}
    assert len(start) == len(values) == 16
    assert (start["speed speed"], start["follow"], start["freeze"]) == ([1], [1], [0])
    assert all(value["parameter_initial_enable"] for value in values)

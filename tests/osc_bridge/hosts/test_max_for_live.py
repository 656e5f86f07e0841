"""The Max for Live device is an instrument in chunks that Live reads, and its patch is whole."""

import json
import struct

from engine.parameters import TABLE
from osc_bridge.hosts.items import Widget, parameter_widget
from osc_bridge.hosts.layout import pages
from osc_bridge.hosts.max_for_live import DEVICE_HEIGHT, amxd, device, windows
from osc_bridge.hosts.patch_target import PatchTarget

from .conftest import require_known
from .test_max_msp import boxes, require_apart, require_joined, texts


def chunks(content: bytes) -> dict[bytes, bytes]:
    """Names and contents, as their sizes say."""
    found, at = {}, 0
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        found[name] = content[at + 8 : at + 8 + size]
        assert len(found[name]) == size
        at += 8 + size
    return found


def test_the_chunks_are_those_of_an_instrument(target: PatchTarget) -> None:
    found = chunks(amxd(target))
    assert list(found) == [b"ampf", b"meta", b"ptch"]
    assert (found[b"ampf"], found[b"meta"]) == (b"iiii", b"\1\0\0\0")
    assert found[b"ptch"].endswith(b"}\n\0")


def test_the_patch_is_connected_and_its_addresses_exist(target: PatchTarget) -> None:
    text = chunks(amxd(target))[b"ptch"].removesuffix(b"\0").decode()
    require_joined(json.loads(text))
    require_apart(json.loads(text))
    require_known(text, least=20)


def test_tempo_and_transport_follow_live_and_notes_the_track(target: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0")))
    for text in ("live.observer tempo", "live.observer is_playing", "notein", "split 36 127", "plugout~"):
        assert text in written


def test_a_button_recalls_each_preset(target: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0")))
    assert {f"/vamen/preset {number}" for number in range(8)} <= set(written)


def test_names_are_local_to_the_device(target: PatchTarget) -> None:
    written = texts(json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0")))
    assert all(text.split()[1].startswith("---") for text in written if text.startswith(("s ", "r ")))


def test_items_are_within_the_height_of_a_live_device(target: PatchTarget) -> None:
    assert all(item.frame[1] + item.frame[3] <= DEVICE_HEIGHT for item in device(target))


def test_device_parameters_start_at_their_defaults_with_unique_names(target: PatchTarget) -> None:
    document = json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0"))
    values = [box["saved_attribute_attributes"]["valueof"] for box in boxes(document) if box.get("parameter_enable")]
    start = {value["parameter_longname"]: value["parameter_initial"] for value in values}
    knobs = [entry for entry in TABLE if parameter_widget(entry) is not Widget.NUMBER and entry.id != "tempo"]
    assert len(start) == len(values) == len(knobs) + 1  # and the switch
    assert (start["speed speed"], start["follow"], start["freeze"]) == ([1], [1], [0])
    assert all(value["parameter_initial_enable"] for value in values)


def test_a_window_shows_what_the_device_does_not(target: PatchTarget) -> None:
    own = {item.id for item in device(target)}
    within = [item for page in windows(target) for item in page.items]
    assert own.isdisjoint(item.id for item in within)
    everything = {item.path for page in pages(target) for item in page.items} - {"/vamen/tempo"}
    assert everything <= {item.path for item in (*device(target), *within)}


def test_the_last_bars_become_a_clip(target: PatchTarget) -> None:
    document = json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0"))
    written = texts(document)
    assert {f"commit {bars}" for bars in (1, 2, 4, 8)} <= set(written)
    assert {"route committed", "deferlow", "js vamen-clip.js"} <= set(written)
    assert "node.script vamen-replies.js 127.0.0.1 7770 7771 @autostart 1" in written


def test_the_panel_opens_in_a_window_and_its_sound_reaches_the_track(target: PatchTarget) -> None:
    patcher = json.loads(chunks(amxd(target))[b"ptch"].removesuffix(b"\0"))["patcher"]
    window = next(entry["box"] for entry in patcher["boxes"] if entry["box"].get("text") == "p panel")
    found = {entry["box"]["id"]: entry["box"] for entry in window["patcher"]["boxes"]}
    browser = next(box for box in found.values() if box["maxclass"] == "jweb~")
    assert browser["url"] == "http://127.0.0.1:7771/#listen"
    assert browser["outlettype"][:2] == ["signal", "signal"]
    require_joined(window, least=4)
    within = {
        (line["source"][1], found[line["destination"][0]].get("index"))
        for line in (entry["patchline"] for entry in window["patcher"]["lines"])
        if line["source"][0] == browser["id"]
    }
    assert within == {(0, 1), (1, 2)}
    out = next(entry["box"] for entry in patcher["boxes"] if entry["box"].get("text") == "plugout~")
    outside = {
        (line["source"][1], line["destination"][1])
        for line in (entry["patchline"] for entry in patcher["lines"])
        if (line["source"][0], line["destination"][0]) == (window["id"], out["id"])
    }
    assert outside == {(0, 0), (1, 1)}
    openers = {entry["box"]["id"] for entry in patcher["boxes"] if entry["box"].get("text") == "pcontrol"}
    assert any(
        line["source"][0] in openers and line["destination"] == [window["id"], 0]
        for line in (entry["patchline"] for entry in patcher["lines"])
    )


def test_the_panel_is_that_of_the_machine_on_which_vamen_plays() -> None:
    target = PatchTarget("192.168.1.20", 7770, (), panel_port=8080)
    assert target.panel_address == "http://192.168.1.20:8080/"
    assert PatchTarget("::1", 7770, ()).panel_address == "http://[::1]:7771/"

"""A Max for Live instrument: rig in, the bytes of an .amxd out.

Live owns the values: every dial can be automated and is saved with the set, so nothing that others move is shown back
here. Notes from 36 up play slices; tempo and transport follow Live while the switch is on. The sound comes from vamen,
so the device itself is silent.

An .amxd is the patch in chunks: name, size (little-endian), content; ampf says which kind of device, ptch is the JSON.
"""

import json
import struct
from collections.abc import Iterator

from engine.spec import SPEC
from osc_bridge.midi.playing.pads import FIRST_NOTE
from osc_bridge.osc.addresses import ROOT, Kind, surface

from .layout import LATENT_PAIR, PRESETS, VARIATIONS, Item, Widget, button, parameter_item
from .max_msp import Panel, toggle
from .max_patcher import Box, Patcher
from .patch_target import FIRST, PatchTarget

WIDTH, HEIGHT = 760, 169  # Live's devices are that high
INSTRUMENT = b"iiii"
UNFROZEN = 1  # of the chunk meta
PREFIX = "---vamen-"  # Max for Live makes names that begin so the device's own


def amxd(rig: PatchTarget) -> bytes:
    """The device."""
    patch = Patcher(WIDTH, HEIGHT)
    panel = Panel(patch, rig, PREFIX, follows=False)
    for item in device(rig):
        panel.add(item)
    _notes(patch, panel)
    _transport(patch, panel)
    _silence(patch)
    panel.wire()
    document = patch.document(devicewidth=float(WIDTH), description="vamen over OSC")
    text = (json.dumps(document, indent=1) + "\n\0").encode()
    return b"".join(
        name + struct.pack("<I", len(content)) + content
        for name, content in ((b"ampf", INSTRUMENT), (b"meta", struct.pack("<I", UNFROZEN)), (b"ptch", text))
    )


def device(rig: PatchTarget) -> Iterator[Item]:
    """What stands where in Live."""
    for index in range(FIRST):
        yield parameter_item(Widget.KNOB, f"latent/{index}", (6 + 47 * index, 4, 44, 48), rig.names[index])
    for step in range(SPEC.steps):
        row, column = divmod(step, SPEC.steps // 2)
        frame = (6 + 23 * column + column // 4 * 2, 58 + 23 * row, 22, 21)
        yield button("slice", frame, step, 1, label=str(step))
    for number in range(1, VARIATIONS + 1):
        yield button("seed", (6 + 47 * (number - 1), 105, 45, 15), number, label=f"var. {number}")
    for place, number in enumerate(PRESETS):
        yield button("preset", (6 + 47 * place, 121, 45, 15), number, label=f"preset {number}")
    for place, word in enumerate(("play", "stop", "panic")):
        yield button(word, (6 + 47 * place, 137, 45, 15))
    for place, id in enumerate(("freeze", "reverse")):
        yield parameter_item(Widget.TOGGLE, id, (147 + 54 * place, 137, 52, 15))
    for place, word in enumerate(("ping", "status")):
        yield Item(Widget.QUESTION, word, (292 + 47 * place, 137, 45, 15), f"{ROOT}/{word}")
    yield Item(Widget.XY, f"{rig.names[0]} and {rig.names[1]}", (392, 4, 118, 118), LATENT_PAIR)
    for place, id in enumerate(("level", "width", "texture", "speed", "stutter")):
        row, column = divmod(place, 3)
        yield parameter_item(Widget.KNOB, id, (516 + 48 * column, 4 + 58 * row, 44, 48))
    for place, address in enumerate(address for address in surface() if address.kind is Kind.METER):
        yield Item(Widget.METER, address.path.rpartition("/")[2], (662, 4 + 20 * place, 94, 18), address.path)
    yield Item(Widget.REPLY, "answers", (6, 153, 750, 15))


def _notes(patch: Patcher, panel: Panel) -> None:
    """Notes become slices, as they do over MIDI."""
    patch.chain()
    notes = patch.object("notein", 1, ["int", "int", "int"])
    above = patch.object(f"split {FIRST_NOTE} 127", 3, ["int", "int"])
    patch.follow(notes, above)
    step, velocity = patch.object(f"- {FIRST_NOTE}", 2, ["int"]), patch.object("/ 127.", 2, ["float"])
    pair = patch.object("pack 0 0.", 2)
    patch.follow(above, step, pair, patch.object(f"prepend {ROOT}/slice"), panel.send(panel.out))
    patch.join(notes, velocity, outlet=1)
    patch.join(velocity, pair, inlet=1)


def _transport(patch: Patcher, panel: Panel) -> None:
    """Tempo, start and stop of Live, while its switch is on."""
    patch.chain()
    ready = patch.object("live.thisdevice", 1, ["bang", "int", "int"])
    path = patch.object("live.path", 1, ["", "", ""])
    patch.follow(ready, patch.message("path live_set"), path)
    patch.comment("follows Live", (516, 124, 80, 18))
    switch = toggle(patch, "follow", (600, 124, 56, 18), 1, begins=True)
    for watched in ("tempo", "is_playing"):
        patch.chain()
        observer, gate = patch.object(f"live.observer {watched}", 2, ["", ""]), patch.object("gate 1 1", 2)
        patch.join(path, observer, outlet=1, inlet=1)
        patch.join(switch, gate)
        patch.join(observer, gate, inlet=1)
        if watched == "tempo":
            patch.follow(gate, patch.object(f"prepend {ROOT}/tempo"), panel.send(panel.out))
        else:
            _starts(patch, panel, gate)


def _starts(patch: Patcher, panel: Panel, playing: Box) -> None:
    chosen = patch.object("select 1 0", 1, ["bang", "bang", ""])
    patch.follow(playing, chosen)
    for outlet, word in enumerate(("play", "stop")):
        message = patch.message(f"{ROOT}/{word}")
        patch.join(chosen, message, outlet=outlet)
        patch.follow(message, panel.send(panel.out))


def _silence(patch: Patcher) -> None:
    """What makes it an instrument in Live's eyes."""
    patch.chain()
    nothing, out = patch.object("sig~ 0.", 1, ["signal"]), patch.object("plugout~", 2, ["signal", "signal"])
    patch.join(nothing, out)
    patch.join(nothing, out, inlet=1)

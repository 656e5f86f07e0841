"""A Max for Live instrument: PatchTarget in, the bytes of an .amxd out.

Live owns the values: every dial can be automated and is saved with the set, so changes by other clients are not shown.
Notes from 36 up play slices; tempo and transport follow Live while the switch is on. Buttons open the pages of what
the device has no room for. The button `panel` opens vamen's panel in a window, a jweb~, through whose outlets the
sound that the panel plays reaches the track. `clip 4` puts the last four bars into a clip (see live_clip).

An .amxd consists of chunks: name, size (little-endian), content. `ampf` is the type of the device, `ptch` the JSON.
"""

import json
import struct
from collections.abc import Iterator

from engine.parameters import parameter
from engine.spec import SPEC
from osc_bridge.midi.input.midi_messages import FIRST_NOTE
from osc_bridge.osc.addresses import ROOT, EndpointKind, endpoints

from .forms import PRESETS
from .items import Item, Page, Widget, button, parameter_item
from .layout import LATENT_PAIR, VARIATIONS, pages
from .live_clip import CLIP_BARS, CLIP_FILE
from .max_msp import Panel, toggle
from .max_patcher import Box, Patcher, text_button
from .patch_target import LARGE_KNOBS, PatchTarget

DEVICE_WIDTH, DEVICE_HEIGHT = 832, 169  # Live fixes the height
PANEL_SIZE = (1280, 720)  # of the window with the panel
DEVICE_TYPE = b"iiii"  # an instrument
DEVICE_META = 1  # not frozen
LIVE_OWNS = f"{ROOT}/tempo"  # it comes from Live, so no dial sends it
NAME_PREFIX = "---vamen-"  # Max for Live makes such names local to the device


def amxd(target: PatchTarget) -> bytes:
    """Return the bytes of an .amxd file: a Max for Live instrument that controls vamen at `target`."""
    patch = Patcher(DEVICE_WIDTH, DEVICE_HEIGHT)
    panel = Panel(patch, target, NAME_PREFIX, follows=False)
    for item in device(target):
        panel.add(item)
    _notes(patch, panel)
    _transport(patch, panel)
    _panel(panel)
    _clips(panel)
    for place, page in enumerate(windows(target)):
        panel.window(page, (762, 4 + 22 * place, 64, 18))
    panel.wire()
    document = patch.document(devicewidth=float(DEVICE_WIDTH), description="vamen over OSC")
    text = (json.dumps(document, indent=1) + "\n\0").encode()
    return b"".join(
        name + struct.pack("<I", len(content)) + content
        for name, content in ((b"ampf", DEVICE_TYPE), (b"meta", struct.pack("<I", DEVICE_META)), (b"ptch", text))
    )


def device(target: PatchTarget) -> Iterator[Item]:
    """Yield the items that the device shows, a part of those of all pages."""
    for index in range(LARGE_KNOBS):
        latent = parameter(f"latent/{index}")
        yield parameter_item(latent, (6 + 47 * index, 4, 44, 48), target.names[index])
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
        yield parameter_item(parameter(id), (147 + 54 * place, 137, 52, 15))
    for place, word in enumerate(("ping", "status")):
        yield Item(Widget.QUESTION, word, (292 + 47 * place, 137, 45, 15), f"{ROOT}/{word}")
    yield Item(Widget.XY, f"{target.names[0]} and {target.names[1]}", (392, 4, 118, 118), LATENT_PAIR)
    for place, id in enumerate(("level", "width", "drive", "texture", "speed", "stutter")):
        row, column = divmod(place, 3)
        yield parameter_item(parameter(id), (516 + 48 * column, 4 + 58 * row, 44, 48))
    for place, address in enumerate(address for address in endpoints() if address.kind is EndpointKind.METER):
        yield Item(Widget.METER, address.path.rpartition("/")[2], (662, 4 + 18 * place, 94, 18), address.path)
    yield Item(Widget.REPLY, "answers", (6, 153, 750, 15))


def windows(target: PatchTarget) -> Iterator[Page]:
    """Yield the pages that open in windows, without what the device itself shows."""
    shown = {item.id for item in device(target)}
    for page in pages(target):
        items = tuple(item for item in page.items if item.id not in shown and item.path != LIVE_OWNS)
        yield Page("more" if page.title == "play" else page.title, items, page.height)


def _notes(patch: Patcher, panel: Panel) -> None:
    """Add the objects that play slices by the notes of Live's track, as vamen's MIDI inputs do."""
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
    """Add a switch, and the objects that send tempo, start and stop of Live while it is on."""
    patch.chain()
    ready = patch.object("live.thisdevice", 1, ["bang", "int", "int"])
    path = patch.object("live.path", 1, ["", "", ""])
    patch.follow(ready, patch.message("path live_set"), path)
    switch = toggle(patch, "follow", "follow", (516, 124, 50, 18), 1, begins=True)
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


def _panel(panel: Panel) -> None:
    """Add the panel in a window, the button that opens it, and what carries its sound to the track."""
    patch, target = panel.patch, panel.target
    window = Patcher(*PANEL_SIZE)
    window.chain()
    inlet = window.box("inlet", 0, [""], index=1, comment="messages to the browser")
    browser = window.box(
        "jweb~", 1, ["signal", "signal", ""], (0, 0, *PANEL_SIZE), rendermode=1, url=panel_page(target)
    )
    window.join(inlet, browser)
    for channel in range(2):
        outlet = window.box("outlet", 1, [], index=channel + 1, comment="sound of the panel")
        window.join(browser, outlet, outlet=channel)
    patch.chain()
    opened = patch.subpatch("panel", window, 1, ["signal", "signal"])
    panel.open(opened, "panel", (569, 124, 62, 18))
    out = patch.object("plugout~", 2, ["signal", "signal"])
    for channel in range(2):
        patch.join(opened, out, outlet=channel, inlet=channel)


def _clips(panel: Panel) -> None:
    """Add the buttons that put the last bars into a clip: they are fetched and written, then Live is told the file."""
    patch = panel.patch
    for place, bars in enumerate(CLIP_BARS):
        patch.chain()
        pressed = text_button(patch, f"clip {bars}", (392 + 30 * place, 126, 28, 22))
        patch.follow(pressed, patch.message(f"commit {bars}"), panel.send(panel.asked))
    patch.chain()
    received = patch.object(f"r {panel.back}", 0)
    chosen = patch.object("route committed", 2, ("", ""))
    attributes = {"filename": CLIP_FILE, "parameter_enable": 0}
    script = patch.object(f"js {CLIP_FILE}", 1, ("",), saved_object_attributes=attributes)
    later = patch.object("deferlow")  # Live's API is in the main thread
    patch.follow(received, chosen, patch.object("prepend committed"), later, script, panel.send(panel.back))


def panel_page(target: PatchTarget) -> str:
    """Return the address of the panel, which begins to play its sound at once."""
    return f"{target.panel_address}#listen"

"""An Open Stage Control session of the whole panel: PatchTarget in, JSON out.

Open Stage Control sends and receives on one port, so changes by other clients move its widgets; its root widget
subscribes to them. A momentary button sends its `preArgs` and nothing else.
"""

import json
from typing import Any

from .layout import Item, Widget, board, listened, reach
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget

MIN_OPEN_STAGE_CONTROL = "1.26.0"


def session(target: PatchTarget) -> bytes:
    """Return the bytes of a session file: an Open Stage Control panel for vamen at `target`."""
    server = f"[{target.host}]:{target.port}" if ":" in target.host else f"{target.host}:{target.port}"
    asked = ", ".join(json.dumps(path) for path in listened())
    listen = (
        f"var tell = () => [{asked}].forEach((path) => send({json.dumps(server)}, '/vamen/listen', path));\n"
        f"tell();\nsetInterval('listen', tell, {SUBSCRIBE_INTERVAL * 1000});"
    )
    widgets = [widget for item in board(target) for widget in _widgets(item, server)]
    root = {"type": "root", "id": "root", "onCreate": listen, "widgets": widgets, "tabs": []}
    document = {
        "createdWith": "Open Stage Control",
        "version": MIN_OPEN_STAGE_CONTROL,
        "type": "session",
        "content": root,
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _widgets(item: Item, server: str) -> list[dict[str, Any]]:
    base = {**_place(item.frame), "id": item.id, "address": item.path, "target": server}
    x, y, width, height = item.frame
    name = {**_place((x, y + height - 16, width, 16)), "type": "text", "id": f"{item.id}_name", "default": item.label}
    match item.widget:
        case Widget.KNOB:
            entry = item.entry
            knob = {"type": "knob", "range": {"min": entry.low, "max": entry.high}, "default": entry.default}
            return [{**base, "height": height - 16, **knob, "decimals": 3}, name]
        case Widget.NUMBER:
            entry = item.entry
            return [{**base, "type": "input", "numeric": True, "default": int(entry.default), "decimals": 0}]
        case Widget.TOGGLE:
            return [{**base, "type": "button", "mode": "toggle", "on": 1, "off": 0, "label": item.label}]
        case Widget.BUTTON | Widget.QUESTION:
            return [{**base, "type": "button", "mode": "momentary", "label": item.label, "preArgs": [*item.arguments]}]
        case Widget.XY:
            low, high = reach(item.path)
            span = {"min": low, "max": high}
            return [{**base, "type": "xy", "snap": True, "rangeX": span, "rangeY": span, "decimals": 3}]
        case Widget.METER:
            half = width // 2
            label = {**name, **_place((x, y, half, height))}
            return [label, {**base, **_place((x + half, y, width - half, height)), "type": "text", "decimals": 2}]
        case Widget.REPLY:
            status = {**base, "address": "/vamen/status", "id": "answer_status", "width": width // 2, "type": "text"}
            return [status, {**status, **_place((x + width // 2, y, width // 2, height)), **_error()}]
        case Widget.LABEL:
            return [{**_place(item.frame), "type": "text", "id": "title", "default": item.label}]


def _error() -> dict[str, Any]:
    return {"address": "/vamen/error", "id": "answer_error"}


def _place(frame: tuple[int, int, int, int]) -> dict[str, Any]:
    x, y, width, height = frame
    return {"left": x, "top": y, "width": width, "height": height}

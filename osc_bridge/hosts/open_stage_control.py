"""An Open Stage Control session of all pages: PatchTarget in, JSON out.

Each page is a tab. Open Stage Control sends and receives on one port, so changes by other clients move its widgets;
its root widget subscribes to them. A momentary button sends its `preArgs` and nothing else; the button of a form runs a
script that reads the fields. A report of names is received by a widget that shows nothing and hands it to the menus.
"""

import json
from typing import Any

from .items import PLACE, Field, FieldKind, Frame, Item, Widget, form_frames, reach
from .layout import pages, subscriptions
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget

MIN_OPEN_STAGE_CONTROL = "1.26.0"


def session(target: PatchTarget) -> bytes:
    """Return the bytes of a session file: an Open Stage Control panel for vamen at `target`."""
    server = f"[{target.host}]:{target.port}" if ":" in target.host else f"{target.host}:{target.port}"
    portions = "".join(f"  [{', '.join(map(json.dumps, paths))}],\n" for paths in subscriptions())
    listen = (
        f"var portions = [\n{portions}];\n"
        f"var tell = () => portions.forEach((paths) => send({json.dumps(server)}, '/vamen/listen', ...paths));\n"
        f"tell();\nsetInterval('listen', tell, {SUBSCRIBE_INTERVAL * 1000});"
    )
    shown = pages(target)
    lists: dict[str, list[str]] = {}
    for item in (item for page in shown for item in page.items):
        for place, field in enumerate(item.fields):
            if field.report:
                lists.setdefault(field.report, []).append(_field_id(item, place))
    tabs = [
        {
            "type": "tab",
            "id": f"page_{page.title}",
            "label": page.title,
            "widgets": [widget for item in page.items for widget in _widgets(item, server)]
            + [_receiver(path, menus, server) for path, menus in lists.items() if page is shown[-1]],
        }
        for page in shown
    ]
    root = {"type": "root", "id": "root", "onCreate": listen, "widgets": [], "tabs": tabs}
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
            steps = {"steps": int(entry.high - entry.low) + 1, "decimals": 0} if entry.whole else {"decimals": 3}
            scale = {"logScale": True} if entry.logarithmic else {}
            return [{**base, "height": height - 16, **knob, **steps, **scale}, name]
        case Widget.NUMBER:
            entry = item.entry
            field = {**base, **_place((x, y, width // 2, height))}
            label = {**name, **_place((x + width // 2, y, width - width // 2, height))}
            return [{**field, "type": "input", "numeric": True, "default": int(entry.default), "decimals": 0}, label]
        case Widget.TOGGLE:
            start = int(item.entry.default)
            return [
                {**base, "type": "button", "mode": "toggle", "on": 1, "off": 0, "label": item.label, "default": start}
            ]
        case Widget.BUTTON if item.is_held:
            press = {"type": "button", "mode": "push", "on": 1, "off": 0, "preArgs": [item.arguments[0]]}
            return [{**base, **press, "label": item.label}]
        case Widget.BUTTON | Widget.QUESTION:
            return [{**base, "type": "button", "mode": "momentary", "label": item.label, "preArgs": [*item.arguments]}]
        case Widget.XY:
            low, high = reach(item.path)
            span = {"min": low, "max": high}
            return [{**base, "type": "xy", "snap": True, "rangeX": span, "rangeY": span, "decimals": 3}]
        case Widget.FORM:
            return [*_form(item, server)]
        case Widget.STEPS:
            return [*_steps(item, server)]
        case Widget.METER | Widget.REPORT:
            half = width // 2 if item.widget is Widget.METER else width // 4
            label = {**name, **_place((x, y, half, height))}
            return [label, {**base, **_place((x + half, y, width - half, height)), "type": "text", "decimals": 2}]
        case Widget.REPLY:
            status = {**base, "address": "/vamen/status", "id": "answer_status", "width": width // 2, "type": "text"}
            return [status, {**status, **_place((x + width // 2, y, width // 2, height)), **_error()}]
        case Widget.LABEL:
            return [{**_place(item.frame), "type": "text", "id": item.id, "default": item.label}]


def _form(item: Item, server: str) -> list[dict[str, Any]]:
    """Return the fields of a form, with a script that sends them: of the button, or of each real number."""
    frames = form_frames(item)
    ids = [_field_id(item, place) for place in range(len(item.fields))]
    values = [_value(field, id) for field, id in zip(item.fields, ids, strict=True)]
    places = item.path.count(PLACE)
    path = json.dumps(item.path)
    for value in values[:places]:
        path += f".replace({json.dumps(PLACE)}, {value})"
    sent = ", ".join(
        f"{{type: {json.dumps(_tag(field))}, value: {value}}}"
        for field, value in zip(item.fields[places:], values[places:], strict=True)
    )
    chosen = (
        " && ".join(
            f"get({json.dumps(id)}) !== ''"
            for field, id in zip(item.fields, ids, strict=True)
            if field.kind is not FieldKind.TEXT
        )
        or "true"
    )
    script = f"if ({chosen}) send({json.dumps(server)}, {path}, {sent});"
    made = [_text(f"{item.id}_name", item.label, frames.name)]
    for field, id, label, frame in zip(item.fields, ids, frames.labels, frames.fields, strict=True):
        made += [_text(f"{id}_name", field.label, label), {**_place(frame), "id": id, **_kind(field), "bypass": True}]
        if item.live and field.kind is FieldKind.REAL:
            made[-1]["onValue"] = script
    if frames.button:
        word = "set" if places else item.path.rpartition("/")[2]
        press = {"type": "button", "mode": "momentary", "label": word, "bypass": True, "onValue": script}
        made.append({**_place(frames.button), "id": item.id, **press})
    return made


def _kind(field: Field) -> dict[str, Any]:
    match field.kind:
        case FieldKind.WHOLE:
            return {"type": "input", "numeric": True, "default": int(field.low), "decimals": 0}
        case FieldKind.REAL:
            span = {"min": field.low, "max": field.high}
            return {"type": "fader", "horizontal": True, "range": span, "default": max(field.low, 0.0), "decimals": 3}
        case FieldKind.TEXT:
            return {"type": "input", "asYouType": True}
        case FieldKind.CHOICE:
            return {"type": "dropdown", "values": [*field.options]}
        case FieldKind.NUMBERED | FieldKind.NAMED:
            return {"type": "dropdown", "values": "VAR{names, []}"}


def _value(field: Field, id: str) -> str:
    """Return the expression of a field's value; a whole number is kept within its range."""
    value = f"get({json.dumps(id)})"
    if field.kind is FieldKind.WHOLE:
        return f"Math.min(Math.max(Math.round(Number({value})), {field.low:g}), {field.high:.10g})"
    return f"String({value})" if field.is_text else f"Number({value})"


def _receiver(path: str, menus: list[str], server: str) -> dict[str, Any]:
    """Return a widget that takes a report of names, and hands it to the menus."""
    script = (
        "var list = [].concat(value), numbered = list.some((item) => typeof item === 'number');\n"
        "var labels = [], values = [];\n"
        "for (var i = 0; i + numbered < list.length; i += 1 + numbered) {\n"
        "  if (list[i] === '') continue;\n"
        "  labels.push(numbered ? list[i] + ' ' + list[i + 1] : String(list[i]));\n"
        "  values.push(list[i]);\n"
        "}\n"
        f"{json.dumps(menus)}.forEach((id) => setVar(id, 'names', {{labels: labels, values: values}}));"
    )
    id = path.strip("/").replace("/", "_")
    hidden = {"visible": False, **_place((0, 0, 10, 10))}
    return {
        "type": "variable",
        "id": id,
        "address": path,
        "target": server,
        "bypass": True,
        "onValue": script,
        **hidden,
    }


def _steps(item: Item, server: str) -> list[dict[str, Any]]:
    x, y, width, height = item.frame
    low, high = reach(item.step_paths[0])
    share = (width - 64) // len(item.step_paths)
    made = [_text(f"{item.id}_name", item.label, (x, y, 60, 20))]
    for step, path in enumerate(item.step_paths):
        frame = _place((x + 64 + share * step, y, share - 2, height))
        fader = {"type": "fader", "design": "compact", "range": {"min": low, "max": high}, "default": 0, "decimals": 3}
        made.append({**frame, "id": f"{item.id}_{step}", "address": path, "target": server, **fader})
    return made


def _tag(field: Field) -> str:
    return "s" if field.is_text else "f" if field.kind is FieldKind.REAL else "i"


def _field_id(item: Item, place: int) -> str:
    return f"{item.id}_{place}"


def _text(id: str, text: str, frame: Frame) -> dict[str, Any]:
    return {**_place(frame), "type": "text", "id": id, "default": text}


def _error() -> dict[str, Any]:
    return {"address": "/vamen/error", "id": "answer_error"}


def _place(frame: Frame) -> dict[str, Any]:
    x, y, width, height = frame
    return {"left": x, "top": y, "width": width, "height": height}

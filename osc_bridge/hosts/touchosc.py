"""A TouchOSC layout of the whole panel: PatchTarget in, the bytes of a .tosc out, which is XML in zlib.

Values are 0 to 1 inside TouchOSC and are scaled when they are sent and received. Host and port are not part of a
layout: they are TouchOSC's connection 1. A script in the root node subscribes to changes.
"""

import zlib
from uuid import NAMESPACE_URL, uuid5

from osc_bridge.osc.addresses import ROOT

from .layout import HEIGHT, WIDTH, Frame, Item, Widget, board, listened, reach
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget

FIRST_CONNECTION = "00001"
DARK, DIM, BRIGHT = (0.08, 0.08, 0.1, 1), (0.3, 0.3, 0.35, 1), (0.95, 0.6, 0.2, 1)
NODE_TYPES = {
    Widget.KNOB: "RADIAL",
    Widget.TOGGLE: "BUTTON",
    Widget.BUTTON: "BUTTON",
    Widget.QUESTION: "BUTTON",
    Widget.XY: "XY",
}
Colour = tuple[float, float, float, float]

TOUCHOSC_SCRIPT = """local followed = {%(followed)s}
local last = -%(again)d

function update()
  local now = getMillis()
  if now - last < %(again)d then return end
  last = now
  for _, address in ipairs(followed) do
    sendOSC({'%(root)s/listen', {{tag = 's', value = address}}})
  end
end

function onReceiveOSC(message)
  if message[1] == '%(root)s/confirm' then sendOSC(message) return end -- a tablet gets little until it does
  local known = {['%(root)s/pong'] = true, ['%(root)s/status'] = true, ['%(root)s/error'] = true}
  if not known[message[1]] then return end
  local words = {message[1]}
  for _, argument in ipairs(message[2]) do
    table.insert(words, tostring(argument.value))
  end
  self:findByName('reply', true).values.text = table.concat(words, ' ')
end
"""


def tosc(target: PatchTarget) -> bytes:
    """Return the bytes of a .tosc file: a TouchOSC layout for vamen, labelled with the latents' names in `target`."""
    children = "".join(_item(item) for item in board(target))
    script = TOUCHOSC_SCRIPT % {
        "followed": ", ".join(f"'{path}'" for path in listened()),
        "again": SUBSCRIBE_INTERVAL * 1000,
        "root": ROOT,
    }
    properties = [_text("name", "vamen"), _frame((0, 0, WIDTH, HEIGHT)), _colour("color", DARK), _flag("background", 1)]
    root = _node("GROUP", "root", [*properties, _text("script", script)], "", "", children)
    document = f"<?xml version='1.0' encoding='UTF-8'?>\n<lexml version='3'>{root}</lexml>\n"
    return zlib.compress(document.encode(), 9)


def _item(item: Item) -> str:
    x, y, width, height = item.frame
    match item.widget:
        case Widget.LABEL:
            return _label(item.id, item.label, item.frame)
        case Widget.REPLY:
            return _label("reply", "", item.frame)
        case Widget.METER | Widget.NUMBER:
            name = _label(f"{item.id}_name", item.label, (x, y, width // 2, height))
            frame = (x + width // 2, y, width - width // 2, height)
            return name + _label(item.id, "", frame, _osc(item.path, [_value("text", "STRING")], "", send=False))
        case Widget.KNOB:
            frame = (x, y, width, height - 16)
            return _control(item, frame) + _label(f"{item.id}_name", item.label, (x, y + height - 16, width, 16))
        case _:
            return _control(item, item.frame) + _label(f"{item.id}_name", item.label, item.frame)


def _control(item: Item, frame: Frame) -> str:
    properties = [
        _text("name", item.id),
        _frame(frame),
        _colour("color", BRIGHT if item.widget in (Widget.KNOB, Widget.XY) else DIM),
    ]
    start = 0.0
    if item.widget in (Widget.KNOB, Widget.TOGGLE):
        entry = item.entry
        start = (entry.default - entry.low) / (entry.high - entry.low)
        kind = "INTEGER" if entry.whole else "FLOAT"
        message = _osc(item.path, [_value("x", kind, entry.low, entry.high)], _trigger("x"))
    elif item.widget is Widget.XY:
        start = 0.5
        low, high = reach(item.path)
        parts = [_value(axis, "FLOAT", low, high) for axis in "xy"]
        message = _osc(item.path, parts, _trigger("x") + _trigger("y"), receive=False)
    else:
        parts = [_partial("CONSTANT", "INTEGER", str(argument)) for argument in item.arguments]
        message = _osc(item.path, parts, _trigger("x", "RISE"), receive=False)
    if item.widget is Widget.TOGGLE:
        properties.append(_number("buttonType", 1))
    values = _default("x", f"{start:g}") + (_default("y", f"{start:g}") if item.widget is Widget.XY else "")
    return _node(NODE_TYPES[item.widget], item.id, properties, values, message)


def _label(name: str, text: str, frame: Frame, message: str = "") -> str:
    properties = [
        _text("name", name),
        _frame(frame),
        _flag("background", 0),
        _flag("outline", 0),
        _flag("interactive", 0),
        _colour("textColor", (1, 1, 1, 1)),
        _number("textSize", 11),
    ]
    return _node("LABEL", name, properties, _default("text", text), message)


def _node(kind: str, name: str, properties: list[str], values: str, messages: str, children: str = "") -> str:
    # a reproducible id
    head = f"<node ID='{uuid5(NAMESPACE_URL, f'osc:{ROOT}/{name}')}' type='{kind}'>"
    body = f"<properties>{''.join(properties)}</properties><values>{values}</values><messages>{messages}</messages>"
    return f"{head}{body}<children>{children}</children></node>"


def _osc(path: str, parts: list[str], triggers: str, *, send: bool = True, receive: bool = True) -> str:
    flags = f"<enabled>1</enabled><send>{send:d}</send><receive>{receive:d}</receive><feedback>0</feedback>"
    wires = f"<connections>{FIRST_CONNECTION}</connections><triggers>{triggers}</triggers>"
    address = f"<path>{_partial('CONSTANT', 'STRING', path)}</path>"
    return f"<osc>{flags}{wires}{address}<arguments>{''.join(parts)}</arguments></osc>"


def _trigger(name: str, condition: str = "ANY") -> str:
    return f"<trigger><var>{_raw(name)}</var><condition>{condition}</condition></trigger>"


def _value(name: str, kind: str, low: float = 0, high: float = 1) -> str:
    return _partial("VALUE", kind, name, low, high)


def _partial(source: str, kind: str, value: str, low: float = 0, high: float = 1) -> str:
    scale = f"<scaleMin>{low:g}</scaleMin><scaleMax>{high:g}</scaleMax>"
    return f"<partial><type>{source}</type><conversion>{kind}</conversion><value>{_raw(value)}</value>{scale}</partial>"


def _default(name: str, value: str) -> str:
    locks = "<locked>0</locked><lockedDefaultCurrent>0</lockedDefaultCurrent>"
    return f"<value><key>{_raw(name)}</key>{locks}<default>{_raw(value)}</default><defaultPull>0</defaultPull></value>"


def _property(kind: str, name: str, inside: str) -> str:
    return f"<property type='{kind}'><key>{_raw(name)}</key><value>{inside}</value></property>"


def _text(name: str, value: str) -> str:
    return _property("s", name, _raw(value))


def _flag(name: str, value: int) -> str:
    return _property("b", name, str(value))


def _number(name: str, value: int) -> str:
    return _property("i", name, str(value))


def _frame(frame: Frame) -> str:
    return _property("r", "frame", "".join(f"<{key}>{side}</{key}>" for key, side in zip("xywh", frame, strict=True)))


def _colour(name: str, colour: Colour) -> str:
    return _property("c", name, "".join(f"<{key}>{part:g}</{key}>" for key, part in zip("rgba", colour, strict=True)))


def _raw(text: str) -> str:
    return f"<![CDATA[{text}]]>"  # names do not contain the brackets that end it

"""A TouchOSC layout of all pages: PatchTarget in, the bytes of a .tosc out, which is XML in zlib.

Values are 0 to 1 inside TouchOSC and are scaled when they are sent and received. Host and port are not part of a
layout: they are TouchOSC's connection 1. A script in the root node subscribes to changes, and hands reports to forms.
"""

import zlib

from osc_bridge.osc.addresses import NORM_ROOT, ROOT, by_path

from .items import Frame, Item, Page, Widget, reach
from .layout import WIDTH, all_fields, pages, subscriptions
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget
from .tosc_forms import HORIZONTAL, form
from .tosc_xml import (
    Colour,
    colour_property,
    default,
    flag_property,
    frame_property,
    label,
    node,
    number_property,
    osc,
    partial,
    text_property,
    trigger,
    value,
)

TABS = 40  # height of the tabs
DARK, DIM, BRIGHT = (0.08, 0.08, 0.1, 1), (0.3, 0.3, 0.35, 1), (0.95, 0.6, 0.2, 1)
NODE_TYPES = {
    Widget.KNOB: "RADIAL",
    Widget.NUMBER: "FADER",
    Widget.TOGGLE: "BUTTON",
    Widget.BUTTON: "BUTTON",
    Widget.QUESTION: "BUTTON",
    Widget.XY: "XY",
}

TOUCHOSC_SCRIPT = """local listened = {
%(listened)s
}
local lists = {%(lists)s}
local lines = {%(lines)s}
local last = -%(again)d

function update()
  local now = getMillis()
  if now - last < %(again)d then return end
  last = now
  for _, addresses in ipairs(listened) do
    local arguments = {}
    for _, address in ipairs(addresses) do
      table.insert(arguments, {tag = 's', value = address})
    end
    sendOSC({'%(root)s/listen', arguments})
  end
end

local function words(message)
  local found = {}
  for _, argument in ipairs(message[2]) do
    table.insert(found, tostring(argument.value))
  end
  return table.concat(found, ' ')
end

local function fill(message, size)
  local entries = {}
  for first = 1, #message[2] - size + 1, size do
    local one, other = message[2][first].value, message[2][first + size - 1].value
    if one ~= '' then
      table.insert(entries, size == 2 and {one, tostring(one) .. ' ' .. other} or {one})
    end
  end
  for _, form in ipairs(self:findAllByProperty('tag', message[1], true)) do
    form:notify('entries', entries)
  end
end

function onReceiveOSC(message)
  local address = message[1]
  if address == '%(root)s/confirm' then sendOSC(message) return end -- a tablet gets little until it does
  if lists[address] then fill(message, lists[address]) return end
  if lines[address] then self:findByName(lines[address], true).values.text = words(message) return end
  local known = {['%(root)s/pong'] = true, ['%(root)s/status'] = true, ['%(root)s/error'] = true,
    ['%(root)s/done'] = true}
  if not known[address] then return end
  self:findByName('reply', true).values.text = address .. ' ' .. words(message)
end
"""


def tosc(target: PatchTarget) -> bytes:
    """Return the bytes of a .tosc file: a TouchOSC layout for vamen, labelled with the latents' names in `target`."""
    shown = pages(target)
    height = TABS + max(page.height for page in shown)
    lists = dict.fromkeys(field.report for field in all_fields(target) if field.report)
    lines = [item for page in shown for item in page.items if item.widget is Widget.REPORT]
    listened = [", ".join(_quoted(_scaled(path)) for path in paths) for paths in subscriptions()]
    script = TOUCHOSC_SCRIPT % {
        "listened": "\n".join(f"  {{{paths}}}," for paths in listened),
        "lists": ", ".join(f"[{_quoted(path)}] = {len(by_path()[path].tags)}" for path in lists),
        "lines": ", ".join(f"[{_quoted(item.path)}] = {_quoted(item.id)}" for item in lines),
        "again": SUBSCRIBE_INTERVAL * 1000,
        "root": ROOT,
    }
    frame = (0, 0, WIDTH, height)
    tabs = [frame_property(frame), flag_property("tabbar", 1), flag_property("tabLabels", 1)]
    tabs += [text_property("name", "pages"), number_property("tabbarSize", TABS)]
    pager = node("PAGER", "pages", tabs, default("page", "0"), children="".join(_page(page, height) for page in shown))
    properties = [text_property("name", "vamen"), frame_property(frame), colour_property("color", DARK)]
    properties += [flag_property("background", 1), text_property("script", script)]
    document = node("GROUP", "root", properties, children=pager)
    return zlib.compress(f"<?xml version='1.0' encoding='UTF-8'?>\n<lexml version='3'>{document}</lexml>\n".encode(), 9)


def _page(page: Page, height: int) -> str:
    properties = [
        text_property("name", page.title),
        text_property("tabLabel", page.title),
        frame_property((0, TABS, WIDTH, height - TABS)),
        colour_property("color", DARK),
        colour_property("tabColorOff", DIM),
        colour_property("tabColorOn", BRIGHT),
        flag_property("background", 1),
    ]
    return node("GROUP", f"page_{page.title}", properties, children="".join(map(_item, page.items)))


def _item(item: Item) -> str:
    x, y, width, height = item.frame
    match item.widget:
        case Widget.LABEL:
            return label(item.id, item.label, item.frame)
        case Widget.REPLY:
            return label("reply", "", item.frame)
        case Widget.FORM:
            return form(item, BRIGHT, DIM)
        case Widget.STEPS:
            return _steps(item)
        case Widget.NUMBER:
            name = label(f"{item.id}_name", item.label, (x, y, width // 3, height))
            shown = osc(item.path, [value("text", "STRING")], "", send=False)
            text = label(f"{item.id}_text", "", (x + 2 * width // 3, y, width // 3, height), shown)
            return name + _control(item, (x + width // 3, y, width // 3, height)) + text
        case Widget.METER:
            name = label(f"{item.id}_name", item.label, (x, y, width // 2, height))
            frame = (x + width // 2, y, width - width // 2, height)
            return name + label(item.id, "", frame, osc(item.path, [value("text", "STRING")], "", send=False))
        case Widget.REPORT:
            name = label(f"{item.id}_name", item.label, (x, y, width // 4, height))
            return name + label(item.id, "", (x + width // 4, y, width - width // 4, height))
        case Widget.KNOB:
            frame = (x, y, width, height - 16)
            return _control(item, frame) + label(f"{item.id}_name", item.label, (x, y + height - 16, width, 16))
        case _:
            return _control(item, item.frame) + label(f"{item.id}_name", item.label, item.frame)


def _scaled(path: str) -> str:
    """Return the address of a value as TouchOSC has it: that of the share of a frequency, since it scales linearly."""
    entry = by_path()[path].entry
    return f"{NORM_ROOT}/{entry.id}" if entry and entry.logarithmic else path


def _control(item: Item, frame: Frame) -> str:
    bright: Colour = BRIGHT if item.widget in (Widget.KNOB, Widget.XY) else DIM
    properties = [text_property("name", item.id), frame_property(frame), colour_property("color", bright)]
    start = 0.0
    if item.widget in (Widget.KNOB, Widget.TOGGLE, Widget.NUMBER):
        entry = item.entry
        start = entry.share(entry.default)
        kind = "INTEGER" if entry.whole else "FLOAT"
        low, high = reach(path := _scaled(item.path))
        message = osc(path, [value("x", kind, low, high)], trigger("x"))
    elif item.widget is Widget.XY:
        start = 0.5
        low, high = reach(item.path)
        parts = [value(axis, "FLOAT", low, high) for axis in "xy"]
        message = osc(item.path, parts, trigger("x") + trigger("y"), receive=False)
    elif item.is_held:
        parts = [partial("CONSTANT", "INTEGER", str(item.arguments[0])), value("x", "FLOAT")]
        message = osc(item.path, parts, trigger("x"), receive=False)
    else:
        parts = [partial("CONSTANT", "INTEGER", str(argument)) for argument in item.arguments]
        message = osc(item.path, parts, trigger("x", "RISE"), receive=False)
    if item.widget is Widget.TOGGLE:
        properties.append(number_property("buttonType", 1))
    if item.widget is Widget.NUMBER:
        properties.append(number_property("orientation", HORIZONTAL))
    values = default("x", f"{start:g}") + (default("y", f"{start:g}") if item.widget is Widget.XY else "")
    return node(NODE_TYPES[item.widget], item.id, properties, values, message)


def _steps(item: Item) -> str:
    """Return a fader for each sixteenth."""
    x, y, width, height = item.frame
    low, high = reach(item.step_paths[0])
    share = (width - 64) // len(item.step_paths)
    made = [label(f"{item.id}_name", item.label, (x, y, 60, 20))]
    for step, path in enumerate(item.step_paths):
        frame = (x + 64 + share * step, y, share - 2, height)
        name = f"{item.id}_{step}"
        properties = [text_property("name", name), frame_property(frame), colour_property("color", BRIGHT)]
        message = osc(path, [value("x", "FLOAT", low, high)], trigger("x"))
        made.append(node("FADER", name, properties, default("x", f"{-low / (high - low):g}"), message))
    return "".join(made)


def _quoted(text: str) -> str:
    return f"'{text}'"

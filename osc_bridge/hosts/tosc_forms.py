"""Forms in a TouchOSC layout: items in, XML out.

TouchOSC has no field for text, so what needs one is left out: a name that is optional, or the whole form. Numbers,
names of a list and the entries of a report are chosen by a fader; the label above says what is chosen, and the script
of the form sends it. The root hands reports of names to the forms that have their address as a tag.
"""

from .items import PLACE, Field, FieldKind, Frame, Item, form_frames
from .tosc_xml import (
    Colour,
    colour_property,
    default,
    flag_property,
    frame_property,
    label,
    node,
    number_property,
    text_property,
)

FORM_SCRIPT = """local path = '%(path)s'
local places = %(places)d
local fields = {%(fields)s}
local live = %(live)s
local entries = {}

local function chosen(place)
  local field = fields[place]
  local share = self.children['field' .. place].values.x
  if field.kind == 'real' then return field.low + share * (field.high - field.low) end
  if field.kind == 'whole' then return math.floor(field.low + share * (field.high - field.low) + 0.5) end
  local list = field.kind == 'choice' and field.options or entries
  return list[math.floor(share * (#list - 1) + 0.5) + 1]
end

local function show()
  for place, field in ipairs(fields) do
    local value = chosen(place)
    local text = type(value) == 'table' and value[#value] or value
    if field.kind == 'real' then text = string.format('%%.3f', value) end
    self.children['shown' .. place].values.text = field.label .. ' ' .. tostring(text or '')
  end
end

local function send()
  local address, arguments = path, {}
  for place, field in ipairs(fields) do
    local value = chosen(place)
    if value == nil then return end
    if type(value) == 'table' then value = value[1] end
    if place <= places then
      address = address:gsub('{}', tostring(value), 1)
    else
      table.insert(arguments, {tag = field.tag, value = value})
    end
  end
  sendOSC({address, arguments})
end

function init() show() end

function onReceiveNotify(key, value)
  if key == 'moved' then
    show()
    if live and fields[value].kind == 'real' then send() end
  elseif key == 'send' then
    send()
  else
    entries = value
    show()
  end
end
"""
FIELD_SCRIPT = "function onValueChanged(key)\n  if key == 'x' then self.parent:notify('moved', %d) end\nend\n"
BUTTON_SCRIPT = """function onValueChanged(key)
  if key == 'x' and self.values.x == 1 then self.parent:notify('send') end
end
"""
HORIZONTAL = 1  # orientation of a fader: to the east


def fields_of(item: Item) -> tuple[Field, ...]:
    """Return the fields of a form that TouchOSC can show; none if the form cannot be sent without the others."""
    if any(field.kind is FieldKind.TEXT for field in item.fields[:-1]) or not item.fields:
        return ()
    last = item.fields[-1]
    if last.kind is not FieldKind.TEXT:
        return item.fields
    return item.fields[:-1] if last.optional else ()


def form(item: Item, bright: Colour, dim: Colour) -> str:
    """Return a form as a group of faders, labels and a button."""
    fields = fields_of(item)
    if not fields:
        return ""
    frames, (left, top, width, height) = form_frames(item), item.frame
    children = [label(f"{item.id}_name", item.label, _within(item, frames.name))]
    for place, (above, frame) in enumerate(zip(frames.labels, frames.fields, strict=True), start=1):
        if place > len(fields):
            break
        properties = [
            text_property("name", f"field{place}"),
            frame_property(_within(item, frame)),
            colour_property("color", bright),
            number_property("orientation", HORIZONTAL),
            text_property("script", FIELD_SCRIPT % place),
        ]
        children.append(node("FADER", f"{item.id}_field{place}", properties, default("x", "0")))
        children.append(label(f"{item.id}_shown{place}", "", _within(item, above), called=f"shown{place}"))
    if frames.button:
        properties = [
            text_property("name", "button"),
            frame_property(_within(item, frames.button)),
            colour_property("color", dim),
            text_property("script", BUTTON_SCRIPT),
        ]
        word = "set" if PLACE in item.path else item.path.rpartition("/")[2]
        children.append(node("BUTTON", f"{item.id}_button", properties, default("x", "0")))
        children.append(label(f"{item.id}_word", word, _within(item, frames.button)))
    script = FORM_SCRIPT % {
        "path": item.path,
        "places": item.path.count(PLACE),
        "fields": ", ".join(map(_lua, fields)),
        "live": "true" if item.live else "false",
    }
    properties = [
        text_property("name", item.id),
        text_property("tag", next((field.report for field in fields if field.report), "")),
        frame_property((left, top, width, height)),
        flag_property("background", 0),
        flag_property("outline", 0),
        text_property("script", script),
    ]
    return node("GROUP", item.id, properties, children="".join(children))


def _within(item: Item, frame: Frame) -> Frame:
    x, y, width, height = frame
    return (x - item.frame[0], y - item.frame[1], width, height)


def _lua(field: Field) -> str:
    kind = {FieldKind.NUMBERED: "named", FieldKind.NAMED: "named"}.get(field.kind, field.kind.value)
    tag = "s" if field.is_text else "f" if field.kind is FieldKind.REAL else "i"
    options = ", ".join(f"'{option}'" for option in field.options)
    numbers = f"low = {field.low:g}, high = {field.high:.10g}"
    return f"{{kind = '{kind}', label = '{field.label}', tag = '{tag}', {numbers}, options = {{{options}}}}}"

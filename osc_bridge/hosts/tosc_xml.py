"""The XML of a TouchOSC layout: nodes with properties, values, OSC messages and children as texts."""

from uuid import NAMESPACE_URL, uuid5

from osc_bridge.osc.addresses import ROOT

from .items import Frame

FIRST_CONNECTION = "00001"
Colour = tuple[float, float, float, float]


def node(kind: str, name: str, properties: list[str], values: str = "", messages: str = "", children: str = "") -> str:
    """Return a node of TouchOSC's type `kind`; from `name`, which is unique in the layout, comes its id."""
    head = f"<node ID='{uuid5(NAMESPACE_URL, f'osc:{ROOT}/{name}')}' type='{kind}'>"
    body = f"<properties>{''.join(properties)}</properties><values>{values}</values><messages>{messages}</messages>"
    return f"{head}{body}<children>{children}</children></node>"


def label(name: str, text: str, frame: Frame, message: str = "", called: str = "") -> str:
    """Return a line of text; `name` is unique in the layout, `called` is what scripts find it by, if another."""
    properties = [
        text_property("name", called or name),
        frame_property(frame),
        flag_property("background", 0),
        flag_property("outline", 0),
        flag_property("interactive", 0),
        colour_property("textColor", (1, 1, 1, 1)),
        number_property("textSize", 11),
    ]
    return node("LABEL", name, properties, default("text", text), message)


def osc(path: str, parts: list[str], triggers: str, *, send: bool = True, receive: bool = True) -> str:
    """Return an OSC message of a node, with its arguments and what triggers it."""
    flags = f"<enabled>1</enabled><send>{send:d}</send><receive>{receive:d}</receive><feedback>0</feedback>"
    wires = f"<connections>{FIRST_CONNECTION}</connections><triggers>{triggers}</triggers>"
    address = f"<path>{partial('CONSTANT', 'STRING', path)}</path>"
    return f"<osc>{flags}{wires}{address}<arguments>{''.join(parts)}</arguments></osc>"


def trigger(name: str, condition: str = "ANY") -> str:
    """Return the value of a node whose change sends a message."""
    return f"<trigger><var>{raw(name)}</var><condition>{condition}</condition></trigger>"


def value(name: str, kind: str, low: float = 0, high: float = 1) -> str:
    """Return an argument with a value of the node, 0 to 1, scaled to `low` to `high`."""
    return partial("VALUE", kind, name, low, high)


def partial(source: str, kind: str, text: str, low: float = 0, high: float = 1) -> str:
    """Return a part of an address or an argument."""
    scale = f"<scaleMin>{low:g}</scaleMin><scaleMax>{high:.10g}</scaleMax>"
    return f"<partial><type>{source}</type><conversion>{kind}</conversion><value>{raw(text)}</value>{scale}</partial>"


def default(name: str, text: str) -> str:
    """Return a value of a node with its default."""
    locks = "<locked>0</locked><lockedDefaultCurrent>0</lockedDefaultCurrent>"
    return f"<value><key>{raw(name)}</key>{locks}<default>{raw(text)}</default><defaultPull>0</defaultPull></value>"


def text_property(name: str, text: str) -> str:
    """Return a property that is a text."""
    return _property("s", name, raw(text))


def flag_property(name: str, flag: int) -> str:
    """Return a property that is 0 or 1."""
    return _property("b", name, str(flag))


def number_property(name: str, number: int) -> str:
    """Return a property that is a whole number."""
    return _property("i", name, str(number))


def frame_property(frame: Frame) -> str:
    """Return the place of a node within its parent."""
    return _property("r", "frame", "".join(f"<{key}>{side}</{key}>" for key, side in zip("xywh", frame, strict=True)))


def colour_property(name: str, colour: Colour) -> str:
    """Return a property that is a colour: red, green, blue, opacity."""
    return _property("c", name, "".join(f"<{key}>{part:g}</{key}>" for key, part in zip("rgba", colour, strict=True)))


def raw(text: str) -> str:
    """Return a text as XML takes it literally; names do not contain the brackets that end it."""
    return f"<![CDATA[{text}]]>"


def _property(kind: str, name: str, inside: str) -> str:
    return f"<property type='{kind}'><key>{raw(name)}</key><value>{inside}</value></property>"

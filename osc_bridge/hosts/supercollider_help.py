"""The help page of the SuperCollider class: PatchTarget in, the text of Vamen.schelp out."""

from collections.abc import Iterator

from engine.controls import STEP_NAMES
from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT, EndpointKind, by_path, endpoints

from .patch_target import PatchTarget
from .supercollider import SC_PATHS, method_name, method_words, other_actions, plain


def sc_help(target: PatchTarget) -> bytes:
    """Return the bytes of Vamen.schelp: examples with the address `target`, and all methods of the class."""
    lines = [
        "TITLE:: Vamen",
        "summary:: plays the instrument vamen over OSC",
        "categories:: External Control>OSC, Control",
        "related:: Classes/NetAddr, Classes/OSCFunc, Classes/Pbind",
        "",
        "DESCRIPTION::",
        "Sends to a vamen that runs with code::vamen play::. A parameter without an argument is asked for and posted.",
        "",
        "code::",
        f'v = Vamen("{target.host}", {target.port});',
        "v.play;",
        "v.latent(0, 1.5);",
        *(f"v.{word}(1.5); // latent {index}" for word, index in [*method_words(target).items()][:1]),
        "v.slice(8, 0.7);",
        "v.preset(3);",
        "v.status({ |... values| values.postln });",
        "v.listen('meter/peak', { |peak| peak.postln });",
        "v.free;",
        "// in a pattern, dated by the server's latency",
        "Pbind(\\type, \\vamen, \\vamen, v, \\slice, Pseq([0, 8, 4, 12], inf), \\dur, 1/4, \\bpm, 174).play;",
        "::",
        "",
        "CLASSMETHODS::",
        "METHOD:: new",
        "argument:: host",
        "Name or address of the machine on which vamen runs.",
        "argument:: port",
        "Its UDP port.",
        "METHOD:: default",
        "The first Vamen that was made; events without code::\\vamen:: play it.",
        "METHOD:: parameters",
        "What an event may name, beside code::\\slice:: and its code::\\force::, 0 to 1; the tempo is code::\\bpm::.",
        "METHOD:: path",
        "The address of one of them, below /vamen.",
        "",
        "INSTANCEMETHODS::",
        *_methods(target),
        "",
    ]
    return "\n".join(lines).encode()


def _methods(target: PatchTarget) -> Iterator[str]:
    for entry in plain():
        yield f"METHOD:: {method_name(entry.id)}"
        yield f"{entry.name}, {entry.low:g} to {entry.high:.10g} {entry.unit}: {entry.about}.".replace(" :", ":")
    yield "METHOD:: latent"
    yield f"A latent by its number, 0 to {LATENTS - 1}: {TABLE[-1].about}."
    yield "METHOD:: latents"
    yield f"{by_path()[f'{ROOT}/latent'].about}."
    for word, index in method_words(target).items():
        yield f"METHOD:: {word}"
        yield f"Latent {index}."
    for address in endpoints():
        word = address.path.removeprefix(f"{ROOT}/")
        if address.kind in (EndpointKind.ACTION, EndpointKind.QUESTION) and "/" not in word:
            yield f"METHOD:: {word}"
            yield address.about[0].upper() + address.about[1:].replace("`", "") + "."
    yield "METHOD:: step"
    yield f"Changes one thing of one sixteenth, 0 to {SPEC.steps - 1}: {', '.join(STEP_NAMES[LATENTS:])} or a latent."
    for path, word in [*SC_PATHS.items(), *((path, word) for word, path in other_actions().items() if "/" in path)]:
        about = by_path()[f"{ROOT}/{path}"].about
        yield f"METHOD:: {word}"
        yield about[0].upper() + about[1:] + "."
    yield "METHOD:: latency"
    yield "Seconds by which everything is dated ahead; nil sends it as it is."
    for word, about in (
        ("send", "Any address below /vamen, with its arguments."),
        ("sendAt", "The same, dated that many seconds ahead."),
        ("ask", "Asks, and gives the arguments of the answer to a function."),
        ("free", "Ends all listening."),
        ("addr", "The NetAddr behind it."),
        ("listening", "What is listened to."),
    ):
        yield f"METHOD:: {word}"
        yield about

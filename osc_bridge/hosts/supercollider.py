"""A SuperCollider class: PatchTarget in, the text of Vamen.sc out; see supercollider_help for its help page.

The class has a method for every parameter and action; `filter/low` is `filterLow`. A parameter without an argument is
queried, with one it is set.
With `latency`, in seconds, everything is sent in bundles dated that far ahead. Patterns play it as an event type.
"""

import re
from collections.abc import Iterable

from engine.controls import STEP_NAMES
from engine.parameters import LATENTS, TABLE, Parameter
from osc_bridge.osc.addresses import ROOT, EndpointKind, endpoints

from .patch_target import PatchTarget

SC_KEYWORDS = {"arg", "class", "classvar", "false", "inf", "nil", "pi", "super", "this", "true", "var"}
SC_OBJECT_METHODS = {"copy", "do", "dump", "free", "hash", "size", "value"}
SC_OWN_METHODS = {"addr", "ask", "init", "latency", "latents", "listening", "new", "parameters", "path", "send", "step"}
SC_PATHS = {  # of actions whose methods have another name, address below /vamen -> method
    "step/clear": "clearSteps",
    "preset/save": "savePreset",
    "preset/morph": "morphPresets",
    "preset/blend": "blendPresets",
    "scene/next": "nextScene",
    "scene/previous": "previousScene",
    "scene/save": "saveScene",
}
SC_ALIASES = {"bpm": "tempo"}  # in events, where `tempo` is that of SuperCollider's clock

SC_CLASS = """// vamen over OSC. Made from its list of addresses by `vamen patches`.
Vamen {
	classvar <>default;
	var <addr, <>latency, <listening;

	*initClass {
		Class.initClassTree(Event);
		StartUp.add {
			Event.addEventType(\\vamen, { |server|
				var vamen = ~vamen ?? { Vamen.default ?? { Vamen.new } };
				vamen.play(currentEnvironment, server.latency);
			});
		};
	}

	*new { |host = "%(host)s", port = %(port)d|
		^super.new.init(host, port)
	}

	init { |host, port|
		addr = NetAddr(host, port);
		listening = IdentityDictionary.new;
		default = default ? this;
	}

	// any address below %(root)s, with its arguments
	send { |path ... values|
		this.sendAt(latency, path, values)
	}

	sendAt { |ahead, path, values|
		var message = ["%(root)s/" ++ path] ++ values;
		if (ahead.isNil) { addr.sendMsg(*message) } { addr.sendBundle(ahead, message) }
	}

	// the next answer to a question goes to the function, which gets its arguments
	ask { |path, func|
		var reply = if (path.asString == "ping") { "pong" } { path };
		OSCFunc({ |message| func.value(*message.drop(1)) }, "%(root)s/" ++ reply, addr).oneShot;
		addr.sendMsg("%(root)s/" ++ path)
	}

	// every change of a value goes to the function, until ignored
	listen { |path, func|
		var full = "%(root)s/" ++ path;
		this.ignore(path);
		listening[path.asSymbol] = [
			OSCFunc({ |message| func.value(*message.drop(1)) }, full, addr),
			// vamen forgets after 60 s
			fork { loop { addr.sendMsg("%(root)s/listen", full); 30.wait } }
		]
	}

	ignore { |path|
		listening.removeAt(path.asSymbol) !? { |pair|
			pair[0].free;
			pair[1].stop;
			addr.sendMsg("%(root)s/ignore", "%(root)s/" ++ path)
		}
	}

	free { listening.keys.copy.do { |path| this.ignore(path) } }

	// of an event: its slice with its force, and every parameter that it names
	play { |event, ahead|
		if (event.isNil) { ^this.send("play") };
		Vamen.parameters.do { |id|
			event[id] !? { |value| this.sendAt(ahead, Vamen.path(id), [value]) }
		};
		event[\\slice] !? { |index|
			if (index.isRest.not) { this.sendAt(ahead, "slice", [index, event[\\force] ? 1.0]) }
		}
	}

	latent { |index, value| this.prSet("latent/" ++ index, value) }
	latents { |... values| this.send("latent", *values) }
	slice { |index, velocity = 1.0| this.send("slice", index, velocity) }
	stop { this.send("stop") }
	panic { addr.sendMsg("%(root)s/panic") }
	// a single sixteenth: a latent 0 to %(last)d, %(strokes)s
	step { |sixteenth, what, amount| this.send("step/" ++ sixteenth ++ "/" ++ what, amount) }
	clearSteps { this.send("step/clear") }
	// a number or a name
	preset { |which| this.send("preset", which) }
	savePreset { |number, name| this.send("preset/save", *[number, name].reject(_.isNil)) }
	morphPresets { |one, other, share| this.send("preset/morph", one, other, share) }
	blendPresets { |... pairs| this.send("preset/blend", *pairs) }
	scene { |which| this.send("scene", which) }
	nextScene { this.send("scene/next") }
	previousScene { this.send("scene/previous") }
	saveScene { |number, name| this.send("scene/save", *[number, name].reject(_.isNil)) }
	random { |amount = 1.0| this.send("random", amount) }
	another { this.send("another") }
	break { |number| this.send("break", number) }
	model { |name| addr.sendMsg("%(root)s/model", name) }
	record { |on = 1| addr.sendMsg("%(root)s/record", on) }
	undo { this.send("undo") }
	redo { this.send("redo") }
	presets { |func| this.ask("presets", func ? { |... pairs| pairs.postln }) }
	// not dated: it is when it is
	tap { addr.sendMsg("%(root)s/tap") }
	nudge { |by| this.send("nudge", by) }
	half { this.send("half") }
	double { this.send("double") }
	clock { |which| this.send("clock", which) }
	learn { |id| addr.sendMsg("%(root)s/learn", id) }
	unlearn { |id| addr.sendMsg("%(root)s/unlearn", id) }
	ping { |func| this.ask("ping", func ? { "%(root)s/pong".postln }) }
	status { |func| this.ask("status", func ? { |... values| values.postln }) }
	version { |func| this.ask("version", func ? { |version| version.postln }) }

%(actions)s
%(methods)s
	prSet { |path, value|
		if (value.isNil) { this.ask(path, { |now| (path ++ ": " ++ now).postln }) } { this.send(path, value) }
	}

	*parameters {
		^[
			%(keys)s
		]
	}

	*path { |id|
		^(
			%(paths)s
		)[id] ? id
	}
}
"""


def sc_class(target: PatchTarget) -> bytes:
    """Return the bytes of Vamen.sc: a class that controls vamen at `target`; latents are methods by name, too."""
    names = {method_name(entry.id): entry.id for entry in plain()}
    words = {word: f"latent/{index}" for word, index in method_words(target).items()}
    methods = [f'\t{word} {{ |value| this.prSet("{path}", value) }}' for word, path in (names | words).items()]
    actions = [f'\t{word} {{ |... values| this.send("{path}", *values) }}' for word, path in other_actions().items()]
    numbered = {f"latent{index}": f"latent/{index}" for index in range(LATENTS)}
    longer = {word: id for word, id in names.items() if word != id}
    fields = {
        "host": target.host,
        "port": target.port,
        "root": ROOT,
        "last": LATENTS - 1,
        "strokes": " or ".join(f"\\{name}" for name in STEP_NAMES[LATENTS:]),
        "actions": "\n".join(actions) + "\n",
        "methods": "\n".join(methods) + "\n",
        "keys": _rows(
            f"\\{key}"
            for key in (*(name for name in names if name not in SC_ALIASES.values()), *numbered, *words, *SC_ALIASES)
        ),
        "paths": _rows(f'{key}: "{path}"' for key, path in (numbered | words | longer | SC_ALIASES).items()),
    }
    return (SC_CLASS % fields).encode()


def _rows(words: Iterable[str]) -> str:
    """Return words as the items of an SC list, four a line."""
    listed = [*words]
    rows = [", ".join(listed[first : first + 4]) for first in range(0, len(listed), 4)]
    return ",\n\t\t\t".join(rows)


def plain() -> tuple[Parameter, ...]:
    """Return the parameters that are not latents."""
    return TABLE[:-LATENTS]


def method_name(path: str) -> str:
    """Return the method of a parameter or an action, by its address below /vamen: filter/low -> filterLow."""
    first, *rest = path.split("/")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def other_actions() -> dict[str, str]:
    """Return the actions whose methods pass on any arguments, method -> address below /vamen."""
    paths = (address.path.removeprefix(f"{ROOT}/") for address in endpoints() if address.kind is EndpointKind.ACTION)
    written = re.findall(r"^\t([a-z]\w*) \{", SC_CLASS, re.MULTILINE)
    return {method_name(path): path for path in paths if method_name(path) not in written and path not in SC_PATHS}


def method_words(target: PatchTarget) -> dict[str, int]:
    """Return the latents whose names can be methods, name -> number: not parameters, actions or reserved words."""
    taken = (
        {method_name(entry.id) for entry in plain()}
        | {address.path.split("/")[2] for address in endpoints()}
        | {*other_actions()}
        | SC_OBJECT_METHODS
        | SC_OWN_METHODS
        | SC_KEYWORDS
    )
    return {word: index for word, index in target.words().items() if word not in taken}

// vamen over OSC. Made from its list of addresses by `vamen patches`.
Vamen {
	classvar <>default;
	var <addr, <>latency, <listening;

	*initClass {
		Class.initClassTree(Event);
		StartUp.add {
			Event.addEventType(\vamen, { |server|
				var vamen = ~vamen ?? { Vamen.default ?? { Vamen.new } };
				vamen.play(currentEnvironment, server.latency);
			});
		};
	}

	*new { |host = "127.0.0.1", port = 7770|
		^super.new.init(host, port)
	}

	init { |host, port|
		addr = NetAddr(host, port);
		listening = IdentityDictionary.new;
		default = default ? this;
	}

	// any address below /vamen, with its arguments
	send { |path ... values|
		this.sendAt(latency, path, values)
	}

	sendAt { |ahead, path, values|
		var message = ["/vamen/" ++ path] ++ values;
		if (ahead.isNil) { addr.sendMsg(*message) } { addr.sendBundle(ahead, message) }
	}

	// the next answer to a question goes to the function, which gets its arguments
	ask { |path, func|
		var reply = if (path.asString == "ping") { "pong" } { path };
		OSCFunc({ |message| func.value(*message.drop(1)) }, "/vamen/" ++ reply, addr).oneShot;
		addr.sendMsg("/vamen/" ++ path)
	}

	// every change of a value goes to the function, until ignored
	listen { |path, func|
		var full = "/vamen/" ++ path;
		this.ignore(path);
		listening[path.asSymbol] = [
			OSCFunc({ |message| func.value(*message.drop(1)) }, full, addr),
			// vamen forgets after 60 s
			fork { loop { addr.sendMsg("/vamen/listen", full); 30.wait } }
		]
	}

	ignore { |path|
		listening.removeAt(path.asSymbol) !? { |pair|
			pair[0].free;
			pair[1].stop;
			addr.sendMsg("/vamen/ignore", "/vamen/" ++ path)
		}
	}

	free { listening.keys.copy.do { |path| this.ignore(path) } }

	// of an event: its slice with its force, and every parameter that it names
	play { |event, ahead|
		if (event.isNil) { ^this.send("play") };
		Vamen.parameters.do { |id|
			event[id] !? { |value| this.sendAt(ahead, Vamen.path(id), [value]) }
		};
		event[\slice] !? { |index|
			if (index.isRest.not) { this.sendAt(ahead, "slice", [index, event[\force] ? 1.0]) }
		}
	}

	latent { |index, value| this.prSet("latent/" ++ index, value) }
	latents { |... values| this.send("latent", *values) }
	slice { |index, velocity = 1.0| this.send("slice", index, velocity) }
	stop { this.send("stop") }
	panic { addr.sendMsg("/vamen/panic") }
	// a single sixteenth: a latent 0 to 15, \kick or \snare or \hats or \mute or \shift or \lock
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
	model { |name| addr.sendMsg("/vamen/model", name) }
	record { |on = 1| addr.sendMsg("/vamen/record", on) }
	undo { this.send("undo") }
	redo { this.send("redo") }
	presets { |func| this.ask("presets", func ? { |... pairs| pairs.postln }) }
	// not dated: it is when it is
	tap { addr.sendMsg("/vamen/tap") }
	nudge { |by| this.send("nudge", by) }
	half { this.send("half") }
	double { this.send("double") }
	clock { |which| this.send("clock", which) }
	learn { |id| addr.sendMsg("/vamen/learn", id) }
	unlearn { |id| addr.sendMsg("/vamen/unlearn", id) }
	ping { |func| this.ask("ping", func ? { "/vamen/pong".postln }) }
	status { |func| this.ask("status", func ? { |... values| values.postln }) }
	version { |func| this.ask("version", func ? { |version| version.postln }) }

	presetRename { |... values| this.send("preset/rename", *values) }
	presetMove { |... values| this.send("preset/move", *values) }
	presetDelete { |... values| this.send("preset/delete", *values) }
	sceneRename { |... values| this.send("scene/rename", *values) }
	sceneMove { |... values| this.send("scene/move", *values) }
	sceneDelete { |... values| this.send("scene/delete", *values) }
	sceneExport { |... values| this.send("scene/export", *values) }
	sceneReload { |... values| this.send("scene/reload", *values) }
	cancel { |... values| this.send("cancel", *values) }
	lfoTarget { |... values| this.send("lfo/target", *values) }
	gestureRecord { |... values| this.send("gesture/record", *values) }
	gestureOverdub { |... values| this.send("gesture/overdub", *values) }
	gesturePlay { |... values| this.send("gesture/play", *values) }
	gestureStretch { |... values| this.send("gesture/stretch", *values) }
	gestureClear { |... values| this.send("gesture/clear", *values) }
	lock { |... values| this.send("lock", *values) }
	unlock { |... values| this.send("unlock", *values) }
	lockKick { |... values| this.send("lock/kick", *values) }
	lockSnare { |... values| this.send("lock/snare", *values) }
	lockHats { |... values| this.send("lock/hats", *values) }

	tempo { |value| this.prSet("tempo", value) }
	speed { |value| this.prSet("speed", value) }
	freeze { |value| this.prSet("freeze", value) }
	reverse { |value| this.prSet("reverse", value) }
	stutter { |value| this.prSet("stutter", value) }
	level { |value| this.prSet("level", value) }
	width { |value| this.prSet("width", value) }
	drive { |value| this.prSet("drive", value) }
	ramp { |value| this.prSet("ramp", value) }
	halftime { |value| this.prSet("halftime", value) }
	scratch { |value| this.prSet("scratch", value) }
	swing { |value| this.prSet("swing", value) }
	shuffleChance { |value| this.prSet("shuffle/chance", value) }
	shuffleSeed { |value| this.prSet("shuffle/seed", value) }
	slicesMode { |value| this.prSet("slices/mode", value) }
	slicesOnsets { |value| this.prSet("slices/onsets", value) }
	muteKick { |value| this.prSet("mute/kick", value) }
	muteSnare { |value| this.prSet("mute/snare", value) }
	muteHats { |value| this.prSet("mute/hats", value) }
	mono { |value| this.prSet("mono", value) }
	filterLow { |value| this.prSet("filter/low", value) }
	filterHigh { |value| this.prSet("filter/high", value) }
	filterResonance { |value| this.prSet("filter/resonance", value) }
	crushBits { |value| this.prSet("crush/bits", value) }
	crushRate { |value| this.prSet("crush/rate", value) }
	punch { |value| this.prSet("punch", value) }
	room { |value| this.prSet("room", value) }
	bypassFilter { |value| this.prSet("bypass/filter", value) }
	bypassDrive { |value| this.prSet("bypass/drive", value) }
	bypassCrush { |value| this.prSet("bypass/crush", value) }
	bypassPunch { |value| this.prSet("bypass/punch", value) }
	bypassRoom { |value| this.prSet("bypass/room", value) }
	texture { |value| this.prSet("texture", value) }
	seed { |value| this.prSet("seed", value) }
	quantiseSlices { |value| this.prSet("quantise/slices", value) }
	quantisePresets { |value| this.prSet("quantise/presets", value) }
	quantiseLatents { |value| this.prSet("quantise/latents", value) }
	quantiseRandom { |value| this.prSet("quantise/random", value) }
	quantiseEffects { |value| this.prSet("quantise/effects", value) }
	fillChance { |value| this.prSet("fill/chance", value) }
	fillBars { |value| this.prSet("fill/bars", value) }
	varyChance { |value| this.prSet("vary/chance", value) }
	varyBars { |value| this.prSet("vary/bars", value) }
	wildness { |value| this.prSet("wildness", value) }
	driftAmount { |value| this.prSet("drift/amount", value) }
	driftBeats { |value| this.prSet("drift/beats", value) }
	chanceSeed { |value| this.prSet("chance/seed", value) }
	lfo1Beats { |value| this.prSet("lfo/1/beats", value) }
	lfo1Depth { |value| this.prSet("lfo/1/depth", value) }
	lfo1Shape { |value| this.prSet("lfo/1/shape", value) }
	lfo2Beats { |value| this.prSet("lfo/2/beats", value) }
	lfo2Depth { |value| this.prSet("lfo/2/depth", value) }
	lfo2Shape { |value| this.prSet("lfo/2/shape", value) }
	lfo3Beats { |value| this.prSet("lfo/3/beats", value) }
	lfo3Depth { |value| this.prSet("lfo/3/depth", value) }
	lfo3Shape { |value| this.prSet("lfo/3/shape", value) }
	lfo4Beats { |value| this.prSet("lfo/4/beats", value) }
	lfo4Depth { |value| this.prSet("lfo/4/depth", value) }
	lfo4Shape { |value| this.prSet("lfo/4/shape", value) }
	safe { |value| this.prSet("safe", value) }
	lockLatent0 { |value| this.prSet("lock/latent/0", value) }
	lockLatent1 { |value| this.prSet("lock/latent/1", value) }
	lockLatent2 { |value| this.prSet("lock/latent/2", value) }
	lockLatent3 { |value| this.prSet("lock/latent/3", value) }
	lockLatent4 { |value| this.prSet("lock/latent/4", value) }
	lockLatent5 { |value| this.prSet("lock/latent/5", value) }
	lockLatent6 { |value| this.prSet("lock/latent/6", value) }
	lockLatent7 { |value| this.prSet("lock/latent/7", value) }
	lockLatent8 { |value| this.prSet("lock/latent/8", value) }
	lockLatent9 { |value| this.prSet("lock/latent/9", value) }
	lockLatent10 { |value| this.prSet("lock/latent/10", value) }
	lockLatent11 { |value| this.prSet("lock/latent/11", value) }
	lockLatent12 { |value| this.prSet("lock/latent/12", value) }
	lockLatent13 { |value| this.prSet("lock/latent/13", value) }
	lockLatent14 { |value| this.prSet("lock/latent/14", value) }
	lockLatent15 { |value| this.prSet("lock/latent/15", value) }
	kick { |value| this.prSet("latent/0", value) }
	snare { |value| this.prSet("latent/1", value) }
	hats { |value| this.prSet("latent/2", value) }
	density { |value| this.prSet("latent/3", value) }
	tightness { |value| this.prSet("latent/4", value) }
	tone { |value| this.prSet("latent/5", value) }
	backbeat { |value| this.prSet("latent/6", value) }
	offbeat { |value| this.prSet("latent/7", value) }

	prSet { |path, value|
		if (value.isNil) { this.ask(path, { |now| (path ++ ": " ++ now).postln }) } { this.send(path, value) }
	}

	*parameters {
		^[
			\speed, \freeze, \reverse, \stutter,
			\level, \width, \drive, \ramp,
			\halftime, \scratch, \swing, \shuffleChance,
			\shuffleSeed, \slicesMode, \slicesOnsets, \muteKick,
			\muteSnare, \muteHats, \mono, \filterLow,
			\filterHigh, \filterResonance, \crushBits, \crushRate,
			\punch, \room, \bypassFilter, \bypassDrive,
			\bypassCrush, \bypassPunch, \bypassRoom, \texture,
			\seed, \quantiseSlices, \quantisePresets, \quantiseLatents,
			\quantiseRandom, \quantiseEffects, \fillChance, \fillBars,
			\varyChance, \varyBars, \wildness, \driftAmount,
			\driftBeats, \chanceSeed, \lfo1Beats, \lfo1Depth,
			\lfo1Shape, \lfo2Beats, \lfo2Depth, \lfo2Shape,
			\lfo3Beats, \lfo3Depth, \lfo3Shape, \lfo4Beats,
			\lfo4Depth, \lfo4Shape, \safe, \lockLatent0,
			\lockLatent1, \lockLatent2, \lockLatent3, \lockLatent4,
			\lockLatent5, \lockLatent6, \lockLatent7, \lockLatent8,
			\lockLatent9, \lockLatent10, \lockLatent11, \lockLatent12,
			\lockLatent13, \lockLatent14, \lockLatent15, \latent0,
			\latent1, \latent2, \latent3, \latent4,
			\latent5, \latent6, \latent7, \latent8,
			\latent9, \latent10, \latent11, \latent12,
			\latent13, \latent14, \latent15, \kick,
			\snare, \hats, \density, \tightness,
			\tone, \backbeat, \offbeat, \bpm
		]
	}

	*path { |id|
		^(
			latent0: "latent/0", latent1: "latent/1", latent2: "latent/2", latent3: "latent/3",
			latent4: "latent/4", latent5: "latent/5", latent6: "latent/6", latent7: "latent/7",
			latent8: "latent/8", latent9: "latent/9", latent10: "latent/10", latent11: "latent/11",
			latent12: "latent/12", latent13: "latent/13", latent14: "latent/14", latent15: "latent/15",
			kick: "latent/0", snare: "latent/1", hats: "latent/2", density: "latent/3",
			tightness: "latent/4", tone: "latent/5", backbeat: "latent/6", offbeat: "latent/7",
			shuffleChance: "shuffle/chance", shuffleSeed: "shuffle/seed", slicesMode: "slices/mode", slicesOnsets: "slices/onsets",
			muteKick: "mute/kick", muteSnare: "mute/snare", muteHats: "mute/hats", filterLow: "filter/low",
			filterHigh: "filter/high", filterResonance: "filter/resonance", crushBits: "crush/bits", crushRate: "crush/rate",
			bypassFilter: "bypass/filter", bypassDrive: "bypass/drive", bypassCrush: "bypass/crush", bypassPunch: "bypass/punch",
			bypassRoom: "bypass/room", quantiseSlices: "quantise/slices", quantisePresets: "quantise/presets", quantiseLatents: "quantise/latents",
			quantiseRandom: "quantise/random", quantiseEffects: "quantise/effects", fillChance: "fill/chance", fillBars: "fill/bars",
			varyChance: "vary/chance", varyBars: "vary/bars", driftAmount: "drift/amount", driftBeats: "drift/beats",
			chanceSeed: "chance/seed", lfo1Beats: "lfo/1/beats", lfo1Depth: "lfo/1/depth", lfo1Shape: "lfo/1/shape",
			lfo2Beats: "lfo/2/beats", lfo2Depth: "lfo/2/depth", lfo2Shape: "lfo/2/shape", lfo3Beats: "lfo/3/beats",
			lfo3Depth: "lfo/3/depth", lfo3Shape: "lfo/3/shape", lfo4Beats: "lfo/4/beats", lfo4Depth: "lfo/4/depth",
			lfo4Shape: "lfo/4/shape", lockLatent0: "lock/latent/0", lockLatent1: "lock/latent/1", lockLatent2: "lock/latent/2",
			lockLatent3: "lock/latent/3", lockLatent4: "lock/latent/4", lockLatent5: "lock/latent/5", lockLatent6: "lock/latent/6",
			lockLatent7: "lock/latent/7", lockLatent8: "lock/latent/8", lockLatent9: "lock/latent/9", lockLatent10: "lock/latent/10",
			lockLatent11: "lock/latent/11", lockLatent12: "lock/latent/12", lockLatent13: "lock/latent/13", lockLatent14: "lock/latent/14",
			lockLatent15: "lock/latent/15", bpm: "tempo"
		)[id] ? id
	}
}

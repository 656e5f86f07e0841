"""The table of actions: what an OSC address triggers, and the arguments that it takes.

name         behind /vamen/
tags         OSC type tags of its arguments: i, f, s; empty when it needs none
description  for OSCQuery, documents and patches
ranges       one for each tag: lowest and highest value, or None
unit         of its number
"""

from collections.abc import Mapping
from typing import Any

from engine.controls import STEP_MACROS
from engine.files.preset_folder import BANK_SIZE
from engine.model.card import MAX_MAP_BREAKS
from engine.parameters import LFO_SLOTS
from engine.sequencer.gesture_loop import MAX_BARS
from engine.spec import SPEC

MAX_NUDGE_MS = 500.0
NUMBER_RANGE = (0, BANK_SIZE - 1)  # of presets and scenes
ACTIONS: tuple[tuple[Any, ...], ...] = (  # name, tags, description, ranges, unit
    (
        "slice",
        "if",
        f"jump to sixteenth 0 to {SPEC.steps - 1}, at velocity up to 1; starts the break; 0 lets it go",
        ((0, SPEC.steps - 1), (0, 1)),
    ),
    ("play", "", "start from the downbeat"),
    ("stop", "", "fade out and return to the downbeat; drops what is due later"),
    ("panic", "", "silence, now"),
    ("step/clear", "", "forget what was done to single sixteenths"),
    ("preset", "i", "recall a preset by its number, or its name as text", (NUMBER_RANGE,)),
    ("preset/save", "i", "keep the sound as a preset, perhaps with a name", (NUMBER_RANGE,)),
    (
        "preset/morph",
        "iif",
        "the sound between two presets: their numbers or names, and where, 0 to 1",
        (NUMBER_RANGE, NUMBER_RANGE, (0, 1)),
    ),
    (
        "preset/blend",
        "if",
        "the sound between any presets: pairs of a number or a name and a weight from 0",
        (NUMBER_RANGE, None),
    ),
    ("preset/rename", "is", "give one of your presets, by number or name, another name", (NUMBER_RANGE, None)),
    (
        "preset/move",
        "ii",
        "give one of your presets, by number or name, another number; one that has it gets the old number",
        (NUMBER_RANGE, NUMBER_RANGE),
    ),
    ("preset/delete", "i", "delete one of your presets, by number or name; the factory's come back", (NUMBER_RANGE,)),
    ("scene", "i", "recall a scene of the set by its number, or its name as text", (NUMBER_RANGE,)),
    ("scene/next", "", "the next scene of the set"),
    ("scene/previous", "", "the scene of the set before this one"),
    (
        "scene/save",
        "is",
        "keep everything as a scene: under a number, under a name, or as a new one behind the others",
        (NUMBER_RANGE, None),
    ),
    ("scene/rename", "is", "give a scene, by number or name, another name", (NUMBER_RANGE, None)),
    (
        "scene/move",
        "ii",
        "give a scene, by number or name, another number; one that has it gets the old number",
        (NUMBER_RANGE, NUMBER_RANGE),
    ),
    ("scene/delete", "i", "delete a scene, by number or name", (NUMBER_RANGE,)),
    ("scene/export", "i", "write a copy of a scene, by number or name, into the folder of exports", (NUMBER_RANGE,)),
    ("scene/reload", "", "read the folder of the set again"),
    ("random", "f", "a new break; below 1, a step from this one towards it", ((0, 1),)),
    ("another", "", "a break like this one"),
    (
        "break",
        "i",
        "a break of the map in the model, by its number; seed and single sixteenths stay",
        ((0, MAX_MAP_BREAKS - 1),),
    ),
    ("cancel", "", "forget what waits for a beat"),
    (
        "lfo/target",
        "is",
        "what an LFO moves: its number, and latent/0, its name, drive, …; none or an empty text ends it",
        ((1, LFO_SLOTS), None),
    ),
    (
        "gesture/record",
        "i",
        "record what is moved for so many bars, from the next one on, and play it in a loop",
        ((1, MAX_BARS),),
    ),
    ("gesture/overdub", "i", "1 records over the loop what is moved; 0 ends that", ((0, 1),)),
    ("gesture/play", "i", "1 plays the recorded loop, 0 stops it", ((0, 1),)),
    ("gesture/stretch", "f", "make the recorded loop that many times as long", ((0.25, 4),)),
    ("gesture/clear", "", "forget the recorded loop"),
    (
        "lock",
        "s",
        "keeps this when the break changes: kick, snare, hats, a sixteenth, a latent by its name, or all; or several",
        (None,),
    ),
    ("unlock", "s", "ends that, with the same names", (None,)),
    *(
        (f"lock/{drum}", "", f"keeps the strokes of the {drum} when the break changes, or ends that")
        for drum in STEP_MACROS
    ),
    ("undo", "", "the sound before this one, up to 50 times"),
    ("redo", "", "take undo back"),
    ("tap", "", "tap the tempo"),
    ("nudge", "f", "push the beat ahead; below 0, hold it back", ((-MAX_NUDGE_MS, MAX_NUDGE_MS),), "ms"),
    ("half", "", "half the tempo"),
    ("double", "", "twice the tempo"),
    ("clock", "i", "whose time to follow: 0 its own, 1 MIDI clock, 2 Link", ((0, 2),)),
    ("model", "s", "plays another model, by its name in `/vamen/report/models`", (None,)),
    ("record", "i", "1 records what is heard, in a file of its own; 0 ends that", ((0, 1),)),
    (
        "learn",
        "s",
        "the next control that is moved on a MIDI controller moves this: latent/0 or its name, tap, slice/5",
        (None,),
    ),
    ("unlearn", "s", "takes this out of your MIDI map", (None,)),
)


# other type tags that an action accepts, by name
OTHER_ACTION_TAGS: Mapping[str, tuple[str, ...]] = {
    "slice": ("i",),
    "preset": ("s",),
    "preset/save": ("is",),
    "preset/morph": ("ssf", "isf", "sif"),
    "preset/blend": ("sf", "ifif", "sfsf", "ififif", "sfsfsf"),  # and more
    "preset/rename": ("ss",),
    "preset/delete": ("s",),
    "preset/move": ("si",),
    "scene": ("s",),
    "scene/save": ("", "i", "s"),
    "scene/rename": ("ss",),
    "scene/delete": ("s",),
    "scene/move": ("si",),
    "scene/export": ("s",),
    "random": ("",),
    "lock": ("i", "ss", "sss"),  # and more
    "unlock": ("i", "ss", "sss"),  # and more
}

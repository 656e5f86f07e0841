"""The parameters of the core: time, sound and seed. The latents follow them in the table (see the package).

Order matters: the compiled core (engine/core/parameters.hpp) repeats the first entries as an enumeration.
"""

from engine.arrays import PART_NAMES
from engine.spec import SPEC

from .effects_table import EFFECT_PARAMETERS
from .parameter import Parameter, numbered

SLICE_MODES = ("through", "once", "gate")
CORE: tuple[Parameter, ...] = (
    Parameter(
        id="tempo",
        name="Tempo",
        unit="BPM",
        low=40.0,
        high=300.0,
        default=170.0,
        about=f"speed of the playhead; pitch does not change ({SPEC.native_tempo:.1f} is the tape's own speed)",
        in_preset=False,
    ),
    Parameter(
        id="speed",
        name="Speed",
        unit="x",
        low=-4.0,
        high=4.0,
        default=1.0,
        about="pace of the playhead against the tempo: 0.5 is half time, 0 freezes, -1 runs backwards",
        in_preset=False,
    ),
    Parameter(
        id="freeze",
        name="Freeze",
        about="1 holds the moment; back at 0, the break is where it would have been",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="reverse",
        name="Reverse",
        about="1 turns the playhead round; back at 0, the break is where it would have been",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="stutter",
        name="Stutter",
        unit="sixteenths",
        high=32.0,
        about="repeats that much of the break, from the sixteenth under the playhead; 16 is a bar, 0 ends it",
        in_preset=False,
    ),
    Parameter(
        id="level",
        name="Level",
        unit="dB",
        low=-60.0,
        high=12.0,
        about="output level before the limiter; -60 is silence",
        smoothing=0.01,
        controller=7,
        in_preset=False,
    ),
    Parameter(
        id="width",
        name="Width",
        about="stereo width above 300 Hz; 0 is mono, and the sum of both sides stays the same",
        smoothing=0.01,
    ),
    Parameter(
        id="drive",
        name="Drive",
        about="saturation at the same loudness; 0 is off",
        smoothing=0.01,
    ),
    Parameter(
        id="ramp",
        name="Ramp",
        unit="octaves",
        low=-1.0,
        about="by that much each repeat of a stutter is shorter than the last; below 0 longer",
        in_preset=False,
    ),
    Parameter(
        id="halftime",
        name="Half time",
        about="1 halves the playhead's pace; back at 0, the break is where it would have been",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="scratch",
        name="Scratch",
        unit="sixteenths",
        low=-32.0,
        high=32.0,
        about="while frozen, moves what is held as a hand does a record, by the change since freeze or a slice began",
        smoothing=0.02,
        in_preset=False,
    ),
    Parameter(
        id="swing",
        name="Swing",
        unit="%",
        low=50.0,
        high=75.0,
        default=50.0,
        about="share of a pair of sixteenths that the first one takes; 66.7 is a triplet",
        smoothing=0.05,
        in_preset=False,
    ),
    Parameter(
        id="shuffle/chance",
        name="Shuffle",
        about="share of the sixteenths that are replaced by others of the tape; 0 is off",
        in_preset=False,
    ),
    Parameter(
        id="shuffle/seed",
        name="Shuffle seed",
        high=2.0**31 - 1,
        about="which sixteenths are replaced, and by which: the same ones in every performance",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="slices/mode",
        name="Slice mode",
        high=len(SLICE_MODES) - 1.0,
        about=f"how slices end: {numbered(SLICE_MODES)}: not, with the slice, or when it is let go",
        whole=True,
        names=SLICE_MODES,
        in_preset=False,
    ),
    Parameter(
        id="slices/onsets",
        name="Slices at onsets",
        about="1: slices are the hits of the tape in order, each from its onset to the next; 0: sixteenths",
        whole=True,
        in_preset=False,
    ),
    *(
        Parameter(
            id=f"mute/{part}",
            name=f"Mute {part}",
            about=f"1 silences the {part}; the rest plays on",
            whole=True,
            in_preset=False,
        )
        for part in PART_NAMES
    ),
    *EFFECT_PARAMETERS,
    Parameter(
        id="texture",
        name="Texture",
        high=2.0,
        default=1.0,
        about="grain of the noise in hats and snares; 0 paints them smooth",
        smoothing=0.01,
    ),
    Parameter(
        id="seed",
        name="Seed",
        high=2.0**31 - 1,
        default=25.0,  # a varied loop of the bundled model
        about="which break: another seed has another pattern and another kit",
        whole=True,
    ),
)

"""The parameters of the sequencer: grids, fills and variations, drift, LFOs."""

from .parameter import Parameter, numbered

LFO_SLOTS = 4
LFO_SHAPES = ("sine", "triangle", "ramp up", "ramp down", "square", "random")  # by number
GRID_NAMES = ("off", "1/32", "1/16", "1/8", "1/4", "1/2", "1 bar", "2 bars", "4 bars")  # by the number of quantise/...
QUANTISED = ("slices", "presets", "latents", "random", "effects")  # kinds of moves that can wait for a beat


def _quantise(kind: str) -> Parameter:
    return Parameter(
        id=f"quantise/{kind}",
        name=f"Quantise {kind}",
        high=len(GRID_NAMES) - 1.0,
        about=f"grid on which {kind} take effect: {numbered(GRID_NAMES)}",
        whole=True,
        names=GRID_NAMES,
        in_preset=False,
    )


def _lfo(number: int) -> tuple[Parameter, ...]:
    id, name = f"lfo/{number}", f"LFO {number}"
    return (
        Parameter(
            id=f"{id}/beats",
            name=f"{name} length",
            unit="beats",
            low=0.25,
            high=64.0,
            default=4.0,
            about="length of its period",
            in_preset=False,
        ),
        Parameter(
            id=f"{id}/depth",
            name=f"{name} depth",
            low=-1.0,
            about="how far it moves its parameter, as a share of half the range; below 0, the other way",
            in_preset=False,
        ),
        Parameter(
            id=f"{id}/shape",
            name=f"{name} shape",
            high=len(LFO_SHAPES) - 1.0,
            about=f"form of its movement: {numbered(LFO_SHAPES)}",
            whole=True,
            names=LFO_SHAPES,
            in_preset=False,
        ),
    )


def _every(id: str, name: str, what: str) -> tuple[Parameter, ...]:
    return (
        Parameter(
            id=f"{id}/chance", name=name, about=f"probability of a {what} at the end of a phrase", in_preset=False
        ),
        Parameter(
            id=f"{id}/bars",
            name=f"{name} every",
            unit="bars",
            low=1.0,
            high=16.0,
            default=4.0,
            about=f"length of the phrases that a {what} ends",
            whole=True,
            in_preset=False,
        ),
    )


SEQUENCER: tuple[Parameter, ...] = (
    *map(_quantise, QUANTISED),
    *_every("fill", "Fill", "fill"),
    *_every("vary", "Vary", "step to another break"),
    Parameter(
        id="wildness",
        name="Wildness",
        default=0.25,
        about="how far a step to another break goes, and how wild fills are",
        in_preset=False,
    ),
    Parameter(id="drift/amount", name="Drift", about="how far the latents wander around their values", in_preset=False),
    Parameter(
        id="drift/beats",
        name="Drift time",
        unit="beats",
        low=1.0,
        high=64.0,
        default=8.0,
        about="time in which they wander from one place to the next",
        in_preset=False,
    ),
    Parameter(
        id="chance/seed",
        name="Chance seed",
        high=2.0**31 - 1,
        about="what fills, variations, drift and random steps are drawn from: the same number plays the same again",
        whole=True,
        in_preset=False,
    ),
    *(entry for number in range(1, LFO_SLOTS + 1) for entry in _lfo(number)),
    Parameter(
        id="safe",
        name="Safe zone",
        default=1.0,
        about="1 keeps latents that move by themselves where real breaks lie; 0 lets them leave it",
        whole=True,
        in_preset=False,
    ),
)

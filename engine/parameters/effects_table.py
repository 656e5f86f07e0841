"""The parameters of the effects between the break and its level (engine/core/effects), but for the drive.

Each effect is off at the defaults, and its bypass takes it out of the sound.
"""

from .parameter import Parameter


def _bypass(effect: str) -> Parameter:
    return Parameter(
        id=f"bypass/{effect}",
        name=f"{effect.capitalize()} bypass",
        about=f"1 takes the {effect} out of the sound and keeps its settings",
        smoothing=0.01,
        whole=True,
        in_preset=False,
    )


EFFECT_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        id="mono",
        name="Mono",
        about="1 makes the width 0 and keeps its setting",
        smoothing=0.01,
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="filter/low",
        name="Low-pass",
        unit="Hz",
        low=20.0,
        high=20_000.0,
        default=20_000.0,
        about="corner above which the sound is filtered away, 12 dB an octave; 20000 is off",
        smoothing=0.01,
        logarithmic=True,
        in_preset=False,
    ),
    Parameter(
        id="filter/high",
        name="High-pass",
        unit="Hz",
        low=20.0,
        high=20_000.0,
        default=20.0,
        about="corner below which the sound is filtered away, 12 dB an octave; 20 is off",
        smoothing=0.01,
        logarithmic=True,
        in_preset=False,
    ),
    Parameter(
        id="filter/resonance",
        name="Resonance",
        about="peak of both filters at their corners, up to 19 dB",
        smoothing=0.01,
        in_preset=False,
    ),
    Parameter(
        id="crush/bits",
        name="Bits",
        unit="bits",
        low=1.0,
        high=16.0,
        default=16.0,
        about="depth to which samples are rounded; 16 is off",
        smoothing=0.01,
        in_preset=False,
    ),
    Parameter(
        id="crush/rate",
        name="Crush rate",
        unit="Hz",
        low=200.0,
        high=44_100.0,
        default=44_100.0,
        about="rate at which samples are taken, without a filter before; 44100 is off",
        smoothing=0.01,
        logarithmic=True,
        in_preset=False,
    ),
    Parameter(
        id="punch",
        name="Punch",
        low=-1.0,
        about="emphasises attacks; below 0, softens them",
        smoothing=0.01,
        in_preset=False,
    ),
    Parameter(
        id="room",
        name="Room",
        about="how much goes into a short room, which rings out for 0.3 s",
        smoothing=0.01,
        in_preset=False,
    ),
    *(_bypass(effect) for effect in ("filter", "drive", "crush", "punch", "room")),
)

"""An SFZ instrument of the slices of a break: names of sound files in, the text of an .sfz file out.

Each file is a one-shot on a key of its own, and ends the one before it quickly, as a slice of vamen does. The gain is
velocity / 127, as vamen plays slices. The opcodes are those of SFZ 1.0, https://sfzformat.com/opcodes/, and
note_polyphony of ARIA, by which a key also ends its own last sound.
"""

from collections.abc import Sequence


def sfz(names: Sequence[str], first_key: int) -> str:
    """Return the text of an instrument with file names on keys from `first_key` on."""
    lines = [
        "// slices of a break, by vamen; the .mid file beside it plays them in order",
        "<group>",
        "loop_mode=one_shot",
        "pitch_keytrack=0",
        "group=1 off_by=1 off_mode=fast note_polyphony=1",
        f"amp_veltrack=100 amp_velcurve_1={1 / 127:.6f} amp_velcurve_127=1",
    ]
    lines += [f"<region> key={key} sample={name}" for key, name in enumerate(names, first_key)]
    return "\n".join(lines) + "\n"

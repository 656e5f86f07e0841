"""Find the place of your own break in the space of the model, and keep it as a preset.

python examples/encode_a_break.py loop.wav mine.json

The loop has one, two or four bars and begins on the downbeat. `vamen encode` does the same.
"""

import sys
from pathlib import Path

from engine.commands.encode import cut_bars, decoded_levels, encoded, mean_error_db, normalised, tape_of
from engine.files.audio import read
from engine.files.preset_folder import write_preset
from engine.model.model_file import Model, bundled


def main() -> None:
    """Encode a file and say how close the model comes."""
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    model = Model.load(bundled())
    cycle = cut_bars(normalised(read(source), source), source.name)  # at the level of the training set
    levels = tape_of(cycle)  # (512 frames, 512 bands), 0..1: the loop as a tape

    preset = encoded(model, levels, cycle.tempo, source.stem, model.digest)
    for index, knob in enumerate(model.card.knobs[:8]):
        print(f"{knob.name:10} {preset.values[f'latent/{index}']:5.2f}")
    error = mean_error_db(decoded_levels(model, preset), levels)
    print(f"{cycle.bars} bars at {cycle.tempo:.1f} BPM; the decoded preset is {error:.1f} dB from the loop on average")
    write_preset(out, preset)
    print(f"wrote {out}; play it: vamen play --preset {out}")


if __name__ == "__main__":
    main()

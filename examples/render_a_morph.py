"""Render a morph from one factory preset to another into a file.

python examples/render_a_morph.py morph.wav
"""

import sys
from pathlib import Path

from engine.controls import Action, Event
from engine.core import HIGH
from engine.files.audio import write
from engine.files.offline_controls import OfflineControls
from engine.files.offline_render import render_log
from engine.files.preset_bank import PresetBank
from engine.files.preset_blend import morph
from engine.files.presets import recall, start_values
from engine.model.decode_replayer import DecodeReplayer
from engine.model.model_file import Model, bundled
from engine.spec import SPEC

BEATS = 16
TEMPO = 170  # BPM


def main() -> None:
    """Write the file."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "morph.wav")
    bank = PresetBank()
    first, last = bank.find("sparse and short"), bank.find("busy")

    # OfflineControls has the methods of a running instrument, and a clock that we move.
    controls = OfflineControls({**start_values(first), "tempo": TEMPO}, first.cells, first.seeds)
    controls.trigger(Event(Action.PLAY))
    for beat in range(BEATS):
        controls.advance(round(beat * 60 / TEMPO * SPEC.rate))
        recall(controls, morph(first, last, beat / (BEATS - 1)))
    log = controls.finish(round(BEATS * 60 / TEMPO * SPEC.rate))

    # The log holds every change at its sample and what was to be decoded; now the model and the core do the work.
    model = Model.load(bundled())
    audio = render_log(log, DecodeReplayer(model, log.requests), HIGH)
    write(path, audio)
    print(f"wrote {path}: {len(audio) / SPEC.rate:.1f} s from {first.name!r} to {last.name!r}")


if __name__ == "__main__":
    main()

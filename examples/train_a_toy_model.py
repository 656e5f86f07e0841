"""Train, export and play a model in a minute: tiny nets, few steps, and the drum synthesiser instead of real breaks.

python examples/train_a_toy_model.py toy

It does not sound good. For a real one see "Your own breaks" in the README, and allow two hours.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from engine.commands.cli import main as vamen
from export.write_model import export
from training.config import TrainingConfig
from training.dataset.builder import build
from training.loop.train import train

TOY = TrainingConfig(
    channels=16,  # a real model has 192
    loop_width=16,
    flow_width=16,
    flow_depth=1,
    heun_steps=2,
    step_batch=4,
    step_crop=4,
    loop_batch=8,
    flow_batch=8,
    warm_up=2,
)


def main() -> int:
    """Make a folder with a dataset, a run, a model and a rendered break."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "toy")
    folder.mkdir(parents=True, exist_ok=True)

    # 1. A dataset: two-bar loops as spectrograms. With synth_share=1 no folder of breaks is read.
    dataset = build(folder, folder / "data", count=24, held_out=8, synth_share=1.0)
    print(f"{len(dataset.images)} loops, {dataset.held_out} of them held out")

    # 2. A run: three stages, each on the frozen result of the one before. The same call resumes an interrupted run.
    summary = train(folder / "data", folder / "run", steps=20, hparams=TOY, threads=1)
    print(f"trained for {summary.seconds:.0f} s")

    # 3. A model file, compared with the nets before it is written.
    result = export(folder / "run", folder / "toy.onnx", created=datetime.now(UTC))
    print(f"wrote {result.path}, {result.size / 1e6:.1f} MB")
    return vamen(["render", str(folder / "toy.wav"), "--model", str(result.path), "--bars", "1"])


if __name__ == "__main__":
    sys.exit(main())

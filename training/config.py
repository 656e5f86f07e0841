"""How a model is built and trained: one frozen table of numbers, stored in every run and every model file.

What changes a result is here; what only changes how fast it comes (threads, device) is not.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from engine.errors import BadInput

STAGES = ("step", "loop", "flow")  # in this order; each stands on the one before, frozen


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Sizes of the three nets and the recipe of each stage."""

    channels: int = 192  # of the step VAE, at every time scale
    latents: int = 16  # of one sixteenth step; about half of them stay in use
    loop_latents: int = 16  # of a whole loop: what the performer's knobs move
    loop_width: int = 256  # of the loop VAE's hidden layers
    flow_width: int = 128  # channels of a step inside the flow
    flow_depth: int = 6  # mixer blocks of the flow
    heun_steps: int = 5  # of the sampler inside the exported model; a break takes 15 ms with five, 12 with four

    step_batch: int = 16  # crops
    step_crop: int = 16  # sixteenths of a crop; half the tape trains as well and twice as often
    loop_batch: int = 128  # loops
    flow_batch: int = 64  # loops
    rate: float = 2e-3  # peak learning rate of all stages
    warm_up: int = 50  # steps to the peak rate
    weight_decay: float = 1e-4
    clip: float = 1.0  # largest norm of a gradient
    average: float = 0.999  # decay of the weights' moving average, which is what gets exported

    edge: float = 1.0  # weight of the time-difference L1: sharp attacks
    beta: float = 0.002  # weight of the step VAE's KL, nats per frame
    beta_warm_up: int = 1000  # steps; with less, half of the latents give up before they are of use
    loop_beta: float = 0.2  # weight of the loop VAE's KL against half a squared error
    loop_noise: float = 0.5  # sd of the noise on the loop encoder's input, in sds of the latents

    def to_dict(self) -> dict[str, float]:
        """The numbers by name."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> "TrainingConfig":
        """Recipe as stored by a run.

        Raises:
            BadInput: a field is missing, unknown or of the wrong kind.
        """
        kinds = {field.name: type(field.default) for field in fields(cls)}
        odd = sorted(set(values) ^ set(kinds))
        odd += [name for name, value in values.items() if name in kinds and type(value) is not kinds[name]]
        if odd:
            raise BadInput(f"the run's recipe is odd in {', '.join(odd)}; start a new run with this version of vamen")
        return cls(**values)  # type: ignore[arg-type]

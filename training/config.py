"""The configuration of a model and its training: one frozen table of numbers, stored in every run.

Everything that changes the result is here; what only changes the speed (threads, device) is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from engine.errors import BadInput

STAGES = ("step", "loop", "flow", "sampler")  # in this order; each stage uses the frozen nets of the stage before


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Sizes of the nets and the hyperparameters of each stage."""

    channels: int = 192  # of the step VAE; see vae.SCALES
    latents: int = 16  # of one sixteenth; about half of them stay in use
    loop_latents: int = 16  # of a whole loop, moved by the knobs
    loop_width: int = 256  # units of the loop VAE's hidden layers
    flow_width: int = 128  # channels of the flow
    flow_depth: int = 6  # mixer blocks of the flow
    heun_steps: int = 5  # of the flow, whose results the sampler learns
    sampler_steps: int = 2  # evaluations of the sampler for a loop, in the exported model

    step_batch: int = 16  # crops
    step_crop: int = 16  # sixteenths of a crop; half a loop trains as well as a whole one at half the cost
    loop_batch: int = 128  # loops
    flow_batch: int = 64  # loops
    rate: float = 2e-3  # peak learning rate of all stages
    warm_up: int = 50  # steps to the peak rate
    weight_decay: float = 1e-4
    clip: float = 1.0  # largest norm of a gradient
    average: float = 0.999  # decay of the moving average of the weights, which is exported

    edge: float = 1.0  # weight of the L1 of time differences, for sharp attacks
    energy: float = 0.4  # weight of the error of energies; with 0, kicks and attacks are several dB soft
    beta: float = 0.002  # weight of the step VAE's KL, nats per frame
    beta_warm_up: int = 1000  # steps; with fewer, half of the latents collapse
    loop_beta: float = 0.2  # weight of the loop VAE's KL against half a squared error
    loop_noise: float = 0.5  # sd of the noise on the loop encoder's input, in sds of the latents

    def with_batch(self, batch: int) -> "TrainingConfig":
        """Return the config with so many samples in a step of the first stage; the other stages' grow with it."""
        ratio = batch / self.step_batch
        loops, flows = (max(1, round(size * ratio)) for size in (self.loop_batch, self.flow_batch))
        return replace(self, step_batch=batch, loop_batch=loops, flow_batch=flows)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> "TrainingConfig":
        """Return the config with the fields that a run stored in its config.json.

        Raises:
            BadInput: a field is missing, unknown or of the wrong type.
        """
        kinds = {field.name: type(field.default) for field in fields(cls)}
        invalid = sorted(set(values) ^ set(kinds))
        invalid += [name for name, value in values.items() if name in kinds and type(value) is not kinds[name]]
        if invalid:
            raise BadInput(f"the run's config has missing or invalid fields: {', '.join(invalid)}; start a new run")
        return cls(**values)  # type: ignore[arg-type]

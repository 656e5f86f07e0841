"""The decoder: knobs and a seed in, a painted tape out. numpy and onnxruntime.

latents    float (16,)          knobs; +-1 = 5th and 95th percentile of real breaks
seed       int                  which variation; the same seed is the same noise for ever
steps      float (32, 16)       added to the latents of the sixteenths; none = 0
levels     float32 (512, 512)   frames, bands; 0..1 of a sound model

A model file is data: its size, card, inputs and outputs are checked before anything is played. What it paints is
checked where a tape is made of it: a cell that is no number becomes silence there, and is counted.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .card import KEY, Card
from .errors import BadInput, BadParameter, ModelMismatch, NoDevice
from .mel import Floats
from .parameters import LATENTS
from .spec import SPEC, Spec

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LARGEST = 64 * 2**20  # bytes of a model file
PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
WARM_UP = 2  # decodes; the first ones allocate
SILENT = 4  # onnxruntime's severity "fatal": its warnings are for its developers, ours are exceptions
INPUTS = ("latent", "variation", "steps")
OUTPUTS = ("image", "step_latents")


def bundled() -> Path:
    """The model that comes with the package.

    Raises:
        BadInput: it is not there.
    """
    folder = Path(__file__).with_name("models")
    found = sorted(folder.glob("*.onnx"))
    if not found:
        raise BadInput(f"there is no model in {folder}; install vamen again, or name a model file with --model")
    return found[0]


def variation(seed: int, steps: int = SPEC.steps, latents: int = LATENTS) -> Floats:
    """The noise (steps, latents) of a seed: standard normal, from numpy's PCG64, drawn as float64, row by row."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal((steps, latents)).astype(np.float32)


class Model:
    """A loaded decoder. Not for two threads at once."""

    def __init__(self, session: "InferenceSession", card: Card, provider: str) -> None:
        self.card = card
        self.provider = provider  # what really runs it: "cpu" or "cuda"
        self._session = session
        self._noise = (0, variation(0, card.spec.steps, card.step_latents))
        self._still = np.zeros((card.spec.steps, card.step_latents), np.float32)

    @classmethod
    def load(cls, path: Path, *, provider: str = "auto", threads: int = 1) -> "Model":
        """Load a model file, check it, and warm it up.

        Args:
            path: the ONNX file.
            provider: "cpu", "cuda", or "auto": CUDA where it runs, else the CPU.
            threads: of the CPU.

        Raises:
            BadInput: no such file.
            ModelMismatch: not ONNX, not ours, too large, or made for another geometry.
            NoDevice: the provider was asked for and does not run.
        """
        session = _session(_bytes(path), path, provider, threads)
        text = session.get_modelmeta().custom_metadata_map.get(KEY)
        if text is None:
            raise ModelMismatch(
                f"{path} is an ONNX file but no vamen model: it has no {KEY}; use one from vamen export"
            )
        card = Card.from_json(text)
        SPEC.require(card.spec)
        _require_shapes(session, card)
        running = session.get_providers()[0]
        if provider != "auto" and running != PROVIDERS[provider]:
            raise NoDevice(f"the {provider} provider was asked for, {running} runs instead; use --provider auto or cpu")
        model = cls(session, card, next((name for name, full in PROVIDERS.items() if full == running), running))
        try:
            for _ in range(WARM_UP):
                model.decode(np.zeros(card.latents), 0)
        except Exception as error:  # onnxruntime's errors have no type in common
            raise ModelMismatch(f"{path} loads but cannot run ({_first_line(error)}); export it again") from error
        return model

    def decode(self, latents: ArrayLike, seed: int, steps: ArrayLike | None = None) -> Floats:
        """Levels (frames, bands) of a loop. Same input, same levels.

        Raises:
            BadParameter: a shape is wrong, a latent is not finite, or the seed is negative.
        """
        return self.paint(latents, seed, steps)[0]

    def paint(self, latents: ArrayLike, seed: int, steps: ArrayLike | None = None) -> tuple[Floats, Floats]:
        """Levels, and the step latents (32, 16) they were painted from, `steps` included.

        Raises:
            BadParameter: as `decode`.
        """
        feeds = {
            "latent": _checked("latents", latents, (self.card.latents,)),
            "variation": self.noise(seed),
            "steps": self._still if steps is None else _checked("steps", steps, self._still.shape),
        }
        image, step_latents = self._session.run(OUTPUTS, feeds)
        return image, step_latents

    def noise(self, seed: int) -> Floats:
        """The variation (32, 16) of a seed.

        Raises:
            BadParameter: the seed is negative.
        """
        if seed < 0:
            raise BadParameter(f"the seed is {seed}; send a whole number from 0")
        if seed != self._noise[0]:
            self._noise = (seed, variation(seed, self.card.spec.steps, self.card.step_latents))
        return self._noise[1]


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ModelMismatch(
                f"{path} has {size >> 20} MB, a model has at most {LARGEST >> 20}; use one from vamen export"
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} is not a readable file ({error.strerror}); name a model from vamen export") from error


def _session(content: bytes, path: Path, provider: str, threads: int) -> "InferenceSession":
    if provider != "auto" and provider not in PROVIDERS:
        raise NoDevice(f"there is no provider {provider!r}; use auto, {' or '.join(PROVIDERS)}")
    with _muted():
        import onnxruntime  # here, not above: it takes a quarter of a second

    onnxruntime.set_default_logger_severity(SILENT)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # a thread that spins while it waits takes the core from the sound
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    wanted = PROVIDERS[provider if provider != "auto" else "cuda"]
    if wanted != PROVIDERS["cpu"] and wanted in onnxruntime.get_available_providers():
        # a provider whose libraries are missing or too old raises, or leaves the work to the CPU without a word;
        # the caller reads back what runs, so both end there
        with suppress(Exception):
            return onnxruntime.InferenceSession(content, options, providers=[wanted], enable_fallback=0)
    try:
        return onnxruntime.InferenceSession(content, options, providers=[PROVIDERS["cpu"]])
    except Exception as error:  # as above
        said = _first_line(error)
        raise ModelMismatch(f"{path} is not a playable ONNX file ({said}); use one from vamen export") from error


@contextmanager
def _muted() -> Iterator[None]:
    """Standard error goes nowhere: while it is imported, onnxruntime looks for graphics cards and complains from C."""
    if sys.stderr is None:
        yield
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _require_shapes(session: "InferenceSession", card: Card) -> None:
    spec: Spec = card.spec
    grid = [spec.steps, card.step_latents]
    expected: Mapping[str, list[int]] = {
        "latent": [card.latents],
        "variation": grid,
        "steps": grid,
        "image": [spec.frames, spec.mels],
        "step_latents": grid,
    }
    found = {node.name: node for node in (*session.get_inputs(), *session.get_outputs())}
    for name, shape in expected.items():
        node = found.pop(name, None)
        if node is None or node.shape != shape or node.type != "tensor(float)":
            has = "nothing" if node is None else f"{node.type} {node.shape}"
            raise ModelMismatch(f"the model has {has} as {name}, expected float {shape}; export it again")
    if found or card.latents != LATENTS:
        what = f"{sorted(found)} besides" if found else f"{card.latents} latents instead of {LATENTS}"
        raise ModelMismatch(f"the model has {what}; train and export it with this version of vamen")


def _checked(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    try:
        with np.errstate(over="ignore"):  # too large for float32 is infinite, and refused below
            array = np.asarray(values, np.float32)
    except (TypeError, ValueError) as error:
        raise BadParameter(f"{name} are not an array of numbers ({error}); send one number for each") from error
    if array.shape != shape:
        raise BadParameter(f"{name} have the shape {array.shape}, expected {shape}; send one number for each")
    if not np.isfinite(array).all():
        raise BadParameter(f"{name} have a value that is no finite number; send numbers from -3 to 3")
    return array

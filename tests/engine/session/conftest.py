"""A session that plays without a device, and the model that it decodes with."""

from collections.abc import Iterator

import pytest

from engine.model.decode_request import Latents
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.tape.noise_texture import DecodedImage
from tests.engine.decoding import decoder_of
from tests.sound import break_loop, image_of

SILENT_CHOICE = OutputChoice(null=True)


class Model:
    """A decoder function that records its calls and raises `error` when that is set."""

    def __init__(self) -> None:
        self.calls: list[tuple[Latents, int]] = []
        self.image = DecodedImage.smooth(image_of(break_loop()))
        self.error: Exception | None = None

    def __call__(self, latents: Latents, seed: int) -> DecodedImage:
        self.calls.append((latents, seed))
        if self.error:
            raise self.error
        return self.image


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def session(model: Model) -> Iterator[Session]:
    with Session(
        decoder_of(model), output=SILENT_CHOICE, provider=lambda: "abacus", model=lambda: "tiny", values={"tempo": 150}
    ) as running:
        yield running

"""Each factory preset does what its name says, measured in its sound as `vamen play` plays it.

After training, `python -m benchmarks.factory_presets engine/models/presets` finds them anew.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.factory_presets import heard, played_audio
from engine.commands.encode import decoded_levels, mean_error_db
from engine.files.audio_onsets import find_onsets
from engine.files.preset_bank import PresetBank
from engine.files.presets import preset
from engine.model.model_file import Model, bundled
from engine.parameters import parameter
from engine.spec import SPEC

NAMES = ["home", "sparse and short", "busy", "offbeat", "bright backbeat", "dark and dry", "heavy and long", "full"]
Figures = Mapping[str, Mapping[str, float]]  # name of the preset -> descriptor -> figure


def centroid(audio: NDArray[np.float32]) -> float:
    """Return the mean frequency of a sound, Hz, weighted by amplitude."""
    spectrum = np.abs(np.fft.rfft(audio))
    return float((spectrum * np.fft.rfftfreq(len(audio), 1 / SPEC.rate)).sum() / spectrum.sum())


def strokes_per_bar(audio: NDArray[np.float32]) -> float:
    """Return how many sixteenths of two bars an onset lies near, per bar."""
    step = len(audio) / SPEC.steps
    return len(np.unique(np.round(find_onsets(audio, SPEC.rate).samples / step) % SPEC.steps)) / 2


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load(bundled(), provider="cpu")


@pytest.fixture(scope="module")
def bank() -> PresetBank:
    return PresetBank(Path("/nonexistent"))


@pytest.fixture(scope="module")
def audio(model: Model, bank: PresetBank) -> dict[str, NDArray[np.float32]]:
    """Name -> two bars of sound."""
    return {name: played_audio(model, bank.find(name)) for name in NAMES}


@pytest.fixture(scope="module")
def figures(audio: Mapping[str, NDArray[np.float32]]) -> Figures:
    return {name: heard(sound) for name, sound in audio.items()}


def ranked(figures: Figures, descriptor: str) -> list[str]:
    """Return the names of the presets, the one with the most of a descriptor first."""
    return sorted(figures, key=lambda name: -figures[name][descriptor])


def test_the_factory_presets_belong_to_the_bundled_model_and_differ(model: Model, bank: PresetBank) -> None:
    assert bank.names == dict(enumerate(NAMES)) and not bank.warnings
    presets = [bank.find(number) for number in bank.names]
    assert {preset.digest for preset in presets} == {model.digest}, "make them again with benchmarks.factory_presets"
    images = [decoded_levels(model, preset) for preset in presets]
    distances = [mean_error_db(one, other) for index, one in enumerate(images) for other in images[:index]]
    assert min(distances) > 12, "dB; one preset with two seeds is closer"


def test_home_is_where_the_instrument_begins(model: Model, bank: PresetBank) -> None:
    assert bank.find("home").values == preset("home", {"texture": model.card.texture}, {}).values
    assert bank.find("home").values["seed"] == parameter("seed").default


def test_every_preset_has_a_bass_drum_a_snare_and_hats(figures: Figures) -> None:
    for name, found in figures.items():
        assert found["kick"] > 60 and found["snare"] > 45 and found["hats"] > 25, f"{name}: dB above the floor"


def test_sparse_and_short_has_the_fewest_strokes_and_they_are_short(figures: Figures) -> None:
    assert ranked(figures, "density")[-1] == "sparse and short"
    assert set(ranked(figures, "tightness")[:2]) == {"sparse and short", "dark and dry"}


def test_busy_has_the_most_strokes(figures: Figures, audio: Mapping[str, NDArray[np.float32]]) -> None:
    assert ranked(figures, "density")[0] == "busy"
    strokes = {name: strokes_per_bar(sound) for name, sound in audio.items()}
    assert strokes["busy"] > strokes["home"] > strokes["sparse and short"]


def test_offbeat_is_stronger_between_the_beats_than_on_them(figures: Figures) -> None:
    assert ranked(figures, "offbeat")[0] == "offbeat"
    assert figures["offbeat"]["offbeat"] > 3, "dB"


def test_bright_backbeat_is_the_brightest_and_stresses_two_and_four_the_most(
    figures: Figures, audio: Mapping[str, NDArray[np.float32]]
) -> None:
    assert ranked(figures, "tone")[0] == ranked(figures, "backbeat")[0] == "bright backbeat"
    assert figures["bright backbeat"]["backbeat"] > 6, "dB over the other sixteenths"
    assert max(audio, key=lambda name: centroid(audio[name])) == "bright backbeat"


def test_dark_and_dry_is_the_darkest_and_short(figures: Figures, audio: Mapping[str, NDArray[np.float32]]) -> None:
    assert ranked(figures, "tone")[-1] == "dark and dry"
    assert "dark and dry" in ranked(figures, "tightness")[:2]
    assert centroid(audio["dark and dry"]) < centroid(audio["home"])


def test_heavy_and_long_has_the_loudest_bass_drum_and_the_longest_strokes(figures: Figures) -> None:
    assert ranked(figures, "kick")[0] == "heavy and long"
    assert ranked(figures, "tightness")[-1] == "heavy and long"


def test_full_has_all_drums_and_many_strokes(figures: Figures) -> None:
    for drum in ("kick", "snare", "hats"):
        assert "full" in ranked(figures, drum)[:3], f"{drum} is among the three loudest"
    assert "full" in ranked(figures, "density")[:3]

"""Fixtures of the engine's rooms."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.portaudio import Library


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Library]:
    def install(*outputs: tuple[str, int, float], **wishes: Any) -> Library:
        fake = Library(*outputs, **wishes)
        monkeypatch.setattr("engine.realtime.soundcard.portaudio", lambda: fake)
        return fake

    return install

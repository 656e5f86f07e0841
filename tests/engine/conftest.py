"""Fixtures of several packages of the engine."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.portaudio import Library


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Library]:
    def install(*outputs: tuple[str, int, float], **options: Any) -> Library:
        fake = Library(*outputs, **options)
        monkeypatch.setattr("engine.realtime.soundcard.load_portaudio", lambda: fake)
        return fake

    return install

"""Memory that was freed is kept for the next step, where the C library can be told so."""

import sys

import pytest

from training import memory


def test_glibc_listens() -> None:
    if not sys.platform.startswith("linux"):
        assert not memory.keep()
    elif hasattr(__import__("ctypes").CDLL(None), "gnu_get_libc_version"):
        assert memory.keep()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not memory.keep()

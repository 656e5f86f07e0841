import os
from typing import Any

import pytest

from engine.errors import muted_stderr, quoted


@pytest.mark.parametrize("value", ["kick", 3.5, None, {"kick": [1, 2]}])
def test_a_short_value_is_quoted_as_it_is(value: Any) -> None:
    assert quoted(value) == repr(value)


def test_of_a_long_text_beginning_and_end_are_quoted() -> None:
    text = quoted("kick" * 1000 + "snare")
    assert text.startswith("'kickkick") and text.endswith("snare'") and len(text) <= 60


@pytest.mark.parametrize(
    "value", [[[[["x" * 1000] * 1000] * 1000]], {str(key): "x" * 1000 for key in range(1000)}, 10**4000]
)
def test_what_is_deep_or_large_is_quoted_in_a_line(value: Any) -> None:
    assert len(quoted(value)) < 600


def test_messages_of_c_libraries_are_muted_only_inside_the_context(capfd: pytest.CaptureFixture[str]) -> None:
    with muted_stderr():
        os.write(2, b"ALSA lib pcm.c: cannot find card 0")
    os.write(2, b"visible")
    assert capfd.readouterr().err == "visible"

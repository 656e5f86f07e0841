import os

import pytest

from engine.errors import muted_stderr


def test_messages_of_c_libraries_are_muted_only_inside_the_context(capfd: pytest.CaptureFixture[str]) -> None:
    with muted_stderr():
        os.write(2, b"ALSA lib pcm.c: cannot find card 0")
    os.write(2, b"visible")
    assert capfd.readouterr().err == "visible"

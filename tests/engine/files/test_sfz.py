"""The SFZ instrument of a kit: each file on its key."""

import re

from engine.files.sfz import sfz


def test_each_file_has_a_key_of_its_own() -> None:
    text = sfz(["01.wav", "02.wav", "a.wav"], 36)
    regions = re.findall(r"^<region> key=(\d+) sample=(\S+)$", text, re.MULTILINE)
    assert regions == [("36", "01.wav"), ("37", "02.wav"), ("38", "a.wav")]
    assert text.count("<group>") == 1 and text.index("<group>") < text.index("<region>")

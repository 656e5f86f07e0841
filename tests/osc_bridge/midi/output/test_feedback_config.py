"""What a map's [feedback] makes of its controls."""

import pytest

from engine.errors import BadConfig
from osc_bridge.midi.mapping import map_file
from osc_bridge.midi.output.feedback import Feedback
from osc_bridge.midi.output.feedback_config import shown_of

MAP = """
[map]
"cc 20" = "latent/0"
"cc14 3 channel 4" = { to = "tempo", low = 180, high = 120 }
"cc 21" = { to = "texture", curve = "s" }
"cc 22" = { to = "seed", relative = "two's complement" }
"note 40" = { to = "freeze", toggle = true }
"note 41" = "tap"
"bend" = "width"
"""


def parsed(feedback: str) -> list[tuple[str, int, str, bool, bool]]:
    shown = shown_of(map_file.parse(f"{MAP}[feedback]\n{feedback}\n", "a map"))
    return [(one.control, one.channel, one.parameter, one.lamp, one.relative) for one in shown]


def test_nothing_is_shown_unless_the_map_wants_it() -> None:
    assert parsed("channel = 3") == []
    assert parsed("on = false") == []


def test_parameters_are_shown_where_a_control_can_show_them() -> None:
    assert parsed("on = true\nchannel = 9") == [
        ("cc 20", 8, "latent/0", False, False),
        ("cc14 3", 3, "tempo", False, False),
        ("cc 21", 8, "texture", False, False),
        ("cc 22", 8, "seed", False, True),
        ("note 40", 8, "freeze", True, False),
    ]


def test_the_curve_of_a_knob_is_that_of_its_ring() -> None:
    feedback = Feedback(shown_of(map_file.parse(f"{MAP}[feedback]\non = true\n", "a map")))
    for share, raw in ((0.0, 0), (1.0, 64), (2.0, 127)):
        feedback.forget()
        [message] = [data for data in feedback.changed({"texture": share}, share) if data[:2] == bytes((0xB0, 21))]
        assert message[2] == raw


@pytest.mark.parametrize("feedback", ["on = 1", "channel = 0", "channel = true", "colour = 3"])
def test_what_feedback_does_not_have_is_refused(feedback: str) -> None:
    with pytest.raises(BadConfig, match=r"\[feedback\]"):
        parsed(feedback)

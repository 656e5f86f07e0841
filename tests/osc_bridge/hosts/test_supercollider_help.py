"""The help page tells of every method that the class has, and of no other."""

import re

from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.supercollider import sc_class
from osc_bridge.hosts.supercollider_help import sc_help


def test_the_help_page_describes_every_method(target: PatchTarget) -> None:
    methods = set(re.findall(r"^\t([a-z]\w*) \{", sc_class(target).decode(), re.MULTILINE))
    told = set(re.findall(r"^METHOD:: (\w+)$", sc_help(target).decode(), re.MULTILINE))
    assert methods - {"init", "prSet"} <= told
    assert told - methods <= {"new", "default", "parameters", "path", "latency", "addr", "listening"}

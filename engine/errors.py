"""Everything that vamen refuses, as one small tree.

VamenError                  one sentence: what was found, what was expected, what to do
 |- BadInput                a file or folder that cannot be used: missing, empty, not audio, too short
 |- BadParameter            an unknown parameter, or a value that is not a finite number
 |- BadConfig               a configuration file with an unknown key or a value of the wrong kind
 |- ModelMismatch           an ONNX file that is not ours, or made for another geometry
 |- NoDevice                no sound card, MIDI port or library where one was asked for
 |- PortBusy                a network port that somebody else holds
"""


class VamenError(Exception):
    """Base of all refusals; its text is one sentence fit for a user."""

    exit_code = 1


class BadInput(VamenError):
    """A file or folder that cannot be used."""

    exit_code = 3


class BadParameter(VamenError):
    """An unknown parameter, or a value outside what numbers can mean (NaN, infinity)."""

    exit_code = 4


class BadConfig(VamenError):
    """A configuration that names unknown keys or holds values of the wrong kind."""

    exit_code = 5


class ModelMismatch(VamenError):
    """A model file that is not ours, is damaged, or was made for another geometry."""

    exit_code = 6


class NoDevice(VamenError):
    """A device or system library that was asked for is not there."""

    exit_code = 7


class PortBusy(VamenError):
    """A network port that is already taken."""

    exit_code = 8

"""Commands besides parameters and events: OSC calls them as /vamen/<name>, a MIDI map by name.

A component that offers a command registers it here; OSC, MIDI and the panel call it. Commands may write to the
controls, so a caller holds the lock of the controls, as for a write. A MIDI map sends one number; commands that take a
name or several numbers are reached from OSC only. A command that goes on without the lock, such as one that writes a
file, returns a Future of the sentence that says what was done.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from engine.errors import BadParameter

Argument = float | str
# the last argument: seconds of `time.perf_counter` at which the command was given, or is due
Command = Callable[[float, float], None]
ArgumentsCommand = Callable[[Sequence[Argument], float], Future[str] | None]


def done(sentence: str) -> Future[str]:
    """Return a sentence that has come already."""
    future = Future[str]()
    future.set_result(sentence)
    return future


class CommandRegistry:
    """Commands by name."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}
        self._with_arguments: dict[str, ArgumentsCommand] = {}
        self._choices: dict[str, Callable[[], Mapping[int, str]]] = {}

    def add(self, name: str, command: Command, choices: Callable[[], Mapping[int, str]] = dict) -> None:
        """Register a command that takes a number. `choices` returns names of numbers, as of presets: number -> name."""
        self._commands[name], self._choices[name] = command, choices

    def add_with_arguments(self, name: str, command: ArgumentsCommand) -> None:
        """Register a command that takes any arguments; `call` prefers it to a command of that name from `add`."""
        self._with_arguments[name] = command

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the commands that take a number."""
        return tuple(self._commands)

    def choices(self, name: str) -> Mapping[int, str]:
        """Return the numbers that have a name for a command now, number -> name; empty for an unknown command."""
        return self._choices[name]() if name in self._choices else {}

    def __call__(self, name: str, value: float, at: float) -> None:
        """Call a command with a number; `at`: when it was given or is due, seconds of `time.perf_counter`.

        Raises:
            BadParameter: there is no such command, or it refuses the value.
        """
        if name not in self._commands:
            raise BadParameter(f"there is no command {name!r} here; known are {', '.join(self._commands) or 'none'}")
        self._commands[name](value, at)

    def call(self, name: str, arguments: Sequence[Argument], at: float) -> Future[str] | None:
        """Call a command with any arguments; `at` as in `__call__`.

        Returns:
            The sentence to come, which says what was done, of a command that has not ended yet.

        Raises:
            BadParameter: there is no such command, or it refuses them.
        """
        if name in self._with_arguments:
            return self._with_arguments[name](arguments, at)
        if len(arguments) == 1 and not isinstance(arguments[0], str):
            self(name, arguments[0], at)
            return None
        known = ", ".join(dict.fromkeys((*self._commands, *self._with_arguments))) or "none"
        raise BadParameter(f"there is no command {name!r} that takes {len(arguments)} arguments; known are {known}")

"""What can be ordered besides parameters and events, by name: from OSC as /vamen/<name>, from MIDI by a map.

name, value, seconds -> something happens. Whoever offers an order adds it; OSC, MIDI and panel give it. Orders may
touch the controls, so whoever gives one holds the lock of the controls, as for a write. Some say more than a number
can, a name or several numbers: those take words, and a map that sends a number does not reach them.
"""

from collections.abc import Callable, Mapping, Sequence

from engine.errors import BadParameter

Order = Callable[[float, float], None]  # value, seconds of `time.perf_counter` at which it was given, or is due
Word = float | str
WordedOrder = Callable[[Sequence[Word], float], None]  # words, and seconds likewise


class CommandRegistry:
    """Orders by name."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._worded: dict[str, WordedOrder] = {}
        self._choices: dict[str, Callable[[], Mapping[int, str]]] = {}

    def add(self, name: str, order: Order, choices: Callable[[], Mapping[int, str]] = dict) -> None:
        """Offer one; `choices` says the values that have a name, where they have."""
        self._orders[name], self._choices[name] = order, choices

    def add_worded(self, name: str, order: WordedOrder) -> None:
        """Offer one that takes words; beside one of the same name that takes a number, both are."""
        self._worded[name] = order

    @property
    def names(self) -> tuple[str, ...]:
        """What is offered to those who send a number."""
        return tuple(self._orders)

    def choices(self, name: str) -> Mapping[int, str]:
        """The values of an order that have a name now; none where it is not offered."""
        return self._choices[name]() if name in self._choices else {}

    def __call__(self, name: str, value: float, at: float) -> None:
        """Give an order.

        Raises:
            BadParameter: nobody offers it, or it refuses the value.
        """
        if name not in self._orders:
            raise BadParameter(f"there is no order {name!r} here; known are {', '.join(self._orders) or 'none'}")
        self._orders[name](value, at)

    def tell(self, name: str, words: Sequence[Word], at: float) -> None:
        """Give an order in words.

        Raises:
            BadParameter: nobody offers it, or it refuses them.
        """
        if name in self._worded:
            self._worded[name](words, at)
        elif len(words) == 1 and not isinstance(words[0], str):
            self(name, words[0], at)
        else:
            known = ", ".join(dict.fromkeys((*self._orders, *self._worded))) or "none"
            raise BadParameter(f"there is no order {name!r} here that takes {len(words)} words; known are {known}")

"""What can be ordered besides parameters and events, by name: from OSC as /vamen/<name>, from MIDI by a map.

name, value, seconds -> something happens. Whoever offers an order adds it; OSC, MIDI and panel give it.
"""

from collections.abc import Callable

from engine.errors import BadParameter

Order = Callable[[float, float], None]  # value, seconds of `time.perf_counter` at which it was given


class Orders:
    """Orders by name."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}

    def add(self, name: str, order: Order) -> None:
        """Offer one."""
        self._orders[name] = order

    @property
    def names(self) -> tuple[str, ...]:
        """What is offered."""
        return tuple(self._orders)

    def __call__(self, name: str, value: float, at: float) -> None:
        """Give an order.

        Raises:
            BadParameter: nobody offers it, or it refuses the value.
        """
        if name not in self._orders:
            raise BadParameter(f"there is no order {name!r} here; known are {', '.join(self._orders) or 'none'}")
        self._orders[name](value, at)

"""What an address says now: controls and addresses -> numbers.

in   addresses of the surface
out  one tuple of numbers for each, as many as the address has type tags; int where the tag is i
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from engine.controls import Controls, Status
from engine.errors import BadParameter
from engine.parameters import LATENTS

from .addresses import NORM, ROOT, STEP, Endpoint, Kind

Value = tuple[float, ...]

_METER = f"{ROOT}/meter/"
_LATENT = f"{ROOT}/latent"


class Readings:
    """Reads addresses that have a value: controls and meters."""

    def __init__(self, controls: Controls, lock: AbstractContextManager[bool]) -> None:
        """`lock`: held while the controls are touched, for one address at a time, so that nobody waits for a tree."""
        self._controls = controls
        self._lock = lock

    def read(self, addresses: Iterable[Endpoint]) -> dict[str, Value]:
        """Values by path; all meters are of the same moment.

        Raises:
            BadParameter: one of the addresses has no value.
        """
        status: Status | None = None
        values: dict[str, Value] = {}
        for address in addresses:
            if address.kind is Kind.METER:
                if status is None:
                    with self._lock:
                        status = self._controls.status()
                number = getattr(status, address.path.removeprefix(_METER))
                values[address.path] = (int(number) if address.tags == "i" else float(number),)
            else:
                with self._lock:
                    values[address.path] = self._control(address)
        return values

    def _control(self, address: Endpoint) -> Value:
        path, entry, controls = address.path, address.entry, self._controls
        if path == _LATENT:
            return tuple(controls.read(f"latent/{index}") for index in range(LATENTS))
        if entry is not None:
            value = controls.read(entry.id)
            if path.startswith(f"{NORM}/"):
                return ((value - entry.low) / (entry.high - entry.low),)
            return (round(value) if entry.whole else value,)
        if address.kind is Kind.CONTROL and path.startswith(f"{STEP}/"):
            step, _, name = path.removeprefix(f"{STEP}/").partition("/")
            return (controls.read_step((int(step), name)),)
        raise BadParameter(f"{path} has no value; only controls and meters do")

"""Whatever has a value can be read, in the types that its address announces; what has none is refused."""

import threading

import pytest

from engine.controls import Desk
from engine.errors import BadParameter
from osc_bridge.osc.addresses import Kind, by_path, surface
from osc_bridge.osc.readings import Readings


def test_every_control_and_meter_has_as_many_numbers_as_it_announces() -> None:
    addresses = [address for address in surface() if address.kind in (Kind.CONTROL, Kind.METER)]
    values = Readings(Desk(), threading.Lock()).read(addresses)
    assert values.keys() == {address.path for address in addresses}
    for address in addresses:
        kinds = "".join("i" if isinstance(value, int) else "f" for value in values[address.path])
        assert kinds == address.tags, address.path


def test_a_parameter_is_read_in_its_unit_and_as_a_part_of_its_range_and_a_sixteenth_by_itself() -> None:
    desk = Desk()
    desk.write({"tempo": 105.0, "latent/2": -1.5})
    desk.write_steps({(7, "kick"): 0.5})
    paths = ["/vamen/tempo", "/vamen/norm/tempo", "/vamen/latent", "/vamen/step/7/kick", "/vamen/step/7/snare"]
    tempo, norm, latent, kick, snare = Readings(desk, threading.Lock()).read(by_path()[path] for path in paths).values()
    assert (tempo, norm, kick, snare) == ((105.0,), (0.25,), (0.5,), (0.0,))
    assert latent[2] == -1.5


@pytest.mark.parametrize("path", ["/vamen/slice", "/vamen/panic", "/vamen/step/clear", "/vamen/status"])
def test_what_has_no_value_is_refused(path: str) -> None:
    with pytest.raises(BadParameter, match="has no value"):
        Readings(Desk(), threading.Lock()).read([by_path()[path]])

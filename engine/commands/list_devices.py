"""The command `vamen devices`: the audio outputs of this machine, and the one that `vamen play` would use."""

from dataclasses import asdict
from json import dumps

from engine.errors import NoDevice
from engine.realtime.devices import Device, choose_device, list_outputs, load_portaudio


def devices(*, json: bool = False) -> None:
    """List the audio outputs.

    Args:
        json: print JSON.
    """
    chosen: Device | None = None
    note = ""
    try:
        outputs = list_outputs(load_portaudio())
        chosen = choose_device(outputs)
    except NoDevice as refusal:
        outputs, note = [], str(refusal)
    if json:
        entries = [asdict(device) | {"chosen": device == chosen} for device in outputs]
        print(dumps({"outputs": entries, "note": note}, indent=2))
        return
    for device in outputs:
        mark = "*" if device == chosen else " "
        print(f"{mark} {device.host_api:<28} {device.name:<40} {device.channels:>3} channels {device.rate:>7} Hz")
    if chosen:
        print(f'* is used unless told otherwise: vamen play --host-api "{chosen.host_api}" --device "{chosen.name}"')
    else:
        print(f"{note}; until then vamen plays into the silent output")

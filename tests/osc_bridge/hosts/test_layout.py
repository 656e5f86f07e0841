"""The panel has what a performer needs, nothing twice, and nothing on top of something else."""

from itertools import combinations
from pathlib import Path

from engine.files.preset_bank import PresetBank
from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.hosts.layout import HEIGHT, PRESETS, VARIATIONS, WIDTH, Frame, Item, Widget, board, listened
from osc_bridge.hosts.max_for_live import device
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.addresses import EndpointKind, by_path


def apart(one: Frame, other: Frame) -> bool:
    x, y, width, height = one
    left, top, across, down = other
    return x + width <= left or left + across <= x or y + height <= top or top + down <= y


def having(items: tuple[Item, ...], *faces: Widget) -> list[str]:
    return [item.path for item in items if item.widget in faces]


def test_every_parameter_has_a_control(target: PatchTarget) -> None:
    controls = having(board(target), Widget.KNOB, Widget.NUMBER, Widget.TOGGLE)
    assert sorted(controls) == sorted(f"/vamen/{entry.id}" for entry in TABLE)


def test_there_are_slices_variations_transport_and_meters(target: PatchTarget) -> None:
    items = board(target)
    buttons = having(items, Widget.BUTTON)
    assert buttons.count("/vamen/slice") == SPEC.steps
    assert buttons.count("/vamen/seed") == VARIATIONS
    assert {"/vamen/play", "/vamen/stop", "/vamen/panic"} < set(buttons)
    assert len(having(items, Widget.METER)) == sum(address.kind is EndpointKind.METER for address in by_path().values())
    assert buttons.count("/vamen/preset") == len(PRESETS)
    assert having(items, Widget.XY) == ["/vamen/latent"]


def test_the_first_latents_have_the_names_of_the_model(target: PatchTarget) -> None:
    labels = [item.label for item in board(target) if item.path.startswith("/vamen/latent/")]
    assert tuple(labels) == target.names
    assert len(labels) == LATENTS


def test_items_do_not_overlap(target: PatchTarget) -> None:
    for items in (board(target), tuple(device(target))):
        for one, other in combinations(items, 2):
            assert apart(one.frame, other.frame), f"{one.label} lies on {other.label}"


def test_all_items_are_within_the_panel(target: PatchTarget) -> None:
    for item in board(target):
        x, y, width, height = item.frame
        assert 0 <= x <= WIDTH - width and 0 <= y <= HEIGHT - height, item.label


def test_ids_of_items_are_unique(target: PatchTarget) -> None:
    ids = [item.id for item in board(target)]
    assert len(ids) == len(set(ids))


def test_every_subscribed_address_can_be_subscribed_to(target: PatchTarget) -> None:
    followed = listened()
    assert set(followed) <= set(by_path())
    assert {"/vamen/tempo", "/vamen/latent/15", "/vamen/meter/peak"} <= set(followed)
    assert not any(path.startswith(("/vamen/norm", "/vamen/step")) for path in followed)


def test_bundled_presets_have_a_button_here_and_in_live(target: PatchTarget, tmp_path: Path) -> None:
    factory = sorted(PresetBank(tmp_path).names)
    for items in (board(target), tuple(device(target))):
        assert [item.arguments for item in items if item.path == "/vamen/preset"] == [(number,) for number in factory]

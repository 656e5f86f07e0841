"""The panel has what a performer needs, nothing twice, and nothing on top of something else."""

from itertools import combinations
from pathlib import Path

from engine.files.preset_bank import PresetBank
from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.hosts.forms import PRESETS
from osc_bridge.hosts.items import Frame, Item, Widget, form_frames
from osc_bridge.hosts.layout import PORTION, VARIATIONS, WIDTH, listened, pages, subscriptions
from osc_bridge.hosts.max_for_live import device
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.addresses import EndpointKind, by_path


def apart(one: Frame, other: Frame) -> bool:
    x, y, width, height = one
    left, top, across, down = other
    return x + width <= left or left + across <= x or y + height <= top or top + down <= y


def having(items: tuple[Item, ...], *faces: Widget) -> list[str]:
    return [item.path for item in items if item.widget in faces]


def board(target: PatchTarget) -> tuple[Item, ...]:
    return tuple(item for page in pages(target) for item in page.items)


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
    for items in (*(page.items for page in pages(target)), tuple(device(target))):
        for one, other in combinations(items, 2):
            if Widget.LABEL not in (one.widget, other.widget):
                assert apart(one.frame, other.frame), f"{one.label} lies on {other.label}"


def test_all_items_are_within_their_page(target: PatchTarget) -> None:
    for page in pages(target):
        for item in page.items:
            x, y, width, height = item.frame
            assert 0 <= x <= WIDTH - width and 0 <= y <= page.height - height, item.label


def test_the_parts_of_a_form_are_within_it_and_apart(target: PatchTarget) -> None:
    for item in (item for item in board(target) if item.widget is Widget.FORM):
        frames = form_frames(item)
        parts = [frames.name, *frames.labels, *frames.fields, *([frames.button] if frames.button else [])]
        assert all(apart(one, other) for one, other in combinations(parts, 2))
        x, y, width, height = item.frame
        for left, top, across, down in parts:
            assert x <= left and left + across <= x + width and y <= top and top + down <= y + height
            assert across >= 40


def test_a_preset_is_chosen_by_its_name_and_saved_under_any_number(target: PatchTarget) -> None:
    forms = {item.path: [field.kind.value for field in item.fields] for item in board(target) if item.fields}
    assert forms["/vamen/preset/save"] == ["whole", "text"]
    assert forms["/vamen/preset/morph"] == ["numbered", "numbered", "real"]
    assert forms["/vamen/preset/blend"] == ["numbered", "real"] * 3
    assert forms["/vamen/preset/move"] == ["numbered", "whole"]
    assert forms["/vamen/scene"] == ["numbered"] and forms["/vamen/scene/save"] == ["whole", "text"]
    assert forms["/vamen/model"] == ["named"]
    assert forms["/vamen/lock"] == forms["/vamen/unlock"] == ["choice"]
    assert forms["/vamen/lfo/target"] == ["whole", "choice"]
    assert forms["/vamen/learn"] == forms["/vamen/unlearn"] == ["choice"]


def test_a_drum_a_latent_and_a_sixteenth_can_be_locked(target: PatchTarget) -> None:
    [field] = next(item.fields for item in board(target) if item.path == "/vamen/lock")
    assert field.options[:4] == ("all", "kick", "snare", "hats")
    assert {"latent/0", "density", "0", "31"} < set(field.options)  # kick is the drum
    assert len(field.options) == len(set(field.options))
    locks = [item.label for item in board(target) if item.path.startswith("/vamen/lock/latent/")]
    assert tuple(locks) == target.names


def test_what_can_be_learned_has_the_names_of_the_model(target: PatchTarget) -> None:
    [field] = next(item.fields for item in board(target) if item.path == "/vamen/learn")
    assert {"none", "tempo", "kick", "tap", "slice/31", "preset/7", "scene/7"} < set(field.options)
    assert {"latent/0", "preset/8"}.isdisjoint(field.options)
    _, moved = next(item.fields for item in board(target) if item.path == "/vamen/lfo/target")
    assert {"none", "drive", "kick"} < set(moved.options) and "lfo/1/depth" not in moved.options


def test_ids_of_items_are_unique(target: PatchTarget) -> None:
    ids = [item.id for item in board(target)]
    assert len(ids) == len(set(ids))


def test_every_subscribed_address_can_be_subscribed_to(target: PatchTarget) -> None:
    followed = listened()
    assert set(followed) <= set(by_path())
    assert {"/vamen/tempo", "/vamen/latent/15", "/vamen/meter/peak"} <= set(followed)
    assert {"/vamen/step/0/kick", "/vamen/step/31/mute", "/vamen/report/presets"} <= set(followed)
    assert not any(path.startswith(("/vamen/norm", "/vamen/step/0/1")) for path in followed)
    assert sum(subscriptions(), ()) == followed
    assert max(map(len, subscriptions())) <= PORTION


def test_bundled_presets_have_a_button_here_and_in_live(target: PatchTarget, tmp_path: Path) -> None:
    factory = sorted(PresetBank(tmp_path).names)
    for items in (board(target), tuple(device(target))):
        buttons = [item.arguments for item in items if item.path == "/vamen/preset" and item.widget is Widget.BUTTON]
        assert buttons == [(number,) for number in factory]

"""Reports over OSC: texts and lists that are asked for and subscribed to, and the line about the last movement."""

from osc_bridge.osc.latent_names import LatentNames
from osc_bridge.osc.replies import pack
from osc_bridge.osc.reports import Movement, Reports
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Peer


def test_a_report_has_the_values_of_the_function_that_was_registered_for_it() -> None:
    reports = Reports()
    assert reports.read("model") == ("",)
    reports.text("model", lambda: "vamen-breaks")
    reports.add("preset", lambda: [3, "bright"])
    assert reports.read("model") == ("vamen-breaks",)
    assert reports.read("preset") == (3, "bright")


def test_a_report_is_asked_for_and_its_changes_are_sent_to_subscribers() -> None:
    peer, playing = Peer(FakeControls()), ["one"]
    handler = peer.handler
    handler.reports.text("model", lambda: playing[0])
    handler.reports.add("own", lambda: [3, 5][: len(playing)])
    assert peer.send(pack("/vamen/report/model")) == [("/vamen/report/model", ["one"])]
    assert peer.send(pack("/vamen/listen", "/vamen/report/model", "/vamen/report/own")) == [
        ("/vamen/report/model", ["one"]),
        ("/vamen/report/own", [3]),
    ]
    handler.subscriptions.publish()
    assert peer.inbox.take() == []
    playing[:] = ["two", "more"]
    handler.subscriptions.publish()
    assert sorted(peer.inbox.take()) == [("/vamen/report/model", ["two"]), ("/vamen/report/own", [3, 5])]


def test_the_last_movement_is_told_with_its_source_and_the_name_of_the_latent() -> None:
    movement = Movement(LatentNames(lambda: [("kick", "low drum")]))
    assert str(movement) == ""
    movement.note("CC 20 from Launch Control", {"latent/0": 1.2})
    assert str(movement) == "CC 20 from Launch Control -> kick +1.2"
    movement.note("OSC", {"tempo": 174.0})
    assert str(movement) == "OSC -> tempo 174"
    movement.note("panel", {"seed": 2**31 - 1.0})
    assert str(movement) == "panel -> seed 2147483647"
    movement.note("panel", {"lfo/2/shape": 4.0})
    assert str(movement) == "panel -> lfo/2/shape square"


def test_what_a_client_sets_is_the_last_movement() -> None:
    peer = Peer(FakeControls())
    peer.send(pack("/vamen/latent/2", -1.5))
    assert peer.send(pack("/vamen/report/moved")) == [("/vamen/report/moved", ["OSC -> latent/2 -1.5"])]


def test_a_movement_that_something_else_has_replaced_is_not_told() -> None:
    controls = FakeControls()
    peer = Peer(controls)
    peer.send(pack("/vamen/latent/2", -1.5))
    controls.write({"latent/2": 0.25})  # as a preset does
    assert peer.send(pack("/vamen/report/moved")) == [("/vamen/report/moved", [""])]

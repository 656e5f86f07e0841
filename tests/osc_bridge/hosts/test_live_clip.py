"""The script that puts a file into a clip of Live: Node runs it, with a set of Live that exists in memory only."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from osc_bridge.hosts.live_clip import CLIP_TRACK, live_clip
from osc_bridge.hosts.patch_target import PatchTarget

# Live's API as far as it is used: paths lead to objects of a set, values are in arrays
LIVE = """
const [script, live] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const vm = require("vm");
const slot = (clip) => ({ has_clip: clip ? 1 : 0, clip: clip || null });
const audio = (name, slots) => ({ name, has_audio_input: 1, is_foldable: 0, is_frozen: 0, clip_slots: slots });
const find = (path) => {
  const words = path.split(" ");
  if (words[0] === "live_app") return live.app;
  let found = live.set;
  for (let at = 1; at < words.length; at += 1) {
    if (words[at] === "view") found = live.set.tracks[live.selected], at += 1;
    else if (words[at] === "clip") found = found.clip;
    else found = found[words[at]][Number(words[at += 1])];
  }
  return found;
};
class LiveAPI {
  constructor(path) { this.unquotedpath = path; this.it = find(path); this.id = this.it ? "7" : "0"; }
  get(name) { return [this.it[name]]; }
  set(name, value) { this.it[name] = value; }
  getcount(name) { return (this.it[name] || []).length; }
  call(name, ...given) {
    if (name.startsWith("get_")) return this.it[name];
    const slots = live.set.tracks[0].clip_slots.map(() => slot());
    if (name === "create_audio_track") live.set.tracks.push(audio("audio", slots));
    if (name === "create_scene") live.set.tracks.forEach((track) => track.clip_slots.push(slot()));
    if (name === "create_audio_clip" && !live.deaf) Object.assign(this.it, slot({ file: given[0] }));
  }
}
const said = [];
const context = { LiveAPI, outlet: (number, message) => said.push(message), post: () => 0 };
vm.runInNewContext(script, context);
context.committed("/music/loop.wav", 4);
console.log(JSON.stringify([said, live.set.tracks]));
"""
FULL, EMPTY = {"has_clip": 1, "clip": {}}, {"has_clip": 0, "clip": None}


def track(name: str, *slots: dict[str, Any], audio: int = 1) -> dict[str, Any]:
    return {"name": name, "has_audio_input": audio, "is_foldable": 0, "is_frozen": 0, "clip_slots": [*slots]}


def commit(
    target: PatchTarget, tracks: list[dict[str, Any]], selected: int, version: tuple[int, ...] = (12, 0, 5), **more: Any
) -> tuple[list[Any], list[dict[str, Any]]]:
    """What the script says, and the tracks afterwards."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is missing: apt-get install nodejs")
    names = ("get_major_version", "get_minor_version", "get_bugfix_version")
    live = {"app": dict(zip(names, version, strict=True)), "set": {"tracks": tracks}, "selected": selected, **more}
    given = json.dumps([live_clip(target).decode(), live])
    ran = subprocess.run([node, "-e", LIVE], input=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    said, after = json.loads(ran.stdout)
    return said, after


def files(tracks: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """Track, number of the slot, and file of each clip that was made."""
    return [
        (one["name"], number, slot["clip"]["file"])
        for one in tracks
        for number, slot in enumerate(one["clip_slots"])
        if slot["clip"] and "file" in slot["clip"]
    ]


@pytest.mark.bridge
def test_the_clip_is_in_the_first_empty_slot_of_the_selected_audio_track(target: PatchTarget) -> None:
    said, after = commit(target, [track("drums", EMPTY, EMPTY, audio=0), track("loops", FULL, EMPTY)], 1)
    assert files(after) == [("loops", 1, "/music/loop.wav")]
    assert after[1]["clip_slots"][1]["clip"]["name"] == "vamen 4 bars"
    assert after[1]["clip_slots"][1]["clip"]["looping"] == 1
    assert said == [["reply", "clip", "the last 4 bars are on the track loops"]]


@pytest.mark.bridge
def test_a_full_track_gets_another_slot(target: PatchTarget) -> None:
    _, after = commit(target, [track("loops", FULL, FULL)], 0)
    assert files(after) == [("loops", 2, "/music/loop.wav")]


@pytest.mark.bridge
def test_beside_an_instrument_a_track_is_made_once(target: PatchTarget) -> None:
    _, after = commit(target, [track("vamen", EMPTY, EMPTY, audio=0)], 0)
    assert files(after) == [(CLIP_TRACK, 0, "/music/loop.wav")]
    _, again = commit(target, after, 0)
    assert len(again) == 2
    assert files(again) == [(CLIP_TRACK, 0, "/music/loop.wav"), (CLIP_TRACK, 1, "/music/loop.wav")]


@pytest.mark.bridge
@pytest.mark.parametrize("version", [(11, 3, 20), (12, 0, 4)])
def test_a_live_that_is_too_old_is_told_with_the_file(target: PatchTarget, version: tuple[int, ...]) -> None:
    said, after = commit(target, [track("loops", EMPTY)], 0, version)
    assert files(after) == []
    assert said == [["reply", "/vamen/error", "clips need Live 12.0.5 or later; the loop is in /music/loop.wav"]]


@pytest.mark.bridge
@pytest.mark.parametrize("version", [(12, 0, 5), (12, 1, 0), (13, 0, 0)])
def test_a_live_that_is_new_enough_makes_the_clip(target: PatchTarget, version: tuple[int, ...]) -> None:
    _, after = commit(target, [track("loops", EMPTY)], 0, version)
    assert len(files(after)) == 1


@pytest.mark.bridge
def test_a_file_that_live_does_not_take_is_named(target: PatchTarget) -> None:
    said, _ = commit(target, [track("loops", EMPTY)], 0, deaf=True)
    assert said[0][:2] == ["reply", "/vamen/error"] and "/music/loop.wav" in said[0][2]

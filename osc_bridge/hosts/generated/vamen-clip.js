// Puts a file into the first empty clip slot of the selected audio track: js vamen-clip.js
// in: committed FILE BARS      out: reply TEXT...
// Without a selected audio track, the slot is one of the track "vamen loops", which is made when it is missing.
autowatch = 1;
inlets = 1;
outlets = 1;

var TRACK = "vamen loops";
var NEEDED = [12, 0, 5]; // the version of Live with ClipSlot.create_audio_clip

function first(value) {
  return value instanceof Array ? value[0] : value;
}

function isEnough() {
  var live = new LiveAPI("live_app");
  var parts = ["get_major_version", "get_minor_version", "get_bugfix_version"];
  for (var part = 0; part < parts.length; part += 1) {
    var found = Number(first(live.call(parts[part])));
    if (found !== NEEDED[part]) return found > NEEDED[part];
  }
  return true;
}

function takesClips(track) {
  return Number(track.id) !== 0 && Number(first(track.get("has_audio_input"))) === 1 &&
    Number(first(track.get("is_foldable"))) === 0 && track.getcount("clip_slots") > 0 &&
    Number(first(track.get("is_frozen"))) === 0;
}

function chosenTrack() {
  var selected = new LiveAPI("live_set view selected_track");
  if (takesClips(selected)) return selected;
  var set = new LiveAPI("live_set");
  var count = set.getcount("tracks");
  for (var index = 0; index < count; index += 1) {
    var track = new LiveAPI("live_set tracks " + index);
    if (String(first(track.get("name"))) === TRACK && takesClips(track)) return track;
  }
  set.call("create_audio_track", -1); // behind the last one
  var made = new LiveAPI("live_set tracks " + (set.getcount("tracks") - 1));
  made.set("name", TRACK);
  return made;
}

function emptySlot(track) {
  for (var again = 0; again < 2; again += 1) {
    var count = track.getcount("clip_slots");
    for (var index = 0; index < count; index += 1) {
      var slot = new LiveAPI(track.unquotedpath + " clip_slots " + index);
      if (Number(first(slot.get("has_clip"))) === 0) return slot;
    }
    new LiveAPI("live_set").call("create_scene", -1); // a slot more on each track
  }
  return null;
}

function committed(file, bars) {
  if (!isEnough()) return said("/vamen/error", "clips need Live 12.0.5 or later; the loop is in " + file);
  var track = chosenTrack();
  var slot = emptySlot(track);
  if (slot !== null) slot.call("create_audio_clip", file);
  if (slot === null || Number(first(slot.get("has_clip"))) === 0) {
    return said("/vamen/error", "Live has not taken the file; drag it onto a track: " + file);
  }
  var clip = new LiveAPI(slot.unquotedpath + " clip");
  clip.set("name", "vamen " + bars + (bars === 1 ? " bar" : " bars"));
  clip.set("warping", 1);
  clip.set("looping", 1);
  said("clip", "the last " + bars + " bars are on the track " + first(track.get("name")));
}

function said() {
  outlet(0, ["reply"].concat(Array.prototype.slice.call(arguments)));
}

# vamen from Sonic Pi. Made from its list of addresses by `vamen patches`.
use_osc "127.0.0.1", 7770

# vamen_set :tempo, 174      all names are below, at vamen_names
define :vamen_set do |name, value|
  osc "/vamen/#{vamen_names[name] || name}", value
end

# vamen_do "preset/save", 40, "loud"
#   vamen_do "slice", number, amount                 jump to sixteenth 0 to 31, at velocity up to 1; starts the break; 0 lets it go
#   vamen_do "play"                                  start from the downbeat
#   vamen_do "stop"                                  fade out and return to the downbeat; drops what is due later
#   vamen_do "panic"                                 silence, now
#   vamen_do "step/clear"                            forget what was done to single sixteenths
#   vamen_do "preset", number                        recall a preset by its number, or its name as text
#   vamen_do "preset/save", number                   keep the sound as a preset, perhaps with a name
#   vamen_do "preset/morph", number, number, amount  the sound between two presets: their numbers or names, and where, 0 to 1
#   vamen_do "preset/blend", number, amount          the sound between any presets: pairs of a number or a name and a weight from 0
#   vamen_do "preset/rename", number, name           give one of your presets, by number or name, another name
#   vamen_do "preset/move", number, number           give one of your presets, by number or name, another number; one that has it gets the old number
#   vamen_do "preset/delete", number                 delete one of your presets, by number or name; the factory's come back
#   vamen_do "scene", number                         recall a scene of the set by its number, or its name as text
#   vamen_do "scene/next"                            the next scene of the set
#   vamen_do "scene/previous"                        the scene of the set before this one
#   vamen_do "scene/save", number, name              keep everything as a scene: under a number, under a name, or as a new one behind the others
#   vamen_do "scene/rename", number, name            give a scene, by number or name, another name
#   vamen_do "scene/move", number, number            give a scene, by number or name, another number; one that has it gets the old number
#   vamen_do "scene/delete", number                  delete a scene, by number or name
#   vamen_do "scene/export", number                  write a copy of a scene, by number or name, into the folder of exports
#   vamen_do "scene/reload"                          read the folder of the set again
#   vamen_do "random", amount                        a new break; below 1, a step from this one towards it
#   vamen_do "another"                               a break like this one
#   vamen_do "break", number                         a break of the map in the model, by its number; seed and single sixteenths stay
#   vamen_do "cancel"                                forget what waits for a beat
#   vamen_do "lfo/target", number, name              what an LFO moves: its number, and latent/0, its name, drive, …; none or an empty text ends it
#   vamen_do "gesture/record", number                record what is moved for so many bars, from the next one on, and play it in a loop
#   vamen_do "gesture/overdub", number               1 records over the loop what is moved; 0 ends that
#   vamen_do "gesture/play", number                  1 plays the recorded loop, 0 stops it
#   vamen_do "gesture/stretch", amount               make the recorded loop that many times as long
#   vamen_do "gesture/clear"                         forget the recorded loop
#   vamen_do "lock", name                            keeps this when the break changes: kick, snare, hats, a sixteenth, a latent by its name, or all; or several
#   vamen_do "unlock", name                          ends that, with the same names
#   vamen_do "lock/kick"                             keeps the strokes of the kick when the break changes, or ends that
#   vamen_do "lock/snare"                            keeps the strokes of the snare when the break changes, or ends that
#   vamen_do "lock/hats"                             keeps the strokes of the hats when the break changes, or ends that
#   vamen_do "undo"                                  the sound before this one, up to 50 times
#   vamen_do "redo"                                  take undo back
#   vamen_do "tap"                                   tap the tempo
#   vamen_do "nudge", amount                         push the beat ahead; below 0, hold it back
#   vamen_do "half"                                  half the tempo
#   vamen_do "double"                                twice the tempo
#   vamen_do "clock", number                         whose time to follow: 0 its own, 1 MIDI clock, 2 Link
#   vamen_do "model", name                           plays another model, by its name in `/vamen/report/models`
#   vamen_do "record", number                        1 records what is heard, in a file of its own; 0 ends that
#   vamen_do "learn", name                           the next control that is moved on a MIDI controller moves this: latent/0 or its name, tap, slice/5
#   vamen_do "unlearn", name                         takes this out of your MIDI map
define :vamen_do do |action, *arguments|
  osc "/vamen/#{action}", *arguments
end

# vamen_slice 8, 0.7         sixteenth 0 to 31, velocity 0 to 1
define :vamen_slice do |index, velocity = 1.0|
  osc "/vamen/slice", index, velocity
end

# vamen_step 4, :kick, 1.5   adds to a single sixteenth; "/vamen/step/clear" forgets it
define :vamen_step do |index, what, amount|
  osc "/vamen/step/#{index}/#{what}", amount
end

# vamen_preset 3             its number, or its name as text
define :vamen_preset do |which|
  osc "/vamen/preset", which
end

define :vamen_names do
  {
    tempo: "tempo", speed: "speed", freeze: "freeze", reverse: "reverse",
    stutter: "stutter", level: "level", width: "width", drive: "drive",
    ramp: "ramp", halftime: "halftime", scratch: "scratch", swing: "swing",
    shuffle_chance: "shuffle/chance", shuffle_seed: "shuffle/seed", slices_mode: "slices/mode", slices_onsets: "slices/onsets",
    mute_kick: "mute/kick", mute_snare: "mute/snare", mute_hats: "mute/hats", mono: "mono",
    filter_low: "filter/low", filter_high: "filter/high", filter_resonance: "filter/resonance", crush_bits: "crush/bits",
    crush_rate: "crush/rate", punch: "punch", room: "room", bypass_filter: "bypass/filter",
    bypass_drive: "bypass/drive", bypass_crush: "bypass/crush", bypass_punch: "bypass/punch", bypass_room: "bypass/room",
    texture: "texture", seed: "seed", quantise_slices: "quantise/slices", quantise_presets: "quantise/presets",
    quantise_latents: "quantise/latents", quantise_random: "quantise/random", quantise_effects: "quantise/effects", fill_chance: "fill/chance",
    fill_bars: "fill/bars", vary_chance: "vary/chance", vary_bars: "vary/bars", wildness: "wildness",
    drift_amount: "drift/amount", drift_beats: "drift/beats", chance_seed: "chance/seed", lfo_1_beats: "lfo/1/beats",
    lfo_1_depth: "lfo/1/depth", lfo_1_shape: "lfo/1/shape", lfo_2_beats: "lfo/2/beats", lfo_2_depth: "lfo/2/depth",
    lfo_2_shape: "lfo/2/shape", lfo_3_beats: "lfo/3/beats", lfo_3_depth: "lfo/3/depth", lfo_3_shape: "lfo/3/shape",
    lfo_4_beats: "lfo/4/beats", lfo_4_depth: "lfo/4/depth", lfo_4_shape: "lfo/4/shape", safe: "safe",
    lock_latent_0: "lock/latent/0", lock_latent_1: "lock/latent/1", lock_latent_2: "lock/latent/2", lock_latent_3: "lock/latent/3",
    lock_latent_4: "lock/latent/4", lock_latent_5: "lock/latent/5", lock_latent_6: "lock/latent/6", lock_latent_7: "lock/latent/7",
    lock_latent_8: "lock/latent/8", lock_latent_9: "lock/latent/9", lock_latent_10: "lock/latent/10", lock_latent_11: "lock/latent/11",
    lock_latent_12: "lock/latent/12", lock_latent_13: "lock/latent/13", lock_latent_14: "lock/latent/14", lock_latent_15: "lock/latent/15",
    latent0: "latent/0", latent1: "latent/1", latent2: "latent/2", latent3: "latent/3",
    latent4: "latent/4", latent5: "latent/5", latent6: "latent/6", latent7: "latent/7",
    latent8: "latent/8", latent9: "latent/9", latent10: "latent/10", latent11: "latent/11",
    latent12: "latent/12", latent13: "latent/13", latent14: "latent/14", latent15: "latent/15",
    kick: "latent/0", snare: "latent/1", hats: "latent/2", density: "latent/3",
    tightness: "latent/4", tone: "latent/5", backbeat: "latent/6", offbeat: "latent/7"
  }
end

# an example: the break at Sonic Pi's tempo, with its slices in an order of its own
use_bpm 174
vamen_set :tempo, 174
osc "/vamen/play"

live_loop :vamen_slices do
  use_osc "127.0.0.1", 7770
  index = (ring 0, 8, 4, 12, 0, 8, 20, 24).tick
  vamen_slice index, 1.0
  sleep 1
end

live_loop :vamen_latents do
  use_osc "127.0.0.1", 7770
  vamen_set :kick, rrand(-1.5, 1.5)
  sleep 8
end

# osc "/vamen/stop"
# osc "/vamen/panic"

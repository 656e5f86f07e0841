"""An example for Sonic Pi: PatchTarget in, the text of vamen-sonic-pi.rb out, to be pasted or run by run_file.

Sonic Pi puts time tags of its own schedule on messages, so loops are in time with its synths.
"""

from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT

from .patch_target import PatchTarget

SONIC_PI_SCRIPT = """# vamen from Sonic Pi. Made from its list of addresses by `vamen patches`.
use_osc "%(host)s", %(port)d

# vamen_set :tempo, 174      %(ids)s
define :vamen_set do |name, value|
  number = vamen_latents[name]
  path = number ? "latent/#{number}" : name
  osc "%(root)s/#{path}", value
end

# vamen_slice 8, 0.7         sixteenth 0 to %(last_step)d, velocity 0 to 1
define :vamen_slice do |index, velocity = 1.0|
  osc "%(root)s/slice", index, velocity
end

# vamen_step 4, :kick, 1.5   adds to a single sixteenth; "%(root)s/step/clear" forgets it
define :vamen_step do |index, what, amount|
  osc "%(root)s/step/#{index}/#{what}", amount
end

# vamen_preset 3             its number, or its name as text
define :vamen_preset do |which|
  osc "%(root)s/preset", which
end

define :vamen_latents do
  {
    %(names)s
  }
end

# an example: the break at Sonic Pi's tempo, with its slices in an order of its own
use_bpm 174
vamen_set :tempo, 174
osc "%(root)s/play"

live_loop :vamen_slices do
  use_osc "%(host)s", %(port)d
  index = (ring 0, 8, 4, 12, 0, 8, 20, 24).tick
  vamen_slice index, 1.0
  sleep 1
end

live_loop :vamen_latents do
  use_osc "%(host)s", %(port)d
  vamen_set :%(example)s, rrand(-1.5, 1.5)
  sleep 8
end

# osc "%(root)s/stop"
# osc "%(root)s/panic"
"""


def sonic_pi(target: PatchTarget) -> bytes:
    """Return the bytes of vamen-sonic-pi.rb: example code for Sonic Pi that plays vamen at `target`."""
    words = {**{f"latent{index}": index for index in range(LATENTS)}, **target.words()}
    ids = {entry.id for entry in TABLE if "/" not in entry.id}
    words = {word: index for word, index in words.items() if word not in ids}
    pairs = [f"{word}: {index}" for word, index in words.items()]
    fields = {
        "host": target.host,
        "port": target.port,
        "root": ROOT,
        "last_step": SPEC.steps - 1,
        "ids": " ".join(entry.id for entry in TABLE if "/" not in entry.id),
        "names": ",\n    ".join(", ".join(pairs[first : first + 6]) for first in range(0, len(pairs), 6)),
        "example": next((word for word in target.words() if word in words), "latent0"),
    }
    return (SONIC_PI_SCRIPT % fields).encode()

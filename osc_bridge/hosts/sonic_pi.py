"""An example for Sonic Pi: PatchTarget in, the text of vamen-sonic-pi.rb out, to be pasted or run by run_file.

Sonic Pi puts time tags of its own schedule on messages, so loops are in time with its synths.
"""

from collections.abc import Iterator

from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT

from .forms import actions
from .patch_target import PatchTarget

SONIC_PI_SCRIPT = """# vamen from Sonic Pi. Made from its list of addresses by `vamen patches`.
use_osc "%(host)s", %(port)d

# vamen_set :tempo, 174      all names are below, at vamen_names
define :vamen_set do |name, value|
  osc "%(root)s/#{vamen_names[name] || name}", value
end

# vamen_do "preset/save", 40, "loud"
%(actions)s
define :vamen_do do |action, *arguments|
  osc "%(root)s/#{action}", *arguments
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

define :vamen_names do
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
    ids = {entry.id.replace("/", "_"): entry.id for entry in TABLE[:-LATENTS]}
    words = {word: index for word, index in words.items() if word not in ids}
    pairs = [f'{word}: "{id}"' for word, id in ids.items()]
    pairs += [f'{word}: "latent/{index}"' for word, index in words.items()]
    fields = {
        "host": target.host,
        "port": target.port,
        "root": ROOT,
        "last_step": SPEC.steps - 1,
        "actions": "\n".join(_comments()),
        "names": ",\n    ".join(", ".join(pairs[first : first + 4]) for first in range(0, len(pairs), 4)),
        "example": next((word for word in target.words() if word in words), "latent0"),
    }
    return (SONIC_PI_SCRIPT % fields).encode()


def _comments() -> Iterator[str]:
    """Yield a line about each action, with its arguments."""
    words = {"i": "number", "f": "amount", "s": "name"}
    for address in actions():
        word = address.path.removeprefix(f"{ROOT}/")
        call = ", ".join([f'vamen_do "{word}"', *(words[tag] for tag in address.tags)])
        yield f"#   {call:<48} {address.about}"

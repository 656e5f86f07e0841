"""vamen as an OSC target of Tidal: PatchTarget in, Vamen.hs out, a script for GHCi that Tidal's boot file loads.

Every parameter and action is a control with the prefix v, as Tidal has functions called speed and density. A message is
sent only for events that set its controls, and with a time tag, so that slices are in time with the pattern. An action
with several arguments has a control for each, such as vpresetmorph, vpresetmorph2 and vpresetmorph3.
"""

from engine.controls import STEP_NAMES
from engine.parameters import LATENTS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT, SLICE_PATH, STEP_ROOT

from .forms import actions
from .patch_target import PatchTarget

TIDAL_SCRIPT = """-- vamen as a target of Tidal 1.7 to 1.10. Made from its list of addresses by `vamen patches`.
--
-- In BootTidal.hs, after the imports:
--
--   :script /path/to/Vamen.hs
--
-- and the target beside SuperDirt's, in Tidal 1.10
--
--   tidalInst <- mkTidalWith [(superdirtTarget, [superdirtShape]), (vamenTarget, vamenShapes)] defaultConfig
--
-- or before it
--
--   tidal <- startStream defaultConfig [(superdirtTarget, [superdirtShape]), (vamenTarget, vamenShapes)]
--
-- Then: d1 $ vslice "0 8 4 [12 2]"
--       d2 $ %(example)s (range (-1) 1 sine)
--       d3 $ vstep "4" # vstepkick "1.5"
--       d4 $ slow 8 $ vpreset "0 3"
--       once $ vundo 1           -- what takes no argument takes 1
--       once $ vpresetrename 12 # vpresetrename2 "loud"
--       once $ vtempo 174        -- in cycles of four beats: vtempo = 240 * cps

:{
vamenTarget :: Target
vamenTarget = Target {oName = "vamen", oAddress = "%(host)s", oPort = %(port)d, oBusPort = Nothing,
                      oLatency = 0.2, oWindow = Nothing, oSchedule = Pre BundleStamp, oHandshake = False}
:}

:{
vamenShapes :: [OSC]
vamenShapes =
  [ OSC "%(root)s/slice" $ ArgList [("vslice", Nothing), ("vvelocity", Just $ VF 1)]
%(shapes)s
  ]
:}

:{
let vslice = pI "vslice"         -- sixteenth 0 to %(last)d
    vvelocity = pF "vvelocity"   -- 0 to 1
    vstep = pI "vstep"           -- the sixteenth that the next ones are for
%(controls)s
:}
"""


def tidal(target: PatchTarget) -> bytes:
    """Return the bytes of Vamen.hs: a script with which Tidal plays vamen at `target`."""
    shapes, controls = [], []
    for address in actions():
        if address.path != SLICE_PATH:
            name = "v" + address.path.removeprefix(f"{ROOT}/").replace("/", "")
            names = [f"{name}{place or ''}" for place in (0, *range(2, max(len(address.tags), 1) + 1))]
            arguments = ", ".join(f'("{argument}", Nothing)' for argument in names)
            shapes.append(f'  , OSC "{address.path}" $ ArgList [{arguments}]')
            for argument, tag in zip(names, address.tags or "i", strict=True):
                controls.append(f'    {argument} = p{tag.upper()} "{argument}"')
    for entry in TABLE:
        name = "v" + entry.id.replace("/", "")
        shapes.append(f'  , OSC "{ROOT}/{entry.id}" $ ArgList [("{name}", Nothing)]')
        kind = "pI" if entry.whole else "pF"
        unit = f" {entry.unit}" if entry.unit else ""
        controls.append(f'    {name} = {kind} "{name}"  -- {entry.low:g} to {entry.high:.10g}{unit}')
    # Tidal replaces {vstep} by the value of the event
    for stroke in STEP_NAMES[LATENTS:]:
        shapes.append(f'  , OSC "{ROOT}/step/{{vstep}}/{stroke}" $ ArgList [("vstep{stroke}", Nothing)]')
        controls.append(f'    vstep{stroke} = pF "vstep{stroke}"')
    shapes.append(f'  , OSC "{STEP_ROOT}/{{vstep}}/{{vsteplatent}}" $ ArgList [("vstepvalue", Nothing)]')
    controls.append('    vsteplatent = pI "vsteplatent"  -- a latent of that sixteenth')
    controls.append('    vstepvalue = pF "vstepvalue"')
    taken = {line.split()[0] for line in controls}
    words = {f"v{word}": index for word, index in target.words().items() if f"v{word}" not in taken and index < LATENTS}
    controls += [f"    {word} = vlatent{index}" for word, index in words.items()]
    fields = {
        "host": target.host,
        "port": target.port,
        "root": ROOT,
        "last": SPEC.steps - 1,
        "example": next(iter(words), "vlatent0"),
        "shapes": "\n".join(shapes),
        "controls": "\n".join(controls),
    }
    return (TIDAL_SCRIPT % fields).encode()

-- vamen as a target of Tidal 1.7 to 1.10. Made from its list of addresses by `vamen patches`.
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
--       d2 $ vkick (range (-1) 1 sine)
--       d3 $ vstep "4" # vstepkick "1.5"
--       d4 $ slow 8 $ vpreset "0 3"
--       once $ vtempo 174        -- in cycles of four beats: vtempo = 240 * cps

:{
vamenTarget :: Target
vamenTarget = Target {oName = "vamen", oAddress = "127.0.0.1", oPort = 7770, oBusPort = Nothing,
                      oLatency = 0.2, oWindow = Nothing, oSchedule = Pre BundleStamp, oHandshake = False}
:}

:{
vamenShapes :: [OSC]
vamenShapes =
  [ OSC "/vamen/slice" $ ArgList [("vslice", Nothing), ("vvelocity", Just $ VF 1)]
  , OSC "/vamen/preset" $ ArgList [("vpreset", Nothing)]
  , OSC "/vamen/tempo" $ ArgList [("vtempo", Nothing)]
  , OSC "/vamen/speed" $ ArgList [("vspeed", Nothing)]
  , OSC "/vamen/freeze" $ ArgList [("vfreeze", Nothing)]
  , OSC "/vamen/reverse" $ ArgList [("vreverse", Nothing)]
  , OSC "/vamen/stutter" $ ArgList [("vstutter", Nothing)]
  , OSC "/vamen/level" $ ArgList [("vlevel", Nothing)]
  , OSC "/vamen/width" $ ArgList [("vwidth", Nothing)]
  , OSC "/vamen/drive" $ ArgList [("vdrive", Nothing)]
  , OSC "/vamen/texture" $ ArgList [("vtexture", Nothing)]
  , OSC "/vamen/seed" $ ArgList [("vseed", Nothing)]
  , OSC "/vamen/latent/0" $ ArgList [("vlatent0", Nothing)]
  , OSC "/vamen/latent/1" $ ArgList [("vlatent1", Nothing)]
  , OSC "/vamen/latent/2" $ ArgList [("vlatent2", Nothing)]
  , OSC "/vamen/latent/3" $ ArgList [("vlatent3", Nothing)]
  , OSC "/vamen/latent/4" $ ArgList [("vlatent4", Nothing)]
  , OSC "/vamen/latent/5" $ ArgList [("vlatent5", Nothing)]
  , OSC "/vamen/latent/6" $ ArgList [("vlatent6", Nothing)]
  , OSC "/vamen/latent/7" $ ArgList [("vlatent7", Nothing)]
  , OSC "/vamen/latent/8" $ ArgList [("vlatent8", Nothing)]
  , OSC "/vamen/latent/9" $ ArgList [("vlatent9", Nothing)]
  , OSC "/vamen/latent/10" $ ArgList [("vlatent10", Nothing)]
  , OSC "/vamen/latent/11" $ ArgList [("vlatent11", Nothing)]
  , OSC "/vamen/latent/12" $ ArgList [("vlatent12", Nothing)]
  , OSC "/vamen/latent/13" $ ArgList [("vlatent13", Nothing)]
  , OSC "/vamen/latent/14" $ ArgList [("vlatent14", Nothing)]
  , OSC "/vamen/latent/15" $ ArgList [("vlatent15", Nothing)]
  , OSC "/vamen/step/{vstep}/kick" $ ArgList [("vstepkick", Nothing)]
  , OSC "/vamen/step/{vstep}/snare" $ ArgList [("vstepsnare", Nothing)]
  , OSC "/vamen/step/{vstep}/hats" $ ArgList [("vstephats", Nothing)]
  , OSC "/vamen/step/{vstep}/mute" $ ArgList [("vstepmute", Nothing)]
  ]
:}

:{
let vslice = pI "vslice"         -- sixteenth 0 to 31
    vvelocity = pF "vvelocity"   -- 0 to 1
    vstep = pI "vstep"           -- the sixteenth that the next ones are for
    vpreset = pI "vpreset"  -- its number
    vtempo = pF "vtempo"  -- 40 to 300 BPM
    vspeed = pF "vspeed"  -- -4 to 4 x
    vfreeze = pI "vfreeze"  -- 0 to 1
    vreverse = pI "vreverse"  -- 0 to 1
    vstutter = pF "vstutter"  -- 0 to 8 sixteenths
    vlevel = pF "vlevel"  -- -60 to 12 dB
    vwidth = pF "vwidth"  -- 0 to 1
    vdrive = pF "vdrive"  -- 0 to 1
    vtexture = pF "vtexture"  -- 0 to 2
    vseed = pI "vseed"  -- 0 to 2147483647
    vlatent0 = pF "vlatent0"  -- -3 to 3
    vlatent1 = pF "vlatent1"  -- -3 to 3
    vlatent2 = pF "vlatent2"  -- -3 to 3
    vlatent3 = pF "vlatent3"  -- -3 to 3
    vlatent4 = pF "vlatent4"  -- -3 to 3
    vlatent5 = pF "vlatent5"  -- -3 to 3
    vlatent6 = pF "vlatent6"  -- -3 to 3
    vlatent7 = pF "vlatent7"  -- -3 to 3
    vlatent8 = pF "vlatent8"  -- -3 to 3
    vlatent9 = pF "vlatent9"  -- -3 to 3
    vlatent10 = pF "vlatent10"  -- -3 to 3
    vlatent11 = pF "vlatent11"  -- -3 to 3
    vlatent12 = pF "vlatent12"  -- -3 to 3
    vlatent13 = pF "vlatent13"  -- -3 to 3
    vlatent14 = pF "vlatent14"  -- -3 to 3
    vlatent15 = pF "vlatent15"  -- -3 to 3
    vstepkick = pF "vstepkick"
    vstepsnare = pF "vstepsnare"
    vstephats = pF "vstephats"
    vstepmute = pF "vstepmute"
    vkick = vlatent0
    vsnare = vlatent1
    vhats = vlatent2
    vdensity = vlatent3
    vtightness = vlatent4
    vtone = vlatent5
    vbackbeat = vlatent6
    voffbeat = vlatent7
:}

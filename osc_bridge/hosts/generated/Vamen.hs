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
--       once $ vundo 1           -- what takes no argument takes 1
--       once $ vpresetrename 12 # vpresetrename2 "loud"
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
  , OSC "/vamen/play" $ ArgList [("vplay", Nothing)]
  , OSC "/vamen/stop" $ ArgList [("vstop", Nothing)]
  , OSC "/vamen/panic" $ ArgList [("vpanic", Nothing)]
  , OSC "/vamen/step/clear" $ ArgList [("vstepclear", Nothing)]
  , OSC "/vamen/preset" $ ArgList [("vpreset", Nothing)]
  , OSC "/vamen/preset/save" $ ArgList [("vpresetsave", Nothing)]
  , OSC "/vamen/preset/morph" $ ArgList [("vpresetmorph", Nothing), ("vpresetmorph2", Nothing), ("vpresetmorph3", Nothing)]
  , OSC "/vamen/preset/blend" $ ArgList [("vpresetblend", Nothing), ("vpresetblend2", Nothing)]
  , OSC "/vamen/preset/rename" $ ArgList [("vpresetrename", Nothing), ("vpresetrename2", Nothing)]
  , OSC "/vamen/preset/move" $ ArgList [("vpresetmove", Nothing), ("vpresetmove2", Nothing)]
  , OSC "/vamen/preset/delete" $ ArgList [("vpresetdelete", Nothing)]
  , OSC "/vamen/scene" $ ArgList [("vscene", Nothing)]
  , OSC "/vamen/scene/next" $ ArgList [("vscenenext", Nothing)]
  , OSC "/vamen/scene/previous" $ ArgList [("vsceneprevious", Nothing)]
  , OSC "/vamen/scene/save" $ ArgList [("vscenesave", Nothing), ("vscenesave2", Nothing)]
  , OSC "/vamen/scene/rename" $ ArgList [("vscenerename", Nothing), ("vscenerename2", Nothing)]
  , OSC "/vamen/scene/move" $ ArgList [("vscenemove", Nothing), ("vscenemove2", Nothing)]
  , OSC "/vamen/scene/delete" $ ArgList [("vscenedelete", Nothing)]
  , OSC "/vamen/scene/export" $ ArgList [("vsceneexport", Nothing)]
  , OSC "/vamen/scene/reload" $ ArgList [("vscenereload", Nothing)]
  , OSC "/vamen/random" $ ArgList [("vrandom", Nothing)]
  , OSC "/vamen/another" $ ArgList [("vanother", Nothing)]
  , OSC "/vamen/break" $ ArgList [("vbreak", Nothing)]
  , OSC "/vamen/cancel" $ ArgList [("vcancel", Nothing)]
  , OSC "/vamen/lfo/target" $ ArgList [("vlfotarget", Nothing), ("vlfotarget2", Nothing)]
  , OSC "/vamen/gesture/record" $ ArgList [("vgesturerecord", Nothing)]
  , OSC "/vamen/gesture/overdub" $ ArgList [("vgestureoverdub", Nothing)]
  , OSC "/vamen/gesture/play" $ ArgList [("vgestureplay", Nothing)]
  , OSC "/vamen/gesture/stretch" $ ArgList [("vgesturestretch", Nothing)]
  , OSC "/vamen/gesture/clear" $ ArgList [("vgestureclear", Nothing)]
  , OSC "/vamen/lock" $ ArgList [("vlock", Nothing)]
  , OSC "/vamen/unlock" $ ArgList [("vunlock", Nothing)]
  , OSC "/vamen/lock/kick" $ ArgList [("vlockkick", Nothing)]
  , OSC "/vamen/lock/snare" $ ArgList [("vlocksnare", Nothing)]
  , OSC "/vamen/lock/hats" $ ArgList [("vlockhats", Nothing)]
  , OSC "/vamen/undo" $ ArgList [("vundo", Nothing)]
  , OSC "/vamen/redo" $ ArgList [("vredo", Nothing)]
  , OSC "/vamen/tap" $ ArgList [("vtap", Nothing)]
  , OSC "/vamen/nudge" $ ArgList [("vnudge", Nothing)]
  , OSC "/vamen/half" $ ArgList [("vhalf", Nothing)]
  , OSC "/vamen/double" $ ArgList [("vdouble", Nothing)]
  , OSC "/vamen/clock" $ ArgList [("vclock", Nothing)]
  , OSC "/vamen/model" $ ArgList [("vmodel", Nothing)]
  , OSC "/vamen/record" $ ArgList [("vrecord", Nothing)]
  , OSC "/vamen/learn" $ ArgList [("vlearn", Nothing)]
  , OSC "/vamen/unlearn" $ ArgList [("vunlearn", Nothing)]
  , OSC "/vamen/tempo" $ ArgList [("vtempo", Nothing)]
  , OSC "/vamen/speed" $ ArgList [("vspeed", Nothing)]
  , OSC "/vamen/freeze" $ ArgList [("vfreeze", Nothing)]
  , OSC "/vamen/reverse" $ ArgList [("vreverse", Nothing)]
  , OSC "/vamen/stutter" $ ArgList [("vstutter", Nothing)]
  , OSC "/vamen/level" $ ArgList [("vlevel", Nothing)]
  , OSC "/vamen/width" $ ArgList [("vwidth", Nothing)]
  , OSC "/vamen/drive" $ ArgList [("vdrive", Nothing)]
  , OSC "/vamen/ramp" $ ArgList [("vramp", Nothing)]
  , OSC "/vamen/halftime" $ ArgList [("vhalftime", Nothing)]
  , OSC "/vamen/scratch" $ ArgList [("vscratch", Nothing)]
  , OSC "/vamen/swing" $ ArgList [("vswing", Nothing)]
  , OSC "/vamen/shuffle/chance" $ ArgList [("vshufflechance", Nothing)]
  , OSC "/vamen/shuffle/seed" $ ArgList [("vshuffleseed", Nothing)]
  , OSC "/vamen/slices/mode" $ ArgList [("vslicesmode", Nothing)]
  , OSC "/vamen/slices/onsets" $ ArgList [("vslicesonsets", Nothing)]
  , OSC "/vamen/mute/kick" $ ArgList [("vmutekick", Nothing)]
  , OSC "/vamen/mute/snare" $ ArgList [("vmutesnare", Nothing)]
  , OSC "/vamen/mute/hats" $ ArgList [("vmutehats", Nothing)]
  , OSC "/vamen/mono" $ ArgList [("vmono", Nothing)]
  , OSC "/vamen/filter/low" $ ArgList [("vfilterlow", Nothing)]
  , OSC "/vamen/filter/high" $ ArgList [("vfilterhigh", Nothing)]
  , OSC "/vamen/filter/resonance" $ ArgList [("vfilterresonance", Nothing)]
  , OSC "/vamen/crush/bits" $ ArgList [("vcrushbits", Nothing)]
  , OSC "/vamen/crush/rate" $ ArgList [("vcrushrate", Nothing)]
  , OSC "/vamen/punch" $ ArgList [("vpunch", Nothing)]
  , OSC "/vamen/room" $ ArgList [("vroom", Nothing)]
  , OSC "/vamen/bypass/filter" $ ArgList [("vbypassfilter", Nothing)]
  , OSC "/vamen/bypass/drive" $ ArgList [("vbypassdrive", Nothing)]
  , OSC "/vamen/bypass/crush" $ ArgList [("vbypasscrush", Nothing)]
  , OSC "/vamen/bypass/punch" $ ArgList [("vbypasspunch", Nothing)]
  , OSC "/vamen/bypass/room" $ ArgList [("vbypassroom", Nothing)]
  , OSC "/vamen/texture" $ ArgList [("vtexture", Nothing)]
  , OSC "/vamen/seed" $ ArgList [("vseed", Nothing)]
  , OSC "/vamen/quantise/slices" $ ArgList [("vquantiseslices", Nothing)]
  , OSC "/vamen/quantise/presets" $ ArgList [("vquantisepresets", Nothing)]
  , OSC "/vamen/quantise/latents" $ ArgList [("vquantiselatents", Nothing)]
  , OSC "/vamen/quantise/random" $ ArgList [("vquantiserandom", Nothing)]
  , OSC "/vamen/quantise/effects" $ ArgList [("vquantiseeffects", Nothing)]
  , OSC "/vamen/fill/chance" $ ArgList [("vfillchance", Nothing)]
  , OSC "/vamen/fill/bars" $ ArgList [("vfillbars", Nothing)]
  , OSC "/vamen/vary/chance" $ ArgList [("vvarychance", Nothing)]
  , OSC "/vamen/vary/bars" $ ArgList [("vvarybars", Nothing)]
  , OSC "/vamen/wildness" $ ArgList [("vwildness", Nothing)]
  , OSC "/vamen/drift/amount" $ ArgList [("vdriftamount", Nothing)]
  , OSC "/vamen/drift/beats" $ ArgList [("vdriftbeats", Nothing)]
  , OSC "/vamen/chance/seed" $ ArgList [("vchanceseed", Nothing)]
  , OSC "/vamen/lfo/1/beats" $ ArgList [("vlfo1beats", Nothing)]
  , OSC "/vamen/lfo/1/depth" $ ArgList [("vlfo1depth", Nothing)]
  , OSC "/vamen/lfo/1/shape" $ ArgList [("vlfo1shape", Nothing)]
  , OSC "/vamen/lfo/2/beats" $ ArgList [("vlfo2beats", Nothing)]
  , OSC "/vamen/lfo/2/depth" $ ArgList [("vlfo2depth", Nothing)]
  , OSC "/vamen/lfo/2/shape" $ ArgList [("vlfo2shape", Nothing)]
  , OSC "/vamen/lfo/3/beats" $ ArgList [("vlfo3beats", Nothing)]
  , OSC "/vamen/lfo/3/depth" $ ArgList [("vlfo3depth", Nothing)]
  , OSC "/vamen/lfo/3/shape" $ ArgList [("vlfo3shape", Nothing)]
  , OSC "/vamen/lfo/4/beats" $ ArgList [("vlfo4beats", Nothing)]
  , OSC "/vamen/lfo/4/depth" $ ArgList [("vlfo4depth", Nothing)]
  , OSC "/vamen/lfo/4/shape" $ ArgList [("vlfo4shape", Nothing)]
  , OSC "/vamen/safe" $ ArgList [("vsafe", Nothing)]
  , OSC "/vamen/lock/latent/0" $ ArgList [("vlocklatent0", Nothing)]
  , OSC "/vamen/lock/latent/1" $ ArgList [("vlocklatent1", Nothing)]
  , OSC "/vamen/lock/latent/2" $ ArgList [("vlocklatent2", Nothing)]
  , OSC "/vamen/lock/latent/3" $ ArgList [("vlocklatent3", Nothing)]
  , OSC "/vamen/lock/latent/4" $ ArgList [("vlocklatent4", Nothing)]
  , OSC "/vamen/lock/latent/5" $ ArgList [("vlocklatent5", Nothing)]
  , OSC "/vamen/lock/latent/6" $ ArgList [("vlocklatent6", Nothing)]
  , OSC "/vamen/lock/latent/7" $ ArgList [("vlocklatent7", Nothing)]
  , OSC "/vamen/lock/latent/8" $ ArgList [("vlocklatent8", Nothing)]
  , OSC "/vamen/lock/latent/9" $ ArgList [("vlocklatent9", Nothing)]
  , OSC "/vamen/lock/latent/10" $ ArgList [("vlocklatent10", Nothing)]
  , OSC "/vamen/lock/latent/11" $ ArgList [("vlocklatent11", Nothing)]
  , OSC "/vamen/lock/latent/12" $ ArgList [("vlocklatent12", Nothing)]
  , OSC "/vamen/lock/latent/13" $ ArgList [("vlocklatent13", Nothing)]
  , OSC "/vamen/lock/latent/14" $ ArgList [("vlocklatent14", Nothing)]
  , OSC "/vamen/lock/latent/15" $ ArgList [("vlocklatent15", Nothing)]
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
  , OSC "/vamen/step/{vstep}/shift" $ ArgList [("vstepshift", Nothing)]
  , OSC "/vamen/step/{vstep}/lock" $ ArgList [("vsteplock", Nothing)]
  , OSC "/vamen/step/{vstep}/{vsteplatent}" $ ArgList [("vstepvalue", Nothing)]
  ]
:}

:{
let vslice = pI "vslice"         -- sixteenth 0 to 31
    vvelocity = pF "vvelocity"   -- 0 to 1
    vstep = pI "vstep"           -- the sixteenth that the next ones are for
    vplay = pI "vplay"
    vstop = pI "vstop"
    vpanic = pI "vpanic"
    vstepclear = pI "vstepclear"
    vpreset = pI "vpreset"
    vpresetsave = pI "vpresetsave"
    vpresetmorph = pI "vpresetmorph"
    vpresetmorph2 = pI "vpresetmorph2"
    vpresetmorph3 = pF "vpresetmorph3"
    vpresetblend = pI "vpresetblend"
    vpresetblend2 = pF "vpresetblend2"
    vpresetrename = pI "vpresetrename"
    vpresetrename2 = pS "vpresetrename2"
    vpresetmove = pI "vpresetmove"
    vpresetmove2 = pI "vpresetmove2"
    vpresetdelete = pI "vpresetdelete"
    vscene = pI "vscene"
    vscenenext = pI "vscenenext"
    vsceneprevious = pI "vsceneprevious"
    vscenesave = pI "vscenesave"
    vscenesave2 = pS "vscenesave2"
    vscenerename = pI "vscenerename"
    vscenerename2 = pS "vscenerename2"
    vscenemove = pI "vscenemove"
    vscenemove2 = pI "vscenemove2"
    vscenedelete = pI "vscenedelete"
    vsceneexport = pI "vsceneexport"
    vscenereload = pI "vscenereload"
    vrandom = pF "vrandom"
    vanother = pI "vanother"
    vbreak = pI "vbreak"
    vcancel = pI "vcancel"
    vlfotarget = pI "vlfotarget"
    vlfotarget2 = pS "vlfotarget2"
    vgesturerecord = pI "vgesturerecord"
    vgestureoverdub = pI "vgestureoverdub"
    vgestureplay = pI "vgestureplay"
    vgesturestretch = pF "vgesturestretch"
    vgestureclear = pI "vgestureclear"
    vlock = pS "vlock"
    vunlock = pS "vunlock"
    vlockkick = pI "vlockkick"
    vlocksnare = pI "vlocksnare"
    vlockhats = pI "vlockhats"
    vundo = pI "vundo"
    vredo = pI "vredo"
    vtap = pI "vtap"
    vnudge = pF "vnudge"
    vhalf = pI "vhalf"
    vdouble = pI "vdouble"
    vclock = pI "vclock"
    vmodel = pS "vmodel"
    vrecord = pI "vrecord"
    vlearn = pS "vlearn"
    vunlearn = pS "vunlearn"
    vtempo = pF "vtempo"  -- 40 to 300 BPM
    vspeed = pF "vspeed"  -- -4 to 4 x
    vfreeze = pI "vfreeze"  -- 0 to 1
    vreverse = pI "vreverse"  -- 0 to 1
    vstutter = pF "vstutter"  -- 0 to 32 sixteenths
    vlevel = pF "vlevel"  -- -60 to 12 dB
    vwidth = pF "vwidth"  -- 0 to 1
    vdrive = pF "vdrive"  -- 0 to 1
    vramp = pF "vramp"  -- -1 to 1 octaves
    vhalftime = pI "vhalftime"  -- 0 to 1
    vscratch = pF "vscratch"  -- -32 to 32 sixteenths
    vswing = pF "vswing"  -- 50 to 75 %
    vshufflechance = pF "vshufflechance"  -- 0 to 1
    vshuffleseed = pI "vshuffleseed"  -- 0 to 2147483647
    vslicesmode = pI "vslicesmode"  -- 0 to 2
    vslicesonsets = pI "vslicesonsets"  -- 0 to 1
    vmutekick = pI "vmutekick"  -- 0 to 1
    vmutesnare = pI "vmutesnare"  -- 0 to 1
    vmutehats = pI "vmutehats"  -- 0 to 1
    vmono = pI "vmono"  -- 0 to 1
    vfilterlow = pF "vfilterlow"  -- 20 to 20000 Hz
    vfilterhigh = pF "vfilterhigh"  -- 20 to 20000 Hz
    vfilterresonance = pF "vfilterresonance"  -- 0 to 1
    vcrushbits = pF "vcrushbits"  -- 1 to 16 bits
    vcrushrate = pF "vcrushrate"  -- 200 to 44100 Hz
    vpunch = pF "vpunch"  -- -1 to 1
    vroom = pF "vroom"  -- 0 to 1
    vbypassfilter = pI "vbypassfilter"  -- 0 to 1
    vbypassdrive = pI "vbypassdrive"  -- 0 to 1
    vbypasscrush = pI "vbypasscrush"  -- 0 to 1
    vbypasspunch = pI "vbypasspunch"  -- 0 to 1
    vbypassroom = pI "vbypassroom"  -- 0 to 1
    vtexture = pF "vtexture"  -- 0 to 2
    vseed = pI "vseed"  -- 0 to 2147483647
    vquantiseslices = pI "vquantiseslices"  -- 0 to 8
    vquantisepresets = pI "vquantisepresets"  -- 0 to 8
    vquantiselatents = pI "vquantiselatents"  -- 0 to 8
    vquantiserandom = pI "vquantiserandom"  -- 0 to 8
    vquantiseeffects = pI "vquantiseeffects"  -- 0 to 8
    vfillchance = pF "vfillchance"  -- 0 to 1
    vfillbars = pI "vfillbars"  -- 1 to 16 bars
    vvarychance = pF "vvarychance"  -- 0 to 1
    vvarybars = pI "vvarybars"  -- 1 to 16 bars
    vwildness = pF "vwildness"  -- 0 to 1
    vdriftamount = pF "vdriftamount"  -- 0 to 1
    vdriftbeats = pF "vdriftbeats"  -- 1 to 64 beats
    vchanceseed = pI "vchanceseed"  -- 0 to 2147483647
    vlfo1beats = pF "vlfo1beats"  -- 0.25 to 64 beats
    vlfo1depth = pF "vlfo1depth"  -- -1 to 1
    vlfo1shape = pI "vlfo1shape"  -- 0 to 5
    vlfo2beats = pF "vlfo2beats"  -- 0.25 to 64 beats
    vlfo2depth = pF "vlfo2depth"  -- -1 to 1
    vlfo2shape = pI "vlfo2shape"  -- 0 to 5
    vlfo3beats = pF "vlfo3beats"  -- 0.25 to 64 beats
    vlfo3depth = pF "vlfo3depth"  -- -1 to 1
    vlfo3shape = pI "vlfo3shape"  -- 0 to 5
    vlfo4beats = pF "vlfo4beats"  -- 0.25 to 64 beats
    vlfo4depth = pF "vlfo4depth"  -- -1 to 1
    vlfo4shape = pI "vlfo4shape"  -- 0 to 5
    vsafe = pI "vsafe"  -- 0 to 1
    vlocklatent0 = pI "vlocklatent0"  -- 0 to 1
    vlocklatent1 = pI "vlocklatent1"  -- 0 to 1
    vlocklatent2 = pI "vlocklatent2"  -- 0 to 1
    vlocklatent3 = pI "vlocklatent3"  -- 0 to 1
    vlocklatent4 = pI "vlocklatent4"  -- 0 to 1
    vlocklatent5 = pI "vlocklatent5"  -- 0 to 1
    vlocklatent6 = pI "vlocklatent6"  -- 0 to 1
    vlocklatent7 = pI "vlocklatent7"  -- 0 to 1
    vlocklatent8 = pI "vlocklatent8"  -- 0 to 1
    vlocklatent9 = pI "vlocklatent9"  -- 0 to 1
    vlocklatent10 = pI "vlocklatent10"  -- 0 to 1
    vlocklatent11 = pI "vlocklatent11"  -- 0 to 1
    vlocklatent12 = pI "vlocklatent12"  -- 0 to 1
    vlocklatent13 = pI "vlocklatent13"  -- 0 to 1
    vlocklatent14 = pI "vlocklatent14"  -- 0 to 1
    vlocklatent15 = pI "vlocklatent15"  -- 0 to 1
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
    vstepshift = pF "vstepshift"
    vsteplock = pF "vsteplock"
    vsteplatent = pI "vsteplatent"  -- a latent of that sixteenth
    vstepvalue = pF "vstepvalue"
    vkick = vlatent0
    vsnare = vlatent1
    vhats = vlatent2
    vdensity = vlatent3
    vtightness = vlatent4
    vtone = vlatent5
    vbackbeat = vlatent6
    voffbeat = vlatent7
:}

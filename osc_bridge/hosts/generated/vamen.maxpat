{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 6,
   "revision": 0,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   80.0,
   80.0,
   864.0,
   692.0
  ],
  "openinpresentation": 1,
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      40.0,
      400.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      10.0,
      400.0,
      20.0
     ],
     "text": "vamen at 127.0.0.1 port 7770"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      170.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_0",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/0 kick",
       "parameter_shortname": "kick",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/0"
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      170.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/0"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      320.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_1",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/1 snare",
       "parameter_shortname": "snare",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/1"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      320.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/1"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      470.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_2",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/2 hats",
       "parameter_shortname": "hats",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/2"
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      470.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/2"
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      620.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_3",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/3 density",
       "parameter_shortname": "density",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/3"
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      620.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/3"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      770.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_4",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/4 tightness",
       "parameter_shortname": "tightness",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/4"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      770.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/4"
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      920.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_5",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/5 tone",
       "parameter_shortname": "tone",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/5"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-36",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      920.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/5"
    }
   },
   {
    "box": {
     "id": "obj-38",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1070.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_6",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/6 backbeat",
       "parameter_shortname": "backbeat",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/6"
    }
   },
   {
    "box": {
     "id": "obj-40",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-42",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1070.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/6"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1220.0,
      40.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      38.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_7",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/7 offbeat",
       "parameter_shortname": "offbeat",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/7"
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-49",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1220.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/7"
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "pictslider",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "patching_rect": [
      1370.0,
      40.0,
      240.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      592.0,
      38.0,
      240.0,
      84.0
     ],
     "parameter_enable": 0,
     "leftvalue": 0,
     "rightvalue": 1000,
     "bottomvalue": 0,
     "topvalue": 1000
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "newobj",
     "numinlets": 6,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "scale 0 1000 -3.0 3.0"
    }
   },
   {
    "box": {
     "id": "obj-52",
     "maxclass": "newobj",
     "numinlets": 6,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "scale 0 1000 -3.0 3.0"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "pack 0. 0."
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "bang",
      "float"
     ],
     "patching_rect": [
      1370.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "t b f"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent"
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      304.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1520.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_8",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/8 free 1",
       "parameter_shortname": "free 1",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-58",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/8"
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-60",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-61",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-62",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1520.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/8"
    }
   },
   {
    "box": {
     "id": "obj-63",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1670.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      72.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_9",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/9 free 2",
       "parameter_shortname": "free 2",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-64",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/9"
    }
   },
   {
    "box": {
     "id": "obj-65",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-67",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1670.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/9"
    }
   },
   {
    "box": {
     "id": "obj-69",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1820.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      128.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_10",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/10 free 3",
       "parameter_shortname": "free 3",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-70",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/10"
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-72",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-73",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-74",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1820.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/10"
    }
   },
   {
    "box": {
     "id": "obj-75",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1970.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      184.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_11",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/11 free 4",
       "parameter_shortname": "free 4",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-76",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/11"
    }
   },
   {
    "box": {
     "id": "obj-77",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-78",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-79",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-80",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1970.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/11"
    }
   },
   {
    "box": {
     "id": "obj-81",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      2120.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      240.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_12",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/12 free 5",
       "parameter_shortname": "free 5",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-82",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/12"
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2120.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/12"
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      2270.0,
      40.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      296.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_13",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/13 free 6",
       "parameter_shortname": "free 6",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      84.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/13"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      128.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      172.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      216.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2270.0,
      260.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/13"
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      20.0,
      300.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      352.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_14",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/14 free 7",
       "parameter_shortname": "free 7",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/14"
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/14"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      170.0,
      300.0,
      48.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      408.0,
      130.0,
      48.0,
      64.0
     ],
     "parameter_enable": 1,
     "varname": "knob_latent_15",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "latent/15 free 8",
       "parameter_shortname": "free 8",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -3.0,
       "parameter_mmax": 3.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-100",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/latent/15"
    }
   },
   {
    "box": {
     "id": "obj-101",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-103",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-104",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      170.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/latent/15"
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      320.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_tempo",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "tempo tempo",
       "parameter_shortname": "tempo",
       "parameter_initial": [
        170.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 40.0,
       "parameter_mmax": 300.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-106",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/tempo"
    }
   },
   {
    "box": {
     "id": "obj-107",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-108",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-109",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-110",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      320.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/tempo"
    }
   },
   {
    "box": {
     "id": "obj-111",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      470.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_speed",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "speed speed",
       "parameter_shortname": "speed",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -4.0,
       "parameter_mmax": 4.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-112",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/speed"
    }
   },
   {
    "box": {
     "id": "obj-113",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-114",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-115",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-116",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      470.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/speed"
    }
   },
   {
    "box": {
     "id": "obj-117",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      620.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_stutter",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "stutter stutter",
       "parameter_shortname": "stutter",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 32.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-118",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/stutter"
    }
   },
   {
    "box": {
     "id": "obj-119",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-120",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-121",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-122",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      620.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/stutter"
    }
   },
   {
    "box": {
     "id": "obj-123",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      770.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_level",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "level level",
       "parameter_shortname": "level",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -60.0,
       "parameter_mmax": 12.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-124",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/level"
    }
   },
   {
    "box": {
     "id": "obj-125",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-126",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-127",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-128",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      770.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/level"
    }
   },
   {
    "box": {
     "id": "obj-129",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      920.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_width",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "width width",
       "parameter_shortname": "width",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-130",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/width"
    }
   },
   {
    "box": {
     "id": "obj-131",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-132",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-133",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-134",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      920.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/width"
    }
   },
   {
    "box": {
     "id": "obj-135",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1070.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_drive",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "drive drive",
       "parameter_shortname": "drive",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-136",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/drive"
    }
   },
   {
    "box": {
     "id": "obj-137",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-138",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-139",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-140",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1070.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/drive"
    }
   },
   {
    "box": {
     "id": "obj-141",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1220.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_ramp",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "ramp ramp",
       "parameter_shortname": "ramp",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -1.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-142",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/ramp"
    }
   },
   {
    "box": {
     "id": "obj-143",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-144",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-145",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-146",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1220.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/ramp"
    }
   },
   {
    "box": {
     "id": "obj-147",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1370.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_scratch",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "scratch scratch",
       "parameter_shortname": "scratch",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -32.0,
       "parameter_mmax": 32.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-148",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/scratch"
    }
   },
   {
    "box": {
     "id": "obj-149",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-150",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-151",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-152",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1370.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/scratch"
    }
   },
   {
    "box": {
     "id": "obj-153",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1520.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      592.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_swing",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "swing swing",
       "parameter_shortname": "swing",
       "parameter_initial": [
        50.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 50.0,
       "parameter_mmax": 75.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-154",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/swing"
    }
   },
   {
    "box": {
     "id": "obj-155",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-156",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-157",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-158",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1520.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/swing"
    }
   },
   {
    "box": {
     "id": "obj-159",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1670.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      664.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_punch",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "punch punch",
       "parameter_shortname": "punch",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": -1.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-160",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/punch"
    }
   },
   {
    "box": {
     "id": "obj-161",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-162",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-163",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-164",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1670.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/punch"
    }
   },
   {
    "box": {
     "id": "obj-165",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1820.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      736.0,
      202.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_room",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "room room",
       "parameter_shortname": "room",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-166",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/room"
    }
   },
   {
    "box": {
     "id": "obj-167",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-168",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-169",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-170",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1820.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/room"
    }
   },
   {
    "box": {
     "id": "obj-171",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      1970.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      294.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_texture",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "texture texture",
       "parameter_shortname": "texture",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 2.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-172",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/texture"
    }
   },
   {
    "box": {
     "id": "obj-173",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-174",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-175",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-176",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1970.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/texture"
    }
   },
   {
    "box": {
     "id": "obj-177",
     "maxclass": "live.dial",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "patching_rect": [
      2120.0,
      300.0,
      64.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      294.0,
      64.0,
      84.0
     ],
     "parameter_enable": 1,
     "varname": "knob_wildness",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "wildness wildness",
       "parameter_shortname": "wildness",
       "parameter_initial": [
        0.25
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 0,
       "parameter_unitstyle": 1,
       "parameter_mmin": 0.0,
       "parameter_mmax": 1.0
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-178",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/wildness"
    }
   },
   {
    "box": {
     "id": "obj-179",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-180",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-181",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-182",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2120.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/wildness"
    }
   },
   {
    "box": {
     "id": "obj-183",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2270.0,
      300.0,
      64.0,
      36.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      294.0,
      64.0,
      36.0
     ],
     "parameter_enable": 1,
     "varname": "toggle_freeze",
     "mode": 1,
     "text": "freeze",
     "texton": "freeze",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "freeze",
       "parameter_shortname": "freeze",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-184",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      344.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/freeze"
    }
   },
   {
    "box": {
     "id": "obj-185",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      388.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-186",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      432.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-187",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      476.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-188",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      2270.0,
      520.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/freeze"
    }
   },
   {
    "box": {
     "id": "obj-189",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20.0,
      560.0,
      64.0,
      36.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      294.0,
      64.0,
      36.0
     ],
     "parameter_enable": 1,
     "varname": "toggle_reverse",
     "mode": 1,
     "text": "reverse",
     "texton": "reverse",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "reverse",
       "parameter_shortname": "reverse",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-190",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/reverse"
    }
   },
   {
    "box": {
     "id": "obj-191",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-192",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      692.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-193",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      736.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-194",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20.0,
      780.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/reverse"
    }
   },
   {
    "box": {
     "id": "obj-195",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      170.0,
      560.0,
      64.0,
      36.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      294.0,
      64.0,
      36.0
     ],
     "parameter_enable": 1,
     "varname": "toggle_halftime",
     "mode": 1,
     "text": "half time",
     "texton": "half time",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "halftime",
       "parameter_shortname": "half time",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-196",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/halftime"
    }
   },
   {
    "box": {
     "id": "obj-197",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-198",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      692.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-199",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      736.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-200",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      170.0,
      780.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/halftime"
    }
   },
   {
    "box": {
     "id": "obj-201",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      320.0,
      560.0,
      64.0,
      36.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      294.0,
      64.0,
      36.0
     ],
     "parameter_enable": 1,
     "varname": "toggle_mono",
     "mode": 1,
     "text": "mono",
     "texton": "mono",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "mono",
       "parameter_shortname": "mono",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-202",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/mono"
    }
   },
   {
    "box": {
     "id": "obj-203",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-204",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      692.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-205",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      736.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-206",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      320.0,
      780.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/mono"
    }
   },
   {
    "box": {
     "id": "obj-207",
     "maxclass": "live.text",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      470.0,
      560.0,
      64.0,
      36.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      294.0,
      64.0,
      36.0
     ],
     "parameter_enable": 1,
     "varname": "toggle_safe",
     "mode": 1,
     "text": "safe zone",
     "texton": "safe zone",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_longname": "safe",
       "parameter_shortname": "safe zone",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 0,
       "parameter_type": 2,
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_mmax": 1
      }
     }
    }
   },
   {
    "box": {
     "id": "obj-208",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/safe"
    }
   },
   {
    "box": {
     "id": "obj-209",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-210",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      692.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-211",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      736.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-212",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      470.0,
      780.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/safe"
    }
   },
   {
    "box": {
     "id": "obj-213",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      560.0,
      78.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      294.0,
      78.0,
      28.0
     ],
     "text": "seed"
    }
   },
   {
    "box": {
     "id": "obj-214",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      620.0,
      604.0,
      78.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      598.0,
      294.0,
      78.0,
      28.0
     ],
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-215",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "prepend /vamen/seed"
    }
   },
   {
    "box": {
     "id": "obj-216",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      692.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-217",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      736.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-218",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      780.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-219",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      620.0,
      824.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/seed"
    }
   },
   {
    "box": {
     "id": "obj-220",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      770.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "play",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-221",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/play"
    }
   },
   {
    "box": {
     "id": "obj-222",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-223",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      920.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "stop",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-224",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/stop"
    }
   },
   {
    "box": {
     "id": "obj-225",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-226",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1070.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "panic",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-227",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/panic"
    }
   },
   {
    "box": {
     "id": "obj-228",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-229",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1220.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "tap",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-230",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/tap"
    }
   },
   {
    "box": {
     "id": "obj-231",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-232",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1370.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "half",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-233",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/half"
    }
   },
   {
    "box": {
     "id": "obj-234",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-235",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1520.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "double",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-236",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/double"
    }
   },
   {
    "box": {
     "id": "obj-237",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-238",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1670.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "random",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-239",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/random"
    }
   },
   {
    "box": {
     "id": "obj-240",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-241",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1820.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "another",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-242",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/another"
    }
   },
   {
    "box": {
     "id": "obj-243",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-244",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1970.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      592.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "undo",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-245",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/undo"
    }
   },
   {
    "box": {
     "id": "obj-246",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-247",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2120.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      664.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "redo",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-248",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/redo"
    }
   },
   {
    "box": {
     "id": "obj-249",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-250",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2270.0,
      560.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      736.0,
      386.0,
      64.0,
      28.0
     ],
     "text": "cancel",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-251",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      604.0,
      140.0,
      22.0
     ],
     "text": "/vamen/cancel"
    }
   },
   {
    "box": {
     "id": "obj-252",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      648.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-253",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      20.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 1",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-254",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 1"
    }
   },
   {
    "box": {
     "id": "obj-255",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-256",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      170.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 2",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-257",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 2"
    }
   },
   {
    "box": {
     "id": "obj-258",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-259",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      320.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 3",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-260",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 3"
    }
   },
   {
    "box": {
     "id": "obj-261",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-262",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      470.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 4",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-263",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 4"
    }
   },
   {
    "box": {
     "id": "obj-264",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-265",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      620.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 5",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-266",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 5"
    }
   },
   {
    "box": {
     "id": "obj-267",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-268",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      770.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 6",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-269",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 6"
    }
   },
   {
    "box": {
     "id": "obj-270",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-271",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      920.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 7",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-272",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 7"
    }
   },
   {
    "box": {
     "id": "obj-273",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-274",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1070.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      422.0,
      64.0,
      28.0
     ],
     "text": "variation 8",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-275",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/seed 8"
    }
   },
   {
    "box": {
     "id": "obj-276",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-277",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1220.0,
      820.0,
      48.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      592.0,
      422.0,
      48.0,
      28.0
     ],
     "text": "-10 ms",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-278",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/nudge -10"
    }
   },
   {
    "box": {
     "id": "obj-279",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-280",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1370.0,
      820.0,
      48.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      648.0,
      422.0,
      48.0,
      28.0
     ],
     "text": "-1 ms",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-281",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/nudge -1"
    }
   },
   {
    "box": {
     "id": "obj-282",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-283",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1520.0,
      820.0,
      48.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      704.0,
      422.0,
      48.0,
      28.0
     ],
     "text": "+1 ms",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-284",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/nudge 1"
    }
   },
   {
    "box": {
     "id": "obj-285",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-286",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1670.0,
      820.0,
      48.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      760.0,
      422.0,
      48.0,
      28.0
     ],
     "text": "+10 ms",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-287",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/nudge 10"
    }
   },
   {
    "box": {
     "id": "obj-288",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-289",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1820.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 0",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-290",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 0"
    }
   },
   {
    "box": {
     "id": "obj-291",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-292",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1970.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      88.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 1",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-293",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 1"
    }
   },
   {
    "box": {
     "id": "obj-294",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-295",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2120.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      160.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 2",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-296",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 2"
    }
   },
   {
    "box": {
     "id": "obj-297",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-298",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2270.0,
      820.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      232.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 3",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-299",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      864.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 3"
    }
   },
   {
    "box": {
     "id": "obj-300",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      908.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-301",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      20.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      304.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 4",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-302",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 4"
    }
   },
   {
    "box": {
     "id": "obj-303",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-304",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      170.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      376.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 5",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-305",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 5"
    }
   },
   {
    "box": {
     "id": "obj-306",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-307",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      320.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      448.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 6",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-308",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 6"
    }
   },
   {
    "box": {
     "id": "obj-309",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-310",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      470.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      520.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "preset 7",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-311",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/preset 7"
    }
   },
   {
    "box": {
     "id": "obj-312",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-313",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      620.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      592.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "scene back",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-314",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/scene/previous"
    }
   },
   {
    "box": {
     "id": "obj-315",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-316",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      770.0,
      1080.0,
      64.0,
      28.0
     ],
     "presentation": 1,
     "presentation_rect": [
      664.0,
      458.0,
      64.0,
      28.0
     ],
     "text": "scene next",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-317",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/scene/next"
    }
   },
   {
    "box": {
     "id": "obj-318",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-319",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      920.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "0",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-320",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 0 1"
    }
   },
   {
    "box": {
     "id": "obj-321",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-322",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1070.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      68.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "1",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-323",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 1 1"
    }
   },
   {
    "box": {
     "id": "obj-324",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-325",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1220.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      120.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "2",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-326",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 2 1"
    }
   },
   {
    "box": {
     "id": "obj-327",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-328",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1370.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      172.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "3",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-329",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 3 1"
    }
   },
   {
    "box": {
     "id": "obj-330",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-331",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1520.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      224.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "4",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-332",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 4 1"
    }
   },
   {
    "box": {
     "id": "obj-333",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-334",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1670.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      276.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "5",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-335",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 5 1"
    }
   },
   {
    "box": {
     "id": "obj-336",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-337",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1820.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      328.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "6",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-338",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 6 1"
    }
   },
   {
    "box": {
     "id": "obj-339",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-340",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1970.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      380.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "7",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-341",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 7 1"
    }
   },
   {
    "box": {
     "id": "obj-342",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-343",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2120.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      432.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "8",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-344",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 8 1"
    }
   },
   {
    "box": {
     "id": "obj-345",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-346",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2270.0,
      1080.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      484.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "9",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-347",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      1124.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 9 1"
    }
   },
   {
    "box": {
     "id": "obj-348",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      1168.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-349",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      20.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      536.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "10",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-350",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 10 1"
    }
   },
   {
    "box": {
     "id": "obj-351",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-352",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      170.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      588.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "11",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-353",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 11 1"
    }
   },
   {
    "box": {
     "id": "obj-354",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-355",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      320.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      640.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "12",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-356",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 12 1"
    }
   },
   {
    "box": {
     "id": "obj-357",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-358",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      470.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      692.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "13",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-359",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 13 1"
    }
   },
   {
    "box": {
     "id": "obj-360",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-361",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      620.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      744.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "14",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-362",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 14 1"
    }
   },
   {
    "box": {
     "id": "obj-363",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-364",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      770.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      796.0,
      494.0,
      44.0,
      44.0
     ],
     "text": "15",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-365",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 15 1"
    }
   },
   {
    "box": {
     "id": "obj-366",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-367",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      920.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "16",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-368",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 16 1"
    }
   },
   {
    "box": {
     "id": "obj-369",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-370",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1070.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      68.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "17",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-371",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 17 1"
    }
   },
   {
    "box": {
     "id": "obj-372",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-373",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1220.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      120.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "18",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-374",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 18 1"
    }
   },
   {
    "box": {
     "id": "obj-375",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-376",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1370.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      172.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "19",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-377",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 19 1"
    }
   },
   {
    "box": {
     "id": "obj-378",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-379",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1520.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      224.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "20",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-380",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 20 1"
    }
   },
   {
    "box": {
     "id": "obj-381",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-382",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1670.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      276.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "21",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-383",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 21 1"
    }
   },
   {
    "box": {
     "id": "obj-384",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-385",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1820.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      328.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "22",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-386",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 22 1"
    }
   },
   {
    "box": {
     "id": "obj-387",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-388",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1970.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      380.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "23",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-389",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 23 1"
    }
   },
   {
    "box": {
     "id": "obj-390",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-391",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2120.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      432.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "24",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-392",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 24 1"
    }
   },
   {
    "box": {
     "id": "obj-393",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-394",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2270.0,
      1340.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      484.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "25",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-395",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      1384.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 25 1"
    }
   },
   {
    "box": {
     "id": "obj-396",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      1428.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-397",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      20.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      536.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "26",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-398",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 26 1"
    }
   },
   {
    "box": {
     "id": "obj-399",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-400",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      170.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      588.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "27",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-401",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 27 1"
    }
   },
   {
    "box": {
     "id": "obj-402",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-403",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      320.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      640.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "28",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-404",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 28 1"
    }
   },
   {
    "box": {
     "id": "obj-405",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-406",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      470.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      692.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "29",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-407",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 29 1"
    }
   },
   {
    "box": {
     "id": "obj-408",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-409",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      620.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      744.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "30",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-410",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 30 1"
    }
   },
   {
    "box": {
     "id": "obj-411",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-412",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      770.0,
      1600.0,
      44.0,
      40.0
     ],
     "presentation": 1,
     "presentation_rect": [
      796.0,
      546.0,
      44.0,
      44.0
     ],
     "text": "31",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-413",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "/vamen/slice 31 1"
    }
   },
   {
    "box": {
     "id": "obj-414",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-415",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "playing"
    }
   },
   {
    "box": {
     "id": "obj-416",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      920.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      82.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-417",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-418",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      920.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/playing"
    }
   },
   {
    "box": {
     "id": "obj-419",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1070.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      156.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "beat"
    }
   },
   {
    "box": {
     "id": "obj-420",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1070.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      222.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-421",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1070.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-422",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1070.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/beat"
    }
   },
   {
    "box": {
     "id": "obj-423",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1220.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      296.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "frame"
    }
   },
   {
    "box": {
     "id": "obj-424",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1220.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      362.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-425",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1220.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-426",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1220.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/frame"
    }
   },
   {
    "box": {
     "id": "obj-427",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1370.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      436.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "peak"
    }
   },
   {
    "box": {
     "id": "obj-428",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1370.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      502.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-429",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1370.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-430",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1370.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/peak"
    }
   },
   {
    "box": {
     "id": "obj-431",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1520.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      576.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "limiter"
    }
   },
   {
    "box": {
     "id": "obj-432",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1520.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      642.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-433",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1520.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-434",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1520.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/limiter"
    }
   },
   {
    "box": {
     "id": "obj-435",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1670.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      716.0,
      598.0,
      66.0,
      20.0
     ],
     "text": "load"
    }
   },
   {
    "box": {
     "id": "obj-436",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1670.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      782.0,
      598.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-437",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1670.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-438",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1670.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/load"
    }
   },
   {
    "box": {
     "id": "obj-439",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1820.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      626.0,
      66.0,
      20.0
     ],
     "text": "underruns"
    }
   },
   {
    "box": {
     "id": "obj-440",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1820.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      82.0,
      626.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-441",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1820.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-442",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1820.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/underruns"
    }
   },
   {
    "box": {
     "id": "obj-443",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      1970.0,
      1600.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      156.0,
      626.0,
      66.0,
      20.0
     ],
     "text": "latency"
    }
   },
   {
    "box": {
     "id": "obj-444",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "bang"
     ],
     "patching_rect": [
      1970.0,
      1644.0,
      66.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      222.0,
      626.0,
      66.0,
      20.0
     ],
     "ignoreclick": 1,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-445",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1970.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-446",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1970.0,
      1732.0,
      140.0,
      22.0
     ],
     "text": "route /vamen/meter/latency"
    }
   },
   {
    "box": {
     "id": "obj-447",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2120.0,
      1600.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      296.0,
      626.0,
      64.0,
      20.0
     ],
     "text": "ping",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-448",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2120.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "ask /vamen/ping"
    }
   },
   {
    "box": {
     "id": "obj-449",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2120.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-ask"
    }
   },
   {
    "box": {
     "id": "obj-450",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      2270.0,
      1600.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      368.0,
      626.0,
      64.0,
      20.0
     ],
     "text": "status",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-451",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      2270.0,
      1644.0,
      140.0,
      22.0
     ],
     "text": "ask /vamen/status"
    }
   },
   {
    "box": {
     "id": "obj-452",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      2270.0,
      1688.0,
      140.0,
      22.0
     ],
     "text": "s vamen-ask"
    }
   },
   {
    "box": {
     "id": "obj-453",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-454",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1904.0,
      832.0,
      22.0
     ],
     "presentation": 1,
     "presentation_rect": [
      16.0,
      654.0,
      832.0,
      22.0
     ],
     "text": ""
    }
   },
   {
    "box": {
     "id": "obj-455",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "r vamen-in"
    }
   },
   {
    "box": {
     "id": "obj-456",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20.0,
      1992.0,
      140.0,
      22.0
     ],
     "text": "route reply"
    }
   },
   {
    "box": {
     "id": "obj-457",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      170.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "p effects",
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 6,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       80.0,
       80.0,
       864.0,
       134.0
      ],
      "openinpresentation": 1,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          40.0,
          140.0,
          22.0
         ],
         "index": 1,
         "comment": "messages to the window"
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          40.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          10.0,
          208.0,
          18.0
         ],
         "text": "filter"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          320.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_filter_low",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "filter/low low",
           "parameter_shortname": "low",
           "parameter_initial": [
            20000.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 20.0,
           "parameter_mmax": 20000.0,
           "parameter_exponent": 5.028
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/filter/low"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/filter/low"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          470.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_filter_high",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "filter/high high",
           "parameter_shortname": "high",
           "parameter_initial": [
            20.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 20.0,
           "parameter_mmax": 20000.0,
           "parameter_exponent": 5.028
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/filter/high"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/filter/high"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          620.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          160.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_filter_resonance",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "filter/resonance resonance",
           "parameter_shortname": "resonance",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/filter/resonance"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/filter/resonance"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          40.0,
          136.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          248.0,
          10.0,
          136.0,
          18.0
         ],
         "text": "crush"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          920.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          248.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_crush_bits",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "crush/bits bits",
           "parameter_shortname": "bits",
           "parameter_initial": [
            16.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 1.0,
           "parameter_mmax": 16.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/crush/bits"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/crush/bits"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1070.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          320.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_crush_rate",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "crush/rate rate",
           "parameter_shortname": "rate",
           "parameter_initial": [
            44100.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 200.0,
           "parameter_mmax": 44100.0,
           "parameter_exponent": 3.986
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/crush/rate"
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/crush/rate"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          40.0,
          352.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          408.0,
          10.0,
          352.0,
          18.0
         ],
         "text": "bypass"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          408.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_bypass/filter",
         "mode": 1,
         "text": "filter",
         "texton": "filter",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "bypass/filter",
           "parameter_shortname": "filter",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/bypass/filter"
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/bypass/filter"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          480.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_bypass/drive",
         "mode": 1,
         "text": "drive",
         "texton": "drive",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "bypass/drive",
           "parameter_shortname": "drive",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/bypass/drive"
        }
       },
       {
        "box": {
         "id": "obj-43",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/bypass/drive"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          552.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_bypass/crush",
         "mode": 1,
         "text": "crush",
         "texton": "crush",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "bypass/crush",
           "parameter_shortname": "crush",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/bypass/crush"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/bypass/crush"
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          624.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_bypass/punch",
         "mode": 1,
         "text": "punch",
         "texton": "punch",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "bypass/punch",
           "parameter_shortname": "punch",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/bypass/punch"
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/bypass/punch"
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          696.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_bypass/room",
         "mode": 1,
         "text": "room",
         "texton": "room",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "bypass/room",
           "parameter_shortname": "room",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/bypass/room"
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/bypass/room"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-11",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-15",
          0
         ],
         "destination": [
          "obj-16",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-17",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          0
         ],
         "destination": [
          "obj-20",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-18",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-15",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-27",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-25",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-22",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-33",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-31",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-28",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-37",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-40",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-40",
          0
         ],
         "destination": [
          "obj-38",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-38",
          0
         ],
         "destination": [
          "obj-35",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          0
         ],
         "destination": [
          "obj-42",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-42",
          0
         ],
         "destination": [
          "obj-43",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-45",
          0
         ],
         "destination": [
          "obj-46",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-46",
          0
         ],
         "destination": [
          "obj-44",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-44",
          0
         ],
         "destination": [
          "obj-41",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-47",
          0
         ],
         "destination": [
          "obj-48",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-48",
          0
         ],
         "destination": [
          "obj-49",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-51",
          0
         ],
         "destination": [
          "obj-52",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-52",
          0
         ],
         "destination": [
          "obj-50",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-50",
          0
         ],
         "destination": [
          "obj-47",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-53",
          0
         ],
         "destination": [
          "obj-54",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-55",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-57",
          0
         ],
         "destination": [
          "obj-58",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-56",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-56",
          0
         ],
         "destination": [
          "obj-53",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-59",
          0
         ],
         "destination": [
          "obj-60",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-60",
          0
         ],
         "destination": [
          "obj-61",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-63",
          0
         ],
         "destination": [
          "obj-64",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-64",
          0
         ],
         "destination": [
          "obj-62",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-59",
          0
         ]
        }
       }
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-458",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      170.0,
      1904.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      432.0,
      10.0,
      64.0,
      20.0
     ],
     "text": "effects",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-459",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "open"
    }
   },
   {
    "box": {
     "id": "obj-460",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      170.0,
      1992.0,
      140.0,
      22.0
     ],
     "text": "pcontrol"
    }
   },
   {
    "box": {
     "id": "obj-461",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      320.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "p moves",
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 6,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       80.0,
       80.0,
       864.0,
       594.0
      ],
      "openinpresentation": 1,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          40.0,
          140.0,
          22.0
         ],
         "index": 1,
         "comment": "messages to the window"
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          40.0,
          228.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          10.0,
          228.0,
          18.0
         ],
         "text": "shuffle"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          320.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_shuffle_chance",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "shuffle/chance chance",
           "parameter_shortname": "chance",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/shuffle/chance"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/shuffle/chance"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          40.0,
          78.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          34.0,
          78.0,
          28.0
         ],
         "text": "seed"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          470.0,
          84.0,
          78.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          166.0,
          34.0,
          78.0,
          28.0
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/shuffle/seed"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/shuffle/seed"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          40.0,
          136.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          268.0,
          10.0,
          136.0,
          18.0
         ],
         "text": "slices"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          770.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          268.0,
          34.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_slices_mode",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "slices/mode mode",
           "parameter_shortname": "mode",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 2.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/slices/mode"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/slices/mode"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          340.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_slices/onsets",
         "mode": 1,
         "text": "onsets",
         "texton": "onsets",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "slices/onsets",
           "parameter_shortname": "onsets",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/slices/onsets"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/slices/onsets"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          40.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          428.0,
          10.0,
          208.0,
          18.0
         ],
         "text": "mute"
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          428.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_mute/kick",
         "mode": 1,
         "text": "kick",
         "texton": "kick",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "mute/kick",
           "parameter_shortname": "kick",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/mute/kick"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/mute/kick"
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          500.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_mute/snare",
         "mode": 1,
         "text": "snare",
         "texton": "snare",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "mute/snare",
           "parameter_shortname": "snare",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/mute/snare"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/mute/snare"
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          40.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          572.0,
          34.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_mute/hats",
         "mode": 1,
         "text": "hats",
         "texton": "hats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "mute/hats",
           "parameter_shortname": "hats",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-43",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/mute/hats"
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/mute/hats"
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          40.0,
          352.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          126.0,
          352.0,
          18.0
         ],
         "text": "quantise"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1820.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_quantise_slices",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "quantise/slices slices",
           "parameter_shortname": "slices",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 8.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/quantise/slices"
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/quantise/slices"
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1970.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_quantise_presets",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "quantise/presets presets",
           "parameter_shortname": "presets",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 8.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/quantise/presets"
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/quantise/presets"
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          2120.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          160.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_quantise_latents",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "quantise/latents latents",
           "parameter_shortname": "latents",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 8.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/quantise/latents"
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-65",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-66",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/quantise/latents"
        }
       },
       {
        "box": {
         "id": "obj-67",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          2270.0,
          40.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          232.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_quantise_random",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "quantise/random random",
           "parameter_shortname": "random",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 8.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-68",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/quantise/random"
        }
       },
       {
        "box": {
         "id": "obj-69",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-70",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-71",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-72",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/quantise/random"
        }
       },
       {
        "box": {
         "id": "obj-73",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          20.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          304.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_quantise_effects",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "quantise/effects effects",
           "parameter_shortname": "effects",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 8.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-74",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/quantise/effects"
        }
       },
       {
        "box": {
         "id": "obj-75",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-76",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-77",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-78",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/quantise/effects"
        }
       },
       {
        "box": {
         "id": "obj-79",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          300.0,
          136.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          392.0,
          126.0,
          136.0,
          18.0
         ],
         "text": "fill"
        }
       },
       {
        "box": {
         "id": "obj-80",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          320.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          392.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_fill_chance",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "fill/chance chance",
           "parameter_shortname": "chance",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-81",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/fill/chance"
        }
       },
       {
        "box": {
         "id": "obj-82",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-83",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-84",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-85",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/fill/chance"
        }
       },
       {
        "box": {
         "id": "obj-86",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          470.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          464.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_fill_bars",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "fill/bars bars",
           "parameter_shortname": "bars",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 1.0,
           "parameter_mmax": 16.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-87",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/fill/bars"
        }
       },
       {
        "box": {
         "id": "obj-88",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-89",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-90",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-91",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/fill/bars"
        }
       },
       {
        "box": {
         "id": "obj-92",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          300.0,
          136.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          552.0,
          126.0,
          136.0,
          18.0
         ],
         "text": "vary"
        }
       },
       {
        "box": {
         "id": "obj-93",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          770.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          552.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_vary_chance",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "vary/chance chance",
           "parameter_shortname": "chance",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-94",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/vary/chance"
        }
       },
       {
        "box": {
         "id": "obj-95",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-96",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-97",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-98",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/vary/chance"
        }
       },
       {
        "box": {
         "id": "obj-99",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          920.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          624.0,
          150.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_vary_bars",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "vary/bars bars",
           "parameter_shortname": "bars",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 1.0,
           "parameter_mmax": 16.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-100",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/vary/bars"
        }
       },
       {
        "box": {
         "id": "obj-101",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-102",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-103",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-104",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/vary/bars"
        }
       },
       {
        "box": {
         "id": "obj-105",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          300.0,
          136.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          242.0,
          136.0,
          18.0
         ],
         "text": "drift"
        }
       },
       {
        "box": {
         "id": "obj-106",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1220.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_drift_amount",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "drift/amount amount",
           "parameter_shortname": "amount",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-107",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/drift/amount"
        }
       },
       {
        "box": {
         "id": "obj-108",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-109",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-110",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-111",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/drift/amount"
        }
       },
       {
        "box": {
         "id": "obj-112",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1370.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_drift_beats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "drift/beats beats",
           "parameter_shortname": "beats",
           "parameter_initial": [
            8.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 1.0,
           "parameter_mmax": 64.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-113",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/drift/beats"
        }
       },
       {
        "box": {
         "id": "obj-114",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-115",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-116",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-117",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/drift/beats"
        }
       },
       {
        "box": {
         "id": "obj-118",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          300.0,
          156.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          176.0,
          242.0,
          156.0,
          18.0
         ],
         "text": "chance"
        }
       },
       {
        "box": {
         "id": "obj-119",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          300.0,
          78.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          176.0,
          266.0,
          78.0,
          28.0
         ],
         "text": "seed"
        }
       },
       {
        "box": {
         "id": "obj-120",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1670.0,
          344.0,
          78.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          254.0,
          266.0,
          78.0,
          28.0
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-121",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/chance/seed"
        }
       },
       {
        "box": {
         "id": "obj-122",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-123",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-124",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-125",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          564.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/chance/seed"
        }
       },
       {
        "box": {
         "id": "obj-126",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          300.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          356.0,
          242.0,
          208.0,
          18.0
         ],
         "text": "lfo 1"
        }
       },
       {
        "box": {
         "id": "obj-127",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1970.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          356.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_1_beats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/1/beats beats",
           "parameter_shortname": "beats",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.25,
           "parameter_mmax": 64.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-128",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/1/beats"
        }
       },
       {
        "box": {
         "id": "obj-129",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-130",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-131",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-132",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/1/beats"
        }
       },
       {
        "box": {
         "id": "obj-133",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          2120.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          428.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_1_depth",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/1/depth depth",
           "parameter_shortname": "depth",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": -1.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-134",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/1/depth"
        }
       },
       {
        "box": {
         "id": "obj-135",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-136",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-137",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-138",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/1/depth"
        }
       },
       {
        "box": {
         "id": "obj-139",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          2270.0,
          300.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          500.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_1_shape",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/1/shape shape",
           "parameter_shortname": "shape",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 5.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-140",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/1/shape"
        }
       },
       {
        "box": {
         "id": "obj-141",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-142",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-143",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-144",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/1/shape"
        }
       },
       {
        "box": {
         "id": "obj-145",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          560.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          588.0,
          242.0,
          208.0,
          18.0
         ],
         "text": "lfo 2"
        }
       },
       {
        "box": {
         "id": "obj-146",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          170.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          588.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_2_beats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/2/beats beats",
           "parameter_shortname": "beats",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.25,
           "parameter_mmax": 64.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-147",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/2/beats"
        }
       },
       {
        "box": {
         "id": "obj-148",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-149",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-150",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-151",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/2/beats"
        }
       },
       {
        "box": {
         "id": "obj-152",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          320.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          660.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_2_depth",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/2/depth depth",
           "parameter_shortname": "depth",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": -1.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-153",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/2/depth"
        }
       },
       {
        "box": {
         "id": "obj-154",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-155",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-156",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-157",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/2/depth"
        }
       },
       {
        "box": {
         "id": "obj-158",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          470.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          732.0,
          266.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_2_shape",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/2/shape shape",
           "parameter_shortname": "shape",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 5.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-159",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/2/shape"
        }
       },
       {
        "box": {
         "id": "obj-160",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-161",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-162",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-163",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/2/shape"
        }
       },
       {
        "box": {
         "id": "obj-164",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          560.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          358.0,
          208.0,
          18.0
         ],
         "text": "lfo 3"
        }
       },
       {
        "box": {
         "id": "obj-165",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          770.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_3_beats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/3/beats beats",
           "parameter_shortname": "beats",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.25,
           "parameter_mmax": 64.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-166",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/3/beats"
        }
       },
       {
        "box": {
         "id": "obj-167",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-168",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-169",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-170",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/3/beats"
        }
       },
       {
        "box": {
         "id": "obj-171",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          920.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_3_depth",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/3/depth depth",
           "parameter_shortname": "depth",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": -1.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-172",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/3/depth"
        }
       },
       {
        "box": {
         "id": "obj-173",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-174",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-175",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-176",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/3/depth"
        }
       },
       {
        "box": {
         "id": "obj-177",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1070.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          160.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_3_shape",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/3/shape shape",
           "parameter_shortname": "shape",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 5.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-178",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/3/shape"
        }
       },
       {
        "box": {
         "id": "obj-179",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-180",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-181",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-182",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/3/shape"
        }
       },
       {
        "box": {
         "id": "obj-183",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          560.0,
          208.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          248.0,
          358.0,
          208.0,
          18.0
         ],
         "text": "lfo 4"
        }
       },
       {
        "box": {
         "id": "obj-184",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1370.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          248.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_4_beats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/4/beats beats",
           "parameter_shortname": "beats",
           "parameter_initial": [
            4.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": 0.25,
           "parameter_mmax": 64.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-185",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/4/beats"
        }
       },
       {
        "box": {
         "id": "obj-186",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-187",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-188",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-189",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/4/beats"
        }
       },
       {
        "box": {
         "id": "obj-190",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1520.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          320.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_4_depth",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/4/depth depth",
           "parameter_shortname": "depth",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 0,
           "parameter_unitstyle": 1,
           "parameter_mmin": -1.0,
           "parameter_mmax": 1.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-191",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/4/depth"
        }
       },
       {
        "box": {
         "id": "obj-192",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-193",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-194",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-195",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/4/depth"
        }
       },
       {
        "box": {
         "id": "obj-196",
         "maxclass": "live.dial",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "float"
         ],
         "patching_rect": [
          1670.0,
          560.0,
          64.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          392.0,
          382.0,
          64.0,
          84.0
         ],
         "parameter_enable": 1,
         "varname": "knob_lfo_4_shape",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lfo/4/shape shape",
           "parameter_shortname": "shape",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 1,
           "parameter_unitstyle": 0,
           "parameter_mmin": 0.0,
           "parameter_mmax": 5.0
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-197",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/4/shape"
        }
       },
       {
        "box": {
         "id": "obj-198",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-199",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-200",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-201",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lfo/4/shape"
        }
       },
       {
        "box": {
         "id": "obj-202",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          560.0,
          784.0,
          18.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          474.0,
          784.0,
          18.0
         ],
         "text": "lock latent"
        }
       },
       {
        "box": {
         "id": "obj-203",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          560.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/0",
         "mode": 1,
         "text": "kick",
         "texton": "kick",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/0",
           "parameter_shortname": "kick",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-204",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/0"
        }
       },
       {
        "box": {
         "id": "obj-205",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-206",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-207",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-208",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/0"
        }
       },
       {
        "box": {
         "id": "obj-209",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          560.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/1",
         "mode": 1,
         "text": "snare",
         "texton": "snare",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/1",
           "parameter_shortname": "snare",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-210",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/1"
        }
       },
       {
        "box": {
         "id": "obj-211",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-212",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-213",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-214",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/1"
        }
       },
       {
        "box": {
         "id": "obj-215",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          560.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          160.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/2",
         "mode": 1,
         "text": "hats",
         "texton": "hats",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/2",
           "parameter_shortname": "hats",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-216",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/2"
        }
       },
       {
        "box": {
         "id": "obj-217",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-218",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-219",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-220",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/2"
        }
       },
       {
        "box": {
         "id": "obj-221",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          232.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/3",
         "mode": 1,
         "text": "density",
         "texton": "density",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/3",
           "parameter_shortname": "density",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-222",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/3"
        }
       },
       {
        "box": {
         "id": "obj-223",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-224",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-225",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-226",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/3"
        }
       },
       {
        "box": {
         "id": "obj-227",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          304.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/4",
         "mode": 1,
         "text": "tightness",
         "texton": "tightness",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/4",
           "parameter_shortname": "tightness",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-228",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/4"
        }
       },
       {
        "box": {
         "id": "obj-229",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-230",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-231",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-232",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/4"
        }
       },
       {
        "box": {
         "id": "obj-233",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/5",
         "mode": 1,
         "text": "tone",
         "texton": "tone",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/5",
           "parameter_shortname": "tone",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-234",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/5"
        }
       },
       {
        "box": {
         "id": "obj-235",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-236",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-237",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-238",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/5"
        }
       },
       {
        "box": {
         "id": "obj-239",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          448.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/6",
         "mode": 1,
         "text": "backbeat",
         "texton": "backbeat",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/6",
           "parameter_shortname": "backbeat",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-240",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/6"
        }
       },
       {
        "box": {
         "id": "obj-241",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-242",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-243",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-244",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/6"
        }
       },
       {
        "box": {
         "id": "obj-245",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          520.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/7",
         "mode": 1,
         "text": "offbeat",
         "texton": "offbeat",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/7",
           "parameter_shortname": "offbeat",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-246",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/7"
        }
       },
       {
        "box": {
         "id": "obj-247",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-248",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-249",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-250",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/7"
        }
       },
       {
        "box": {
         "id": "obj-251",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          592.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/8",
         "mode": 1,
         "text": "free 1",
         "texton": "free 1",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/8",
           "parameter_shortname": "free 1",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-252",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/8"
        }
       },
       {
        "box": {
         "id": "obj-253",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-254",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-255",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-256",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/8"
        }
       },
       {
        "box": {
         "id": "obj-257",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          664.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/9",
         "mode": 1,
         "text": "free 2",
         "texton": "free 2",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/9",
           "parameter_shortname": "free 2",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-258",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/9"
        }
       },
       {
        "box": {
         "id": "obj-259",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-260",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-261",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-262",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/9"
        }
       },
       {
        "box": {
         "id": "obj-263",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          736.0,
          498.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/10",
         "mode": 1,
         "text": "free 3",
         "texton": "free 3",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/10",
           "parameter_shortname": "free 3",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-264",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/10"
        }
       },
       {
        "box": {
         "id": "obj-265",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-266",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-267",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-268",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/10"
        }
       },
       {
        "box": {
         "id": "obj-269",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          542.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/11",
         "mode": 1,
         "text": "free 4",
         "texton": "free 4",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/11",
           "parameter_shortname": "free 4",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-270",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/11"
        }
       },
       {
        "box": {
         "id": "obj-271",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-272",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-273",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-274",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/11"
        }
       },
       {
        "box": {
         "id": "obj-275",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          88.0,
          542.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/12",
         "mode": 1,
         "text": "free 5",
         "texton": "free 5",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/12",
           "parameter_shortname": "free 5",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-276",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/12"
        }
       },
       {
        "box": {
         "id": "obj-277",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-278",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-279",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-280",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/12"
        }
       },
       {
        "box": {
         "id": "obj-281",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          160.0,
          542.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/13",
         "mode": 1,
         "text": "free 6",
         "texton": "free 6",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/13",
           "parameter_shortname": "free 6",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-282",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/13"
        }
       },
       {
        "box": {
         "id": "obj-283",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-284",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-285",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-286",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/13"
        }
       },
       {
        "box": {
         "id": "obj-287",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          232.0,
          542.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/14",
         "mode": 1,
         "text": "free 7",
         "texton": "free 7",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/14",
           "parameter_shortname": "free 7",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-288",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/14"
        }
       },
       {
        "box": {
         "id": "obj-289",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-290",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-291",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-292",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/14"
        }
       },
       {
        "box": {
         "id": "obj-293",
         "maxclass": "live.text",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          820.0,
          64.0,
          36.0
         ],
         "presentation": 1,
         "presentation_rect": [
          304.0,
          542.0,
          64.0,
          36.0
         ],
         "parameter_enable": 1,
         "varname": "toggle_lock/latent/15",
         "mode": 1,
         "text": "free 8",
         "texton": "free 8",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_longname": "lock/latent/15",
           "parameter_shortname": "free 8",
           "parameter_initial": [
            0.0
           ],
           "parameter_initial_enable": 0,
           "parameter_type": 2,
           "parameter_enum": [
            "off",
            "on"
           ],
           "parameter_mmax": 1
          }
         }
        }
       },
       {
        "box": {
         "id": "obj-294",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock/latent/15"
        }
       },
       {
        "box": {
         "id": "obj-295",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-296",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-297",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-298",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/lock/latent/15"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-11",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-15",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-15",
          0
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-18",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-19",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-22",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-20",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-17",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-26",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-23",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-34",
          0
         ],
         "destination": [
          "obj-35",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-33",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-30",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-37",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-37",
          0
         ],
         "destination": [
          "obj-38",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-40",
          0
         ],
         "destination": [
          "obj-41",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          0
         ],
         "destination": [
          "obj-39",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-36",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-42",
          0
         ],
         "destination": [
          "obj-43",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-43",
          0
         ],
         "destination": [
          "obj-44",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-46",
          0
         ],
         "destination": [
          "obj-47",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-47",
          0
         ],
         "destination": [
          "obj-45",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-45",
          0
         ],
         "destination": [
          "obj-42",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-49",
          0
         ],
         "destination": [
          "obj-50",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-50",
          0
         ],
         "destination": [
          "obj-51",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-53",
          0
         ],
         "destination": [
          "obj-54",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-52",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-52",
          0
         ],
         "destination": [
          "obj-49",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
          0
         ],
         "destination": [
          "obj-56",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-56",
          0
         ],
         "destination": [
          "obj-57",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-59",
          0
         ],
         "destination": [
          "obj-60",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-60",
          0
         ],
         "destination": [
          "obj-58",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-55",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-61",
          0
         ],
         "destination": [
          "obj-62",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-63",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-65",
          0
         ],
         "destination": [
          "obj-66",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-66",
          0
         ],
         "destination": [
          "obj-64",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-64",
          0
         ],
         "destination": [
          "obj-61",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-67",
          0
         ],
         "destination": [
          "obj-68",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-68",
          0
         ],
         "destination": [
          "obj-69",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-71",
          0
         ],
         "destination": [
          "obj-72",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-72",
          0
         ],
         "destination": [
          "obj-70",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-70",
          0
         ],
         "destination": [
          "obj-67",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-73",
          0
         ],
         "destination": [
          "obj-74",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-74",
          0
         ],
         "destination": [
          "obj-75",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-77",
          0
         ],
         "destination": [
          "obj-78",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-78",
          0
         ],
         "destination": [
          "obj-76",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-76",
          0
         ],
         "destination": [
          "obj-73",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-80",
          0
         ],
         "destination": [
          "obj-81",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-81",
          0
         ],
         "destination": [
          "obj-82",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-84",
          0
         ],
         "destination": [
          "obj-85",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-85",
          0
         ],
         "destination": [
          "obj-83",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-83",
          0
         ],
         "destination": [
          "obj-80",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-86",
          0
         ],
         "destination": [
          "obj-87",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-87",
          0
         ],
         "destination": [
          "obj-88",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-90",
          0
         ],
         "destination": [
          "obj-91",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-91",
          0
         ],
         "destination": [
          "obj-89",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-89",
          0
         ],
         "destination": [
          "obj-86",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-93",
          0
         ],
         "destination": [
          "obj-94",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-94",
          0
         ],
         "destination": [
          "obj-95",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-97",
          0
         ],
         "destination": [
          "obj-98",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-98",
          0
         ],
         "destination": [
          "obj-96",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-96",
          0
         ],
         "destination": [
          "obj-93",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-99",
          0
         ],
         "destination": [
          "obj-100",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-100",
          0
         ],
         "destination": [
          "obj-101",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-103",
          0
         ],
         "destination": [
          "obj-104",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-104",
          0
         ],
         "destination": [
          "obj-102",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-102",
          0
         ],
         "destination": [
          "obj-99",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-106",
          0
         ],
         "destination": [
          "obj-107",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-107",
          0
         ],
         "destination": [
          "obj-108",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-110",
          0
         ],
         "destination": [
          "obj-111",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-111",
          0
         ],
         "destination": [
          "obj-109",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-109",
          0
         ],
         "destination": [
          "obj-106",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-112",
          0
         ],
         "destination": [
          "obj-113",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-113",
          0
         ],
         "destination": [
          "obj-114",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-116",
          0
         ],
         "destination": [
          "obj-117",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-117",
          0
         ],
         "destination": [
          "obj-115",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-115",
          0
         ],
         "destination": [
          "obj-112",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-120",
          0
         ],
         "destination": [
          "obj-121",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-121",
          0
         ],
         "destination": [
          "obj-122",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-124",
          0
         ],
         "destination": [
          "obj-125",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-125",
          0
         ],
         "destination": [
          "obj-123",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-123",
          0
         ],
         "destination": [
          "obj-120",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-127",
          0
         ],
         "destination": [
          "obj-128",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-128",
          0
         ],
         "destination": [
          "obj-129",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-131",
          0
         ],
         "destination": [
          "obj-132",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-132",
          0
         ],
         "destination": [
          "obj-130",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-130",
          0
         ],
         "destination": [
          "obj-127",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-133",
          0
         ],
         "destination": [
          "obj-134",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-134",
          0
         ],
         "destination": [
          "obj-135",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-137",
          0
         ],
         "destination": [
          "obj-138",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-138",
          0
         ],
         "destination": [
          "obj-136",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-136",
          0
         ],
         "destination": [
          "obj-133",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-139",
          0
         ],
         "destination": [
          "obj-140",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-140",
          0
         ],
         "destination": [
          "obj-141",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-143",
          0
         ],
         "destination": [
          "obj-144",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-144",
          0
         ],
         "destination": [
          "obj-142",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-142",
          0
         ],
         "destination": [
          "obj-139",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-146",
          0
         ],
         "destination": [
          "obj-147",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-147",
          0
         ],
         "destination": [
          "obj-148",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-150",
          0
         ],
         "destination": [
          "obj-151",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-151",
          0
         ],
         "destination": [
          "obj-149",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-149",
          0
         ],
         "destination": [
          "obj-146",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-152",
          0
         ],
         "destination": [
          "obj-153",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-153",
          0
         ],
         "destination": [
          "obj-154",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-156",
          0
         ],
         "destination": [
          "obj-157",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-157",
          0
         ],
         "destination": [
          "obj-155",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-155",
          0
         ],
         "destination": [
          "obj-152",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-158",
          0
         ],
         "destination": [
          "obj-159",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-159",
          0
         ],
         "destination": [
          "obj-160",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-162",
          0
         ],
         "destination": [
          "obj-163",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-163",
          0
         ],
         "destination": [
          "obj-161",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-161",
          0
         ],
         "destination": [
          "obj-158",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-165",
          0
         ],
         "destination": [
          "obj-166",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-166",
          0
         ],
         "destination": [
          "obj-167",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-169",
          0
         ],
         "destination": [
          "obj-170",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-170",
          0
         ],
         "destination": [
          "obj-168",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-168",
          0
         ],
         "destination": [
          "obj-165",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-171",
          0
         ],
         "destination": [
          "obj-172",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-172",
          0
         ],
         "destination": [
          "obj-173",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-175",
          0
         ],
         "destination": [
          "obj-176",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-176",
          0
         ],
         "destination": [
          "obj-174",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-174",
          0
         ],
         "destination": [
          "obj-171",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-177",
          0
         ],
         "destination": [
          "obj-178",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-178",
          0
         ],
         "destination": [
          "obj-179",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-181",
          0
         ],
         "destination": [
          "obj-182",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-182",
          0
         ],
         "destination": [
          "obj-180",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-180",
          0
         ],
         "destination": [
          "obj-177",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-184",
          0
         ],
         "destination": [
          "obj-185",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-185",
          0
         ],
         "destination": [
          "obj-186",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-188",
          0
         ],
         "destination": [
          "obj-189",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-189",
          0
         ],
         "destination": [
          "obj-187",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-187",
          0
         ],
         "destination": [
          "obj-184",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-190",
          0
         ],
         "destination": [
          "obj-191",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-191",
          0
         ],
         "destination": [
          "obj-192",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-194",
          0
         ],
         "destination": [
          "obj-195",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-195",
          0
         ],
         "destination": [
          "obj-193",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-193",
          0
         ],
         "destination": [
          "obj-190",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-196",
          0
         ],
         "destination": [
          "obj-197",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-197",
          0
         ],
         "destination": [
          "obj-198",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-200",
          0
         ],
         "destination": [
          "obj-201",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-201",
          0
         ],
         "destination": [
          "obj-199",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-199",
          0
         ],
         "destination": [
          "obj-196",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-203",
          0
         ],
         "destination": [
          "obj-204",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-204",
          0
         ],
         "destination": [
          "obj-205",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-207",
          0
         ],
         "destination": [
          "obj-208",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-208",
          0
         ],
         "destination": [
          "obj-206",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-206",
          0
         ],
         "destination": [
          "obj-203",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-209",
          0
         ],
         "destination": [
          "obj-210",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-210",
          0
         ],
         "destination": [
          "obj-211",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-213",
          0
         ],
         "destination": [
          "obj-214",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-214",
          0
         ],
         "destination": [
          "obj-212",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-212",
          0
         ],
         "destination": [
          "obj-209",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-215",
          0
         ],
         "destination": [
          "obj-216",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-216",
          0
         ],
         "destination": [
          "obj-217",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-219",
          0
         ],
         "destination": [
          "obj-220",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-220",
          0
         ],
         "destination": [
          "obj-218",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-218",
          0
         ],
         "destination": [
          "obj-215",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-221",
          0
         ],
         "destination": [
          "obj-222",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-222",
          0
         ],
         "destination": [
          "obj-223",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-225",
          0
         ],
         "destination": [
          "obj-226",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-226",
          0
         ],
         "destination": [
          "obj-224",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-224",
          0
         ],
         "destination": [
          "obj-221",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-227",
          0
         ],
         "destination": [
          "obj-228",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-228",
          0
         ],
         "destination": [
          "obj-229",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-231",
          0
         ],
         "destination": [
          "obj-232",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-232",
          0
         ],
         "destination": [
          "obj-230",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-230",
          0
         ],
         "destination": [
          "obj-227",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-233",
          0
         ],
         "destination": [
          "obj-234",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-234",
          0
         ],
         "destination": [
          "obj-235",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-237",
          0
         ],
         "destination": [
          "obj-238",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-238",
          0
         ],
         "destination": [
          "obj-236",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-236",
          0
         ],
         "destination": [
          "obj-233",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-239",
          0
         ],
         "destination": [
          "obj-240",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-240",
          0
         ],
         "destination": [
          "obj-241",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-243",
          0
         ],
         "destination": [
          "obj-244",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-244",
          0
         ],
         "destination": [
          "obj-242",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-242",
          0
         ],
         "destination": [
          "obj-239",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-245",
          0
         ],
         "destination": [
          "obj-246",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-246",
          0
         ],
         "destination": [
          "obj-247",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-249",
          0
         ],
         "destination": [
          "obj-250",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-250",
          0
         ],
         "destination": [
          "obj-248",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-248",
          0
         ],
         "destination": [
          "obj-245",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-251",
          0
         ],
         "destination": [
          "obj-252",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-252",
          0
         ],
         "destination": [
          "obj-253",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-255",
          0
         ],
         "destination": [
          "obj-256",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-256",
          0
         ],
         "destination": [
          "obj-254",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-254",
          0
         ],
         "destination": [
          "obj-251",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-257",
          0
         ],
         "destination": [
          "obj-258",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-258",
          0
         ],
         "destination": [
          "obj-259",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-261",
          0
         ],
         "destination": [
          "obj-262",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-262",
          0
         ],
         "destination": [
          "obj-260",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-260",
          0
         ],
         "destination": [
          "obj-257",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-263",
          0
         ],
         "destination": [
          "obj-264",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-264",
          0
         ],
         "destination": [
          "obj-265",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-267",
          0
         ],
         "destination": [
          "obj-268",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-268",
          0
         ],
         "destination": [
          "obj-266",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-266",
          0
         ],
         "destination": [
          "obj-263",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-269",
          0
         ],
         "destination": [
          "obj-270",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-270",
          0
         ],
         "destination": [
          "obj-271",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-273",
          0
         ],
         "destination": [
          "obj-274",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-274",
          0
         ],
         "destination": [
          "obj-272",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-272",
          0
         ],
         "destination": [
          "obj-269",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-275",
          0
         ],
         "destination": [
          "obj-276",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-276",
          0
         ],
         "destination": [
          "obj-277",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-279",
          0
         ],
         "destination": [
          "obj-280",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-280",
          0
         ],
         "destination": [
          "obj-278",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-278",
          0
         ],
         "destination": [
          "obj-275",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-281",
          0
         ],
         "destination": [
          "obj-282",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-282",
          0
         ],
         "destination": [
          "obj-283",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-285",
          0
         ],
         "destination": [
          "obj-286",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-286",
          0
         ],
         "destination": [
          "obj-284",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-284",
          0
         ],
         "destination": [
          "obj-281",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-287",
          0
         ],
         "destination": [
          "obj-288",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-288",
          0
         ],
         "destination": [
          "obj-289",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-291",
          0
         ],
         "destination": [
          "obj-292",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-292",
          0
         ],
         "destination": [
          "obj-290",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-290",
          0
         ],
         "destination": [
          "obj-287",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-293",
          0
         ],
         "destination": [
          "obj-294",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-294",
          0
         ],
         "destination": [
          "obj-295",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-297",
          0
         ],
         "destination": [
          "obj-298",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-298",
          0
         ],
         "destination": [
          "obj-296",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-296",
          0
         ],
         "destination": [
          "obj-293",
          0
         ]
        }
       }
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-462",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      320.0,
      1904.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      504.0,
      10.0,
      64.0,
      20.0
     ],
     "text": "moves",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-463",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "open"
    }
   },
   {
    "box": {
     "id": "obj-464",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      320.0,
      1992.0,
      140.0,
      22.0
     ],
     "text": "pcontrol"
    }
   },
   {
    "box": {
     "id": "obj-465",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      470.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "p steps",
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 6,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       80.0,
       80.0,
       864.0,
       618.0
      ],
      "openinpresentation": 1,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          40.0,
          140.0,
          22.0
         ],
         "index": 1,
         "comment": "messages to the window"
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          10.0,
          92.0,
          20.0
         ],
         "text": "kick"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          10.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          -3.0,
          3.0
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps kick"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route kick"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          102.0,
          92.0,
          20.0
         ],
         "text": "snare"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          102.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          -3.0,
          3.0
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps snare"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route snare"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          194.0,
          92.0,
          20.0
         ],
         "text": "hats"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          194.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          -3.0,
          3.0
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps hats"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route hats"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          286.0,
          92.0,
          20.0
         ],
         "text": "mute"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          286.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          0.0,
          1.0
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps mute"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route mute"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          378.0,
          92.0,
          20.0
         ],
         "text": "shift"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          378.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          -0.5,
          0.5
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps shift"
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route shift"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          40.0,
          92.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          470.0,
          92.0,
          20.0
         ],
         "text": "lock"
        }
       },
       {
        "box": {
         "id": "obj-43",
         "maxclass": "multislider",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          84.0,
          740.0,
          40.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          470.0,
          740.0,
          84.0
         ],
         "size": 32,
         "setminmax": [
          0.0,
          1.0
         ],
         "setstyle": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "prepend steps lock"
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          172.0,
          140.0,
          22.0
         ],
         "text": "s vamen-ask"
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          260.0,
          140.0,
          22.0
         ],
         "text": "route steps"
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          304.0,
          140.0,
          22.0
         ],
         "text": "route lock"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          348.0,
          140.0,
          22.0
         ],
         "text": "prepend setlist"
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          40.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          577.0,
          88.0,
          24.0
         ],
         "text": "latent of a step"
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          84.0,
          85.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          562.0,
          85.0,
          14.0
         ],
         "text": "sixteenth"
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          128.0,
          85.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          197.0,
          562.0,
          85.0,
          14.0
         ],
         "text": "latent"
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          172.0,
          85.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          562.0,
          85.0,
          14.0
         ],
         "text": "value"
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1220.0,
          40.0,
          85.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          577.0,
          85.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 31
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1370.0,
          40.0,
          85.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          197.0,
          577.0,
          85.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 15
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1520.0,
          40.0,
          85.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          286.0,
          577.0,
          85.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": -3.0,
         "maximum": 3.0
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          40.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "sprintf /vamen/step/%ld/%ld %f"
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1670.0,
          172.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          577.0,
          52.0,
          24.0
         ],
         "text": "set",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1670.0,
          216.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1820.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          562.0,
          96.0,
          28.0
         ],
         "text": "clear steps",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/step/clear"
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-15",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-15",
          0
         ],
         "destination": [
          "obj-16",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-17",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-11",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          0
         ],
         "destination": [
          "obj-20",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-21",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-19",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-29",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-33",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-27",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-37",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-38",
          0
         ],
         "destination": [
          "obj-39",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-40",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-40",
          0
         ],
         "destination": [
          "obj-41",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          0
         ],
         "destination": [
          "obj-35",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-43",
          0
         ],
         "destination": [
          "obj-44",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-44",
          0
         ],
         "destination": [
          "obj-45",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-46",
          0
         ],
         "destination": [
          "obj-47",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-47",
          0
         ],
         "destination": [
          "obj-48",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-48",
          0
         ],
         "destination": [
          "obj-49",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-49",
          0
         ],
         "destination": [
          "obj-43",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-57",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-57",
          0
         ],
         "destination": [
          "obj-58",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
          0
         ],
         "destination": [
          "obj-58",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-56",
          0
         ],
         "destination": [
          "obj-58",
          2
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-59",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-60",
          0
         ],
         "destination": [
          "obj-61",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-61",
          0
         ],
         "destination": [
          "obj-57",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-63",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-63",
          0
         ],
         "destination": [
          "obj-64",
          0
         ]
        }
       }
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-466",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      470.0,
      1904.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      576.0,
      10.0,
      64.0,
      20.0
     ],
     "text": "steps",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-467",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "open"
    }
   },
   {
    "box": {
     "id": "obj-468",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      470.0,
      1992.0,
      140.0,
      22.0
     ],
     "text": "pcontrol"
    }
   },
   {
    "box": {
     "id": "obj-469",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      620.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "p library",
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 6,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       80.0,
       80.0,
       864.0,
       938.0
      ],
      "openinpresentation": 1,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          40.0,
          140.0,
          22.0
         ],
         "index": 1,
         "comment": "messages to the window"
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          170.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "scene save",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/scene/save"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          320.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          120.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "scene reload",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/scene/reload"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          470.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          224.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "end overdub",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/gesture/overdub 0"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          620.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          328.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "overdub",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/gesture/overdub 1"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          770.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          432.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "stop gesture",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/gesture/play 0"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          920.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          536.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "play gesture",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/gesture/play 1"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1070.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          640.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "gesture clear",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/gesture/clear"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1220.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          744.0,
          10.0,
          96.0,
          28.0
         ],
         "text": "lock kick",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/lock/kick"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1370.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "lock snare",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/lock/snare"
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1520.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          120.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "lock hats",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/lock/hats"
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1670.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          224.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "own clock",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/clock 0"
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1820.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          328.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "midi clock",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/clock 1"
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1970.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          432.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "link",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/clock 2"
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          2120.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          536.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "end recording",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/record 0"
        }
       },
       {
        "box": {
         "id": "obj-43",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-44",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          2270.0,
          40.0,
          96.0,
          28.0
         ],
         "presentation": 1,
         "presentation_rect": [
          640.0,
          46.0,
          96.0,
          28.0
         ],
         "text": "record",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-45",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          84.0,
          140.0,
          22.0
         ],
         "text": "/vamen/record 1"
        }
       },
       {
        "box": {
         "id": "obj-46",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          128.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-47",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          300.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          97.0,
          88.0,
          24.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-48",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          344.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          82.0,
          264.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-49",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          300.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          97.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-50",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-51",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-52",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-53",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-54",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          300.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-55",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset"
        }
       },
       {
        "box": {
         "id": "obj-56",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-57",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          320.0,
          432.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          97.0,
          52.0,
          24.0
         ],
         "text": "preset",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-58",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          320.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-59",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          300.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          97.0,
          88.0,
          24.0
         ],
         "text": "preset save"
        }
       },
       {
        "box": {
         "id": "obj-60",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          344.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          82.0,
          130.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-61",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          388.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          82.0,
          130.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-62",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          620.0,
          300.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          97.0,
          130.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 127
        }
       },
       {
        "box": {
         "id": "obj-63",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          300.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          97.0,
          130.0,
          24.0
         ],
         "keymode": 1,
         "outputmode": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-64",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-65",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          300.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-66",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "pack 0 s"
        }
       },
       {
        "box": {
         "id": "obj-67",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/save"
        }
       },
       {
        "box": {
         "id": "obj-68",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-69",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          920.0,
          476.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          97.0,
          52.0,
          24.0
         ],
         "text": "save",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-70",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          920.0,
          520.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-71",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          300.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          145.0,
          88.0,
          24.0
         ],
         "text": "preset morph"
        }
       },
       {
        "box": {
         "id": "obj-72",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          344.0,
          102.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          130.0,
          102.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-73",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          388.0,
          102.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          214.0,
          130.0,
          102.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-74",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          432.0,
          102.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          320.0,
          130.0,
          102.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-75",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          300.0,
          102.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          145.0,
          102.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-76",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-77",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-78",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-79",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-80",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          300.0,
          102.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          214.0,
          145.0,
          102.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-81",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-82",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-83",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-84",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-85",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1520.0,
          300.0,
          102.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          320.0,
          145.0,
          102.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 1
        }
       },
       {
        "box": {
         "id": "obj-86",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          300.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-87",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "pack 0 0 0."
        }
       },
       {
        "box": {
         "id": "obj-88",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/morph"
        }
       },
       {
        "box": {
         "id": "obj-89",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "float"
         ],
         "patching_rect": [
          1670.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-90",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-91",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          300.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          193.0,
          88.0,
          24.0
         ],
         "text": "preset blend"
        }
       },
       {
        "box": {
         "id": "obj-92",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          344.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-93",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          388.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          231.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-94",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          432.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          354.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-95",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          476.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          477.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-96",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          520.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          600.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-97",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          564.0,
          119.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          723.0,
          178.0,
          119.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-98",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          300.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          193.0,
          119.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-99",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-100",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-101",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-102",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-103",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          2120.0,
          300.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          231.0,
          193.0,
          119.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0.0,
         "maximum": 1.0
        }
       },
       {
        "box": {
         "id": "obj-104",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          300.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          354.0,
          193.0,
          119.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-105",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          344.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-106",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          388.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-107",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          432.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-108",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          476.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-109",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          20.0,
          560.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          477.0,
          193.0,
          119.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0.0,
         "maximum": 1.0
        }
       },
       {
        "box": {
         "id": "obj-110",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          560.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          600.0,
          193.0,
          119.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-111",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-112",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-113",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-114",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-115",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          320.0,
          560.0,
          119.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          723.0,
          193.0,
          119.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0.0,
         "maximum": 1.0
        }
       },
       {
        "box": {
         "id": "obj-116",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          560.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-117",
         "maxclass": "newobj",
         "numinlets": 6,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "pack 0 0. 0 0. 0 0."
        }
       },
       {
        "box": {
         "id": "obj-118",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/blend"
        }
       },
       {
        "box": {
         "id": "obj-119",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "float"
         ],
         "patching_rect": [
          470.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-120",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "float"
         ],
         "patching_rect": [
          470.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-121",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "float"
         ],
         "patching_rect": [
          470.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "t b f"
        }
       },
       {
        "box": {
         "id": "obj-122",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          824.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-123",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          560.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          241.0,
          88.0,
          24.0
         ],
         "text": "preset rename"
        }
       },
       {
        "box": {
         "id": "obj-124",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          604.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          226.0,
          130.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-125",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          648.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          226.0,
          130.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-126",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          560.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          241.0,
          130.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-127",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-128",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-129",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-130",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-131",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          560.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          241.0,
          130.0,
          24.0
         ],
         "keymode": 1,
         "outputmode": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-132",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-133",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          560.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-134",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "pack 0 s"
        }
       },
       {
        "box": {
         "id": "obj-135",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/rename"
        }
       },
       {
        "box": {
         "id": "obj-136",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-137",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1070.0,
          736.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          241.0,
          52.0,
          24.0
         ],
         "text": "rename",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-138",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1070.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-139",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          560.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          241.0,
          88.0,
          24.0
         ],
         "text": "preset move"
        }
       },
       {
        "box": {
         "id": "obj-140",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          604.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          226.0,
          130.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-141",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          648.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          226.0,
          130.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-142",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          560.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          241.0,
          130.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-143",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-144",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-145",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-146",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-147",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1520.0,
          560.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          241.0,
          130.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 127
        }
       },
       {
        "box": {
         "id": "obj-148",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          560.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-149",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "pack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-150",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/move"
        }
       },
       {
        "box": {
         "id": "obj-151",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-152",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1670.0,
          736.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          241.0,
          52.0,
          24.0
         ],
         "text": "move",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-153",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1670.0,
          780.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-154",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          560.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          289.0,
          88.0,
          24.0
         ],
         "text": "preset delete"
        }
       },
       {
        "box": {
         "id": "obj-155",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          604.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          274.0,
          264.0,
          14.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-156",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          560.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          289.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-157",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-158",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-159",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          692.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/presets"
        }
       },
       {
        "box": {
         "id": "obj-160",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-161",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          560.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-162",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          604.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/preset/delete"
        }
       },
       {
        "box": {
         "id": "obj-163",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          648.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-164",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          2120.0,
          692.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          289.0,
          52.0,
          24.0
         ],
         "text": "delete",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-165",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          2120.0,
          736.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-166",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          560.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          289.0,
          88.0,
          24.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-167",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          604.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          274.0,
          264.0,
          14.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-168",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          820.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          289.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-169",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-170",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-171",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scenes"
        }
       },
       {
        "box": {
         "id": "obj-172",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-173",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          820.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-174",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene"
        }
       },
       {
        "box": {
         "id": "obj-175",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-176",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          170.0,
          952.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          289.0,
          52.0,
          24.0
         ],
         "text": "scene",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-177",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          170.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-178",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          820.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          337.0,
          88.0,
          24.0
         ],
         "text": "scene save"
        }
       },
       {
        "box": {
         "id": "obj-179",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          864.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          322.0,
          130.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-180",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          908.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          322.0,
          130.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-181",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          470.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          337.0,
          130.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 127
        }
       },
       {
        "box": {
         "id": "obj-182",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          337.0,
          130.0,
          24.0
         ],
         "keymode": 1,
         "outputmode": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-183",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-184",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          820.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-185",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "pack 0 s"
        }
       },
       {
        "box": {
         "id": "obj-186",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene/save"
        }
       },
       {
        "box": {
         "id": "obj-187",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-188",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          770.0,
          996.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          337.0,
          52.0,
          24.0
         ],
         "text": "save",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-189",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          770.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-190",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          820.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          337.0,
          88.0,
          24.0
         ],
         "text": "scene rename"
        }
       },
       {
        "box": {
         "id": "obj-191",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          864.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          322.0,
          130.0,
          14.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-192",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          908.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          322.0,
          130.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-193",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          337.0,
          130.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-194",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-195",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-196",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scenes"
        }
       },
       {
        "box": {
         "id": "obj-197",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-198",
         "maxclass": "textedit",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": [
          "",
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          337.0,
          130.0,
          24.0
         ],
         "keymode": 1,
         "outputmode": 1,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-199",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "route text"
        }
       },
       {
        "box": {
         "id": "obj-200",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          820.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-201",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "pack 0 s"
        }
       },
       {
        "box": {
         "id": "obj-202",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene/rename"
        }
       },
       {
        "box": {
         "id": "obj-203",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-204",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1370.0,
          996.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          337.0,
          52.0,
          24.0
         ],
         "text": "rename",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-205",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1370.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-206",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          820.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          385.0,
          88.0,
          24.0
         ],
         "text": "scene move"
        }
       },
       {
        "box": {
         "id": "obj-207",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          864.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          370.0,
          130.0,
          14.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-208",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          908.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          370.0,
          130.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-209",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          385.0,
          130.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-210",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-211",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-212",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scenes"
        }
       },
       {
        "box": {
         "id": "obj-213",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-214",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1820.0,
          820.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          242.0,
          385.0,
          130.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 127
        }
       },
       {
        "box": {
         "id": "obj-215",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          820.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-216",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "pack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-217",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene/move"
        }
       },
       {
        "box": {
         "id": "obj-218",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-219",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1970.0,
          996.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          385.0,
          52.0,
          24.0
         ],
         "text": "move",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-220",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1970.0,
          1040.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-221",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          820.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          385.0,
          88.0,
          24.0
         ],
         "text": "scene delete"
        }
       },
       {
        "box": {
         "id": "obj-222",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          864.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          370.0,
          264.0,
          14.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-223",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          820.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          385.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-224",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          864.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-225",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          908.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-226",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          952.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scenes"
        }
       },
       {
        "box": {
         "id": "obj-227",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          996.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-228",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          1080.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-229",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene/delete"
        }
       },
       {
        "box": {
         "id": "obj-230",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-231",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          20.0,
          1212.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          385.0,
          52.0,
          24.0
         ],
         "text": "delete",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-232",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          20.0,
          1256.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-233",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          1080.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          433.0,
          88.0,
          24.0
         ],
         "text": "scene export"
        }
       },
       {
        "box": {
         "id": "obj-234",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          1124.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          418.0,
          264.0,
          14.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-235",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1080.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          433.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-236",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-237",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-238",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1212.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scenes"
        }
       },
       {
        "box": {
         "id": "obj-239",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1256.0,
          140.0,
          22.0
         ],
         "text": "zl nth 1"
        }
       },
       {
        "box": {
         "id": "obj-240",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          1080.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-241",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/scene/export"
        }
       },
       {
        "box": {
         "id": "obj-242",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-243",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          470.0,
          1212.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          433.0,
          52.0,
          24.0
         ],
         "text": "export",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-244",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          470.0,
          1256.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-245",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          1080.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          433.0,
          88.0,
          24.0
         ],
         "text": "random"
        }
       },
       {
        "box": {
         "id": "obj-246",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          1124.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          418.0,
          264.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-247",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          770.0,
          1080.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          433.0,
          264.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 1
        }
       },
       {
        "box": {
         "id": "obj-248",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          1080.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0."
        }
       },
       {
        "box": {
         "id": "obj-249",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/random"
        }
       },
       {
        "box": {
         "id": "obj-250",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-251",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          920.0,
          1212.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          433.0,
          52.0,
          24.0
         ],
         "text": "random",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-252",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          920.0,
          1256.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-253",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          1080.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          481.0,
          88.0,
          24.0
         ],
         "text": "break"
        }
       },
       {
        "box": {
         "id": "obj-254",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          1124.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          466.0,
          264.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-255",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1220.0,
          1080.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          481.0,
          264.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0,
         "maximum": 511
        }
       },
       {
        "box": {
         "id": "obj-256",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          1080.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-257",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/break"
        }
       },
       {
        "box": {
         "id": "obj-258",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-259",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1370.0,
          1212.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          481.0,
          52.0,
          24.0
         ],
         "text": "break",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-260",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1370.0,
          1256.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-261",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1080.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          481.0,
          88.0,
          24.0
         ],
         "text": "lfo target"
        }
       },
       {
        "box": {
         "id": "obj-262",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1124.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          466.0,
          130.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-263",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1168.0,
          130.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          466.0,
          130.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-264",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          1670.0,
          1080.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          481.0,
          130.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 1,
         "maximum": 4
        }
       },
       {
        "box": {
         "id": "obj-265",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          1080.0,
          130.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          662.0,
          481.0,
          130.0,
          24.0
         ],
         "items": [
          "none",
          ",",
          "tempo",
          ",",
          "speed",
          ",",
          "freeze",
          ",",
          "reverse",
          ",",
          "stutter",
          ",",
          "level",
          ",",
          "width",
          ",",
          "drive",
          ",",
          "ramp",
          ",",
          "halftime",
          ",",
          "scratch",
          ",",
          "swing",
          ",",
          "shuffle/chance",
          ",",
          "shuffle/seed",
          ",",
          "slices/mode",
          ",",
          "slices/onsets",
          ",",
          "mute/kick",
          ",",
          "mute/snare",
          ",",
          "mute/hats",
          ",",
          "mono",
          ",",
          "filter/low",
          ",",
          "filter/high",
          ",",
          "filter/resonance",
          ",",
          "crush/bits",
          ",",
          "crush/rate",
          ",",
          "punch",
          ",",
          "room",
          ",",
          "bypass/filter",
          ",",
          "bypass/drive",
          ",",
          "bypass/crush",
          ",",
          "bypass/punch",
          ",",
          "bypass/room",
          ",",
          "texture",
          ",",
          "seed",
          ",",
          "lock/latent/0",
          ",",
          "lock/latent/1",
          ",",
          "lock/latent/2",
          ",",
          "lock/latent/3",
          ",",
          "lock/latent/4",
          ",",
          "lock/latent/5",
          ",",
          "lock/latent/6",
          ",",
          "lock/latent/7",
          ",",
          "lock/latent/8",
          ",",
          "lock/latent/9",
          ",",
          "lock/latent/10",
          ",",
          "lock/latent/11",
          ",",
          "lock/latent/12",
          ",",
          "lock/latent/13",
          ",",
          "lock/latent/14",
          ",",
          "lock/latent/15",
          ",",
          "kick",
          ",",
          "snare",
          ",",
          "hats",
          ",",
          "density",
          ",",
          "tightness",
          ",",
          "tone",
          ",",
          "backbeat",
          ",",
          "offbeat",
          ",",
          "latent/8",
          ",",
          "latent/9",
          ",",
          "latent/10",
          ",",
          "latent/11",
          ",",
          "latent/12",
          ",",
          "latent/13",
          ",",
          "latent/14",
          ",",
          "latent/15"
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-266",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-267",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          1080.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-268",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          1124.0,
          140.0,
          22.0
         ],
         "text": "pack 0 s"
        }
       },
       {
        "box": {
         "id": "obj-269",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          1168.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lfo/target"
        }
       },
       {
        "box": {
         "id": "obj-270",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          1212.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-271",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1970.0,
          1256.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          481.0,
          52.0,
          24.0
         ],
         "text": "target",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-272",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1970.0,
          1300.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-273",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          1080.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          529.0,
          88.0,
          24.0
         ],
         "text": "gesture record"
        }
       },
       {
        "box": {
         "id": "obj-274",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          1124.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          514.0,
          264.0,
          14.0
         ],
         "text": "number"
        }
       },
       {
        "box": {
         "id": "obj-275",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          2270.0,
          1080.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          529.0,
          264.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 1,
         "maximum": 16
        }
       },
       {
        "box": {
         "id": "obj-276",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0"
        }
       },
       {
        "box": {
         "id": "obj-277",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/gesture/record"
        }
       },
       {
        "box": {
         "id": "obj-278",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-279",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          20.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          529.0,
          52.0,
          24.0
         ],
         "text": "record",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-280",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          20.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-281",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          1340.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          529.0,
          88.0,
          24.0
         ],
         "text": "gesture stretch"
        }
       },
       {
        "box": {
         "id": "obj-282",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          1384.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          514.0,
          264.0,
          14.0
         ],
         "text": "amount"
        }
       },
       {
        "box": {
         "id": "obj-283",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "",
          "bang"
         ],
         "patching_rect": [
          320.0,
          1340.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          529.0,
          264.0,
          24.0
         ],
         "parameter_enable": 0,
         "minimum": 0.25,
         "maximum": 4
        }
       },
       {
        "box": {
         "id": "obj-284",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg 0."
        }
       },
       {
        "box": {
         "id": "obj-285",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/gesture/stretch"
        }
       },
       {
        "box": {
         "id": "obj-286",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-287",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          470.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          529.0,
          52.0,
          24.0
         ],
         "text": "stretch",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-288",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          470.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-289",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          1340.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          577.0,
          88.0,
          24.0
         ],
         "text": "lock"
        }
       },
       {
        "box": {
         "id": "obj-290",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          1384.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          562.0,
          264.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-291",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          1340.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          577.0,
          264.0,
          24.0
         ],
         "items": [
          "all",
          ",",
          "kick",
          ",",
          "snare",
          ",",
          "hats",
          ",",
          "latent/0",
          ",",
          "latent/1",
          ",",
          "latent/2",
          ",",
          "density",
          ",",
          "tightness",
          ",",
          "tone",
          ",",
          "backbeat",
          ",",
          "offbeat",
          ",",
          "latent/8",
          ",",
          "latent/9",
          ",",
          "latent/10",
          ",",
          "latent/11",
          ",",
          "latent/12",
          ",",
          "latent/13",
          ",",
          "latent/14",
          ",",
          "latent/15",
          ",",
          "0",
          ",",
          "1",
          ",",
          "2",
          ",",
          "3",
          ",",
          "4",
          ",",
          "5",
          ",",
          "6",
          ",",
          "7",
          ",",
          "8",
          ",",
          "9",
          ",",
          "10",
          ",",
          "11",
          ",",
          "12",
          ",",
          "13",
          ",",
          "14",
          ",",
          "15",
          ",",
          "16",
          ",",
          "17",
          ",",
          "18",
          ",",
          "19",
          ",",
          "20",
          ",",
          "21",
          ",",
          "22",
          ",",
          "23",
          ",",
          "24",
          ",",
          "25",
          ",",
          "26",
          ",",
          "27",
          ",",
          "28",
          ",",
          "29",
          ",",
          "30",
          ",",
          "31"
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-292",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-293",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg"
        }
       },
       {
        "box": {
         "id": "obj-294",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/lock"
        }
       },
       {
        "box": {
         "id": "obj-295",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-296",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          920.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          577.0,
          52.0,
          24.0
         ],
         "text": "lock",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-297",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          920.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-298",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          1340.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          577.0,
          88.0,
          24.0
         ],
         "text": "unlock"
        }
       },
       {
        "box": {
         "id": "obj-299",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          1384.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          562.0,
          264.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-300",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          1340.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          577.0,
          264.0,
          24.0
         ],
         "items": [
          "all",
          ",",
          "kick",
          ",",
          "snare",
          ",",
          "hats",
          ",",
          "latent/0",
          ",",
          "latent/1",
          ",",
          "latent/2",
          ",",
          "density",
          ",",
          "tightness",
          ",",
          "tone",
          ",",
          "backbeat",
          ",",
          "offbeat",
          ",",
          "latent/8",
          ",",
          "latent/9",
          ",",
          "latent/10",
          ",",
          "latent/11",
          ",",
          "latent/12",
          ",",
          "latent/13",
          ",",
          "latent/14",
          ",",
          "latent/15",
          ",",
          "0",
          ",",
          "1",
          ",",
          "2",
          ",",
          "3",
          ",",
          "4",
          ",",
          "5",
          ",",
          "6",
          ",",
          "7",
          ",",
          "8",
          ",",
          "9",
          ",",
          "10",
          ",",
          "11",
          ",",
          "12",
          ",",
          "13",
          ",",
          "14",
          ",",
          "15",
          ",",
          "16",
          ",",
          "17",
          ",",
          "18",
          ",",
          "19",
          ",",
          "20",
          ",",
          "21",
          ",",
          "22",
          ",",
          "23",
          ",",
          "24",
          ",",
          "25",
          ",",
          "26",
          ",",
          "27",
          ",",
          "28",
          ",",
          "29",
          ",",
          "30",
          ",",
          "31"
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-301",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-302",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg"
        }
       },
       {
        "box": {
         "id": "obj-303",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/unlock"
        }
       },
       {
        "box": {
         "id": "obj-304",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-305",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1370.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          577.0,
          52.0,
          24.0
         ],
         "text": "unlock",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-306",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1370.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-307",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1340.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          625.0,
          88.0,
          24.0
         ],
         "text": "model"
        }
       },
       {
        "box": {
         "id": "obj-308",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1384.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          610.0,
          264.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-309",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          1340.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          625.0,
          264.0,
          24.0
         ],
         "items": [],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-310",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-311",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "route menu"
        }
       },
       {
        "box": {
         "id": "obj-312",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          1472.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/models"
        }
       },
       {
        "box": {
         "id": "obj-313",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-314",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg"
        }
       },
       {
        "box": {
         "id": "obj-315",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/model"
        }
       },
       {
        "box": {
         "id": "obj-316",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-317",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          1820.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          625.0,
          52.0,
          24.0
         ],
         "text": "model",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-318",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          1820.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-319",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          1340.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          625.0,
          88.0,
          24.0
         ],
         "text": "learn"
        }
       },
       {
        "box": {
         "id": "obj-320",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          1384.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          610.0,
          264.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-321",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          1340.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          528.0,
          625.0,
          264.0,
          24.0
         ],
         "items": [
          "none",
          ",",
          "tempo",
          ",",
          "speed",
          ",",
          "freeze",
          ",",
          "reverse",
          ",",
          "stutter",
          ",",
          "level",
          ",",
          "width",
          ",",
          "drive",
          ",",
          "ramp",
          ",",
          "halftime",
          ",",
          "scratch",
          ",",
          "swing",
          ",",
          "shuffle/chance",
          ",",
          "shuffle/seed",
          ",",
          "slices/mode",
          ",",
          "slices/onsets",
          ",",
          "mute/kick",
          ",",
          "mute/snare",
          ",",
          "mute/hats",
          ",",
          "mono",
          ",",
          "filter/low",
          ",",
          "filter/high",
          ",",
          "filter/resonance",
          ",",
          "crush/bits",
          ",",
          "crush/rate",
          ",",
          "punch",
          ",",
          "room",
          ",",
          "bypass/filter",
          ",",
          "bypass/drive",
          ",",
          "bypass/crush",
          ",",
          "bypass/punch",
          ",",
          "bypass/room",
          ",",
          "texture",
          ",",
          "seed",
          ",",
          "quantise/slices",
          ",",
          "quantise/presets",
          ",",
          "quantise/latents",
          ",",
          "quantise/random",
          ",",
          "quantise/effects",
          ",",
          "fill/chance",
          ",",
          "fill/bars",
          ",",
          "vary/chance",
          ",",
          "vary/bars",
          ",",
          "wildness",
          ",",
          "drift/amount",
          ",",
          "drift/beats",
          ",",
          "chance/seed",
          ",",
          "lfo/1/beats",
          ",",
          "lfo/1/depth",
          ",",
          "lfo/1/shape",
          ",",
          "lfo/2/beats",
          ",",
          "lfo/2/depth",
          ",",
          "lfo/2/shape",
          ",",
          "lfo/3/beats",
          ",",
          "lfo/3/depth",
          ",",
          "lfo/3/shape",
          ",",
          "lfo/4/beats",
          ",",
          "lfo/4/depth",
          ",",
          "lfo/4/shape",
          ",",
          "safe",
          ",",
          "lock/latent/0",
          ",",
          "lock/latent/1",
          ",",
          "lock/latent/2",
          ",",
          "lock/latent/3",
          ",",
          "lock/latent/4",
          ",",
          "lock/latent/5",
          ",",
          "lock/latent/6",
          ",",
          "lock/latent/7",
          ",",
          "lock/latent/8",
          ",",
          "lock/latent/9",
          ",",
          "lock/latent/10",
          ",",
          "lock/latent/11",
          ",",
          "lock/latent/12",
          ",",
          "lock/latent/13",
          ",",
          "lock/latent/14",
          ",",
          "lock/latent/15",
          ",",
          "kick",
          ",",
          "snare",
          ",",
          "hats",
          ",",
          "density",
          ",",
          "tightness",
          ",",
          "tone",
          ",",
          "backbeat",
          ",",
          "offbeat",
          ",",
          "latent/8",
          ",",
          "latent/9",
          ",",
          "latent/10",
          ",",
          "latent/11",
          ",",
          "latent/12",
          ",",
          "latent/13",
          ",",
          "latent/14",
          ",",
          "latent/15",
          ",",
          "tap",
          ",",
          "half",
          ",",
          "play",
          ",",
          "redo",
          ",",
          "stop",
          ",",
          "undo",
          ",",
          "clock",
          ",",
          "nudge",
          ",",
          "panic",
          ",",
          "scene",
          ",",
          "cancel",
          ",",
          "double",
          ",",
          "preset",
          ",",
          "random",
          ",",
          "record",
          ",",
          "another",
          ",",
          "gesture/play",
          ",",
          "gesture/clear",
          ",",
          "gesture/record",
          ",",
          "gesture/overdub",
          ",",
          "lock/hats",
          ",",
          "lock/kick",
          ",",
          "lock/snare",
          ",",
          "preset/0",
          ",",
          "preset/1",
          ",",
          "preset/2",
          ",",
          "preset/3",
          ",",
          "preset/4",
          ",",
          "preset/5",
          ",",
          "preset/6",
          ",",
          "preset/7",
          ",",
          "scene/0",
          ",",
          "scene/1",
          ",",
          "scene/2",
          ",",
          "scene/3",
          ",",
          "scene/4",
          ",",
          "scene/5",
          ",",
          "scene/6",
          ",",
          "scene/7",
          ",",
          "scene/next",
          ",",
          "scene/previous",
          ",",
          "slice/0",
          ",",
          "slice/1",
          ",",
          "slice/2",
          ",",
          "slice/3",
          ",",
          "slice/4",
          ",",
          "slice/5",
          ",",
          "slice/6",
          ",",
          "slice/7",
          ",",
          "slice/8",
          ",",
          "slice/9",
          ",",
          "slice/10",
          ",",
          "slice/11",
          ",",
          "slice/12",
          ",",
          "slice/13",
          ",",
          "slice/14",
          ",",
          "slice/15",
          ",",
          "slice/16",
          ",",
          "slice/17",
          ",",
          "slice/18",
          ",",
          "slice/19",
          ",",
          "slice/20",
          ",",
          "slice/21",
          ",",
          "slice/22",
          ",",
          "slice/23",
          ",",
          "slice/24",
          ",",
          "slice/25",
          ",",
          "slice/26",
          ",",
          "slice/27",
          ",",
          "slice/28",
          ",",
          "slice/29",
          ",",
          "slice/30",
          ",",
          "slice/31"
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-322",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-323",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          1340.0,
          140.0,
          22.0
         ],
         "text": "zl reg"
        }
       },
       {
        "box": {
         "id": "obj-324",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          1384.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/learn"
        }
       },
       {
        "box": {
         "id": "obj-325",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          1428.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-326",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          2270.0,
          1472.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          796.0,
          625.0,
          52.0,
          24.0
         ],
         "text": "learn",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-327",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          2270.0,
          1516.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-328",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          1600.0,
          88.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          673.0,
          88.0,
          24.0
         ],
         "text": "unlearn"
        }
       },
       {
        "box": {
         "id": "obj-329",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          1644.0,
          264.0,
          14.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          658.0,
          264.0,
          14.0
         ],
         "text": "name"
        }
       },
       {
        "box": {
         "id": "obj-330",
         "maxclass": "umenu",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "int",
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          1600.0,
          264.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          108.0,
          673.0,
          264.0,
          24.0
         ],
         "items": [
          "tempo",
          ",",
          "speed",
          ",",
          "freeze",
          ",",
          "reverse",
          ",",
          "stutter",
          ",",
          "level",
          ",",
          "width",
          ",",
          "drive",
          ",",
          "ramp",
          ",",
          "halftime",
          ",",
          "scratch",
          ",",
          "swing",
          ",",
          "shuffle/chance",
          ",",
          "shuffle/seed",
          ",",
          "slices/mode",
          ",",
          "slices/onsets",
          ",",
          "mute/kick",
          ",",
          "mute/snare",
          ",",
          "mute/hats",
          ",",
          "mono",
          ",",
          "filter/low",
          ",",
          "filter/high",
          ",",
          "filter/resonance",
          ",",
          "crush/bits",
          ",",
          "crush/rate",
          ",",
          "punch",
          ",",
          "room",
          ",",
          "bypass/filter",
          ",",
          "bypass/drive",
          ",",
          "bypass/crush",
          ",",
          "bypass/punch",
          ",",
          "bypass/room",
          ",",
          "texture",
          ",",
          "seed",
          ",",
          "quantise/slices",
          ",",
          "quantise/presets",
          ",",
          "quantise/latents",
          ",",
          "quantise/random",
          ",",
          "quantise/effects",
          ",",
          "fill/chance",
          ",",
          "fill/bars",
          ",",
          "vary/chance",
          ",",
          "vary/bars",
          ",",
          "wildness",
          ",",
          "drift/amount",
          ",",
          "drift/beats",
          ",",
          "chance/seed",
          ",",
          "lfo/1/beats",
          ",",
          "lfo/1/depth",
          ",",
          "lfo/1/shape",
          ",",
          "lfo/2/beats",
          ",",
          "lfo/2/depth",
          ",",
          "lfo/2/shape",
          ",",
          "lfo/3/beats",
          ",",
          "lfo/3/depth",
          ",",
          "lfo/3/shape",
          ",",
          "lfo/4/beats",
          ",",
          "lfo/4/depth",
          ",",
          "lfo/4/shape",
          ",",
          "safe",
          ",",
          "lock/latent/0",
          ",",
          "lock/latent/1",
          ",",
          "lock/latent/2",
          ",",
          "lock/latent/3",
          ",",
          "lock/latent/4",
          ",",
          "lock/latent/5",
          ",",
          "lock/latent/6",
          ",",
          "lock/latent/7",
          ",",
          "lock/latent/8",
          ",",
          "lock/latent/9",
          ",",
          "lock/latent/10",
          ",",
          "lock/latent/11",
          ",",
          "lock/latent/12",
          ",",
          "lock/latent/13",
          ",",
          "lock/latent/14",
          ",",
          "lock/latent/15",
          ",",
          "kick",
          ",",
          "snare",
          ",",
          "hats",
          ",",
          "density",
          ",",
          "tightness",
          ",",
          "tone",
          ",",
          "backbeat",
          ",",
          "offbeat",
          ",",
          "latent/8",
          ",",
          "latent/9",
          ",",
          "latent/10",
          ",",
          "latent/11",
          ",",
          "latent/12",
          ",",
          "latent/13",
          ",",
          "latent/14",
          ",",
          "latent/15",
          ",",
          "tap",
          ",",
          "half",
          ",",
          "play",
          ",",
          "redo",
          ",",
          "stop",
          ",",
          "undo",
          ",",
          "clock",
          ",",
          "nudge",
          ",",
          "panic",
          ",",
          "scene",
          ",",
          "cancel",
          ",",
          "double",
          ",",
          "preset",
          ",",
          "random",
          ",",
          "record",
          ",",
          "another",
          ",",
          "gesture/play",
          ",",
          "gesture/clear",
          ",",
          "gesture/record",
          ",",
          "gesture/overdub",
          ",",
          "lock/hats",
          ",",
          "lock/kick",
          ",",
          "lock/snare",
          ",",
          "preset/0",
          ",",
          "preset/1",
          ",",
          "preset/2",
          ",",
          "preset/3",
          ",",
          "preset/4",
          ",",
          "preset/5",
          ",",
          "preset/6",
          ",",
          "preset/7",
          ",",
          "scene/0",
          ",",
          "scene/1",
          ",",
          "scene/2",
          ",",
          "scene/3",
          ",",
          "scene/4",
          ",",
          "scene/5",
          ",",
          "scene/6",
          ",",
          "scene/7",
          ",",
          "scene/next",
          ",",
          "scene/previous",
          ",",
          "slice/0",
          ",",
          "slice/1",
          ",",
          "slice/2",
          ",",
          "slice/3",
          ",",
          "slice/4",
          ",",
          "slice/5",
          ",",
          "slice/6",
          ",",
          "slice/7",
          ",",
          "slice/8",
          ",",
          "slice/9",
          ",",
          "slice/10",
          ",",
          "slice/11",
          ",",
          "slice/12",
          ",",
          "slice/13",
          ",",
          "slice/14",
          ",",
          "slice/15",
          ",",
          "slice/16",
          ",",
          "slice/17",
          ",",
          "slice/18",
          ",",
          "slice/19",
          ",",
          "slice/20",
          ",",
          "slice/21",
          ",",
          "slice/22",
          ",",
          "slice/23",
          ",",
          "slice/24",
          ",",
          "slice/25",
          ",",
          "slice/26",
          ",",
          "slice/27",
          ",",
          "slice/28",
          ",",
          "slice/29",
          ",",
          "slice/30",
          ",",
          "slice/31"
         ],
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-331",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "tosymbol"
        }
       },
       {
        "box": {
         "id": "obj-332",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          1600.0,
          140.0,
          22.0
         ],
         "text": "zl reg"
        }
       },
       {
        "box": {
         "id": "obj-333",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend /vamen/unlearn"
        }
       },
       {
        "box": {
         "id": "obj-334",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          1688.0,
          140.0,
          22.0
         ],
         "text": "s vamen-out"
        }
       },
       {
        "box": {
         "id": "obj-335",
         "maxclass": "textbutton",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": [
          "",
          "",
          "int"
         ],
         "patching_rect": [
          320.0,
          1732.0,
          52.0,
          24.0
         ],
         "presentation": 1,
         "presentation_rect": [
          376.0,
          673.0,
          52.0,
          24.0
         ],
         "text": "unlearn",
         "mode": 0,
         "outputmode": 0,
         "parameter_enable": 0
        }
       },
       {
        "box": {
         "id": "obj-336",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          320.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "t b"
        }
       },
       {
        "box": {
         "id": "obj-337",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          470.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          706.0,
          206.0,
          20.0
         ],
         "text": "output"
        }
       },
       {
        "box": {
         "id": "obj-338",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-339",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          706.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-340",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          470.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-341",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          470.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/output"
        }
       },
       {
        "box": {
         "id": "obj-342",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          620.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          706.0,
          206.0,
          20.0
         ],
         "text": "provider"
        }
       },
       {
        "box": {
         "id": "obj-343",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-344",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          706.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-345",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          620.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-346",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          620.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/provider"
        }
       },
       {
        "box": {
         "id": "obj-347",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          770.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          734.0,
          206.0,
          20.0
         ],
         "text": "decode"
        }
       },
       {
        "box": {
         "id": "obj-348",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-349",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          734.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-350",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          770.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-351",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          770.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/decode"
        }
       },
       {
        "box": {
         "id": "obj-352",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          920.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          734.0,
          206.0,
          20.0
         ],
         "text": "model"
        }
       },
       {
        "box": {
         "id": "obj-353",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-354",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          734.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-355",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          920.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-356",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          920.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/model"
        }
       },
       {
        "box": {
         "id": "obj-357",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1070.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          762.0,
          206.0,
          20.0
         ],
         "text": "clock"
        }
       },
       {
        "box": {
         "id": "obj-358",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-359",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          762.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-360",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1070.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-361",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1070.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/clock"
        }
       },
       {
        "box": {
         "id": "obj-362",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1220.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          762.0,
          206.0,
          20.0
         ],
         "text": "midi"
        }
       },
       {
        "box": {
         "id": "obj-363",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-364",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          762.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-365",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1220.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-366",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1220.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/midi"
        }
       },
       {
        "box": {
         "id": "obj-367",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1370.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          790.0,
          206.0,
          20.0
         ],
         "text": "preset"
        }
       },
       {
        "box": {
         "id": "obj-368",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-369",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          790.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-370",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1370.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-371",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1370.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/preset"
        }
       },
       {
        "box": {
         "id": "obj-372",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1520.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          790.0,
          206.0,
          20.0
         ],
         "text": "locks"
        }
       },
       {
        "box": {
         "id": "obj-373",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-374",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          790.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-375",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1520.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-376",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1520.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/locks"
        }
       },
       {
        "box": {
         "id": "obj-377",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1670.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          818.0,
          206.0,
          20.0
         ],
         "text": "scene"
        }
       },
       {
        "box": {
         "id": "obj-378",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-379",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          818.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-380",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1670.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-381",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1670.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/scene"
        }
       },
       {
        "box": {
         "id": "obj-382",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1820.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          818.0,
          206.0,
          20.0
         ],
         "text": "recording"
        }
       },
       {
        "box": {
         "id": "obj-383",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-384",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          818.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-385",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1820.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-386",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1820.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/recording"
        }
       },
       {
        "box": {
         "id": "obj-387",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          1970.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          846.0,
          206.0,
          20.0
         ],
         "text": "queued"
        }
       },
       {
        "box": {
         "id": "obj-388",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-389",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          846.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-390",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          1970.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-391",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          1970.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/queued"
        }
       },
       {
        "box": {
         "id": "obj-392",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2120.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          846.0,
          206.0,
          20.0
         ],
         "text": "gesture"
        }
       },
       {
        "box": {
         "id": "obj-393",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-394",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          846.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-395",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2120.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-396",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2120.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/gesture"
        }
       },
       {
        "box": {
         "id": "obj-397",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          2270.0,
          1600.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          874.0,
          206.0,
          20.0
         ],
         "text": "lfos"
        }
       },
       {
        "box": {
         "id": "obj-398",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          1644.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-399",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          1688.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          874.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-400",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          2270.0,
          1732.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-401",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          2270.0,
          1776.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/lfos"
        }
       },
       {
        "box": {
         "id": "obj-402",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          1860.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          874.0,
          206.0,
          20.0
         ],
         "text": "moved"
        }
       },
       {
        "box": {
         "id": "obj-403",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          1904.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-404",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          1948.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          874.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-405",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20.0,
          1992.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-406",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          20.0,
          2036.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/moved"
        }
       },
       {
        "box": {
         "id": "obj-407",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          1860.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          16.0,
          902.0,
          206.0,
          20.0
         ],
         "text": "learning"
        }
       },
       {
        "box": {
         "id": "obj-408",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          1904.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-409",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          1948.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          222.0,
          902.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-410",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          170.0,
          1992.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-411",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          170.0,
          2036.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/learning"
        }
       },
       {
        "box": {
         "id": "obj-412",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          1860.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          436.0,
          902.0,
          206.0,
          20.0
         ],
         "text": "note"
        }
       },
       {
        "box": {
         "id": "obj-413",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          1904.0,
          140.0,
          22.0
         ],
         "text": "prepend set"
        }
       },
       {
        "box": {
         "id": "obj-414",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          1948.0,
          206.0,
          20.0
         ],
         "presentation": 1,
         "presentation_rect": [
          642.0,
          902.0,
          206.0,
          20.0
         ],
         "text": ""
        }
       },
       {
        "box": {
         "id": "obj-415",
         "maxclass": "newobj",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          320.0,
          1992.0,
          140.0,
          22.0
         ],
         "text": "r vamen-in"
        }
       },
       {
        "box": {
         "id": "obj-416",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "",
          ""
         ],
         "patching_rect": [
          320.0,
          2036.0,
          140.0,
          22.0
         ],
         "text": "route /vamen/report/note"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-15",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-15",
          0
         ],
         "destination": [
          "obj-16",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-18",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-19",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-21",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-22",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-24",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-27",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-28",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-33",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-34",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-37",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-38",
          0
         ],
         "destination": [
          "obj-39",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-40",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-41",
          0
         ],
         "destination": [
          "obj-42",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-42",
          0
         ],
         "destination": [
          "obj-43",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-44",
          0
         ],
         "destination": [
          "obj-45",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-45",
          0
         ],
         "destination": [
          "obj-46",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-50",
          0
         ],
         "destination": [
          "obj-51",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-51",
          0
         ],
         "destination": [
          "obj-52",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-52",
          0
         ],
         "destination": [
          "obj-49",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-49",
          1
         ],
         "destination": [
          "obj-53",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-53",
          0
         ],
         "destination": [
          "obj-54",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-54",
          0
         ],
         "destination": [
          "obj-55",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-55",
          0
         ],
         "destination": [
          "obj-56",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-57",
          0
         ],
         "destination": [
          "obj-58",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-58",
          0
         ],
         "destination": [
          "obj-54",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-63",
          0
         ],
         "destination": [
          "obj-64",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-62",
          0
         ],
         "destination": [
          "obj-65",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-65",
          0
         ],
         "destination": [
          "obj-66",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-64",
          0
         ],
         "destination": [
          "obj-66",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-66",
          0
         ],
         "destination": [
          "obj-67",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-67",
          0
         ],
         "destination": [
          "obj-68",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-69",
          0
         ],
         "destination": [
          "obj-70",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-70",
          0
         ],
         "destination": [
          "obj-65",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-76",
          0
         ],
         "destination": [
          "obj-77",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-77",
          0
         ],
         "destination": [
          "obj-78",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-78",
          0
         ],
         "destination": [
          "obj-75",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-75",
          1
         ],
         "destination": [
          "obj-79",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-81",
          0
         ],
         "destination": [
          "obj-82",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-82",
          0
         ],
         "destination": [
          "obj-83",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-83",
          0
         ],
         "destination": [
          "obj-80",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-80",
          1
         ],
         "destination": [
          "obj-84",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-79",
          0
         ],
         "destination": [
          "obj-86",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-86",
          0
         ],
         "destination": [
          "obj-87",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-84",
          0
         ],
         "destination": [
          "obj-87",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-85",
          0
         ],
         "destination": [
          "obj-89",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-89",
          1
         ],
         "destination": [
          "obj-87",
          2
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-89",
          0
         ],
         "destination": [
          "obj-86",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-87",
          0
         ],
         "destination": [
          "obj-88",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-88",
          0
         ],
         "destination": [
          "obj-90",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-99",
          0
         ],
         "destination": [
          "obj-100",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-100",
          0
         ],
         "destination": [
          "obj-101",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-101",
          0
         ],
         "destination": [
          "obj-98",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-98",
          1
         ],
         "destination": [
          "obj-102",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-105",
          0
         ],
         "destination": [
          "obj-106",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-106",
          0
         ],
         "destination": [
          "obj-107",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-107",
          0
         ],
         "destination": [
          "obj-104",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-104",
          1
         ],
         "destination": [
          "obj-108",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-111",
          0
         ],
         "destination": [
          "obj-112",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-112",
          0
         ],
         "destination": [
          "obj-113",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-113",
          0
         ],
         "destination": [
          "obj-110",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-110",
          1
         ],
         "destination": [
          "obj-114",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-102",
          0
         ],
         "destination": [
          "obj-116",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-116",
          0
         ],
         "destination": [
          "obj-117",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-103",
          0
         ],
         "destination": [
          "obj-119",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-119",
          1
         ],
         "destination": [
          "obj-117",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-119",
          0
         ],
         "destination": [
          "obj-116",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-108",
          0
         ],
         "destination": [
          "obj-117",
          2
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-109",
          0
         ],
         "destination": [
          "obj-120",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-120",
          1
         ],
         "destination": [
          "obj-117",
          3
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-120",
          0
         ],
         "destination": [
          "obj-116",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-114",
          0
         ],
         "destination": [
          "obj-117",
          4
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-115",
          0
         ],
         "destination": [
          "obj-121",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-121",
          1
         ],
         "destination": [
          "obj-117",
          5
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-121",
          0
         ],
         "destination": [
          "obj-116",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-117",
          0
         ],
         "destination": [
          "obj-118",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-118",
          0
         ],
         "destination": [
          "obj-122",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-127",
          0
         ],
         "destination": [
          "obj-128",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-128",
          0
         ],
         "destination": [
          "obj-129",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-129",
          0
         ],
         "destination": [
          "obj-126",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-126",
          1
         ],
         "destination": [
          "obj-130",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-131",
          0
         ],
         "destination": [
          "obj-132",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-130",
          0
         ],
         "destination": [
          "obj-133",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-133",
          0
         ],
         "destination": [
          "obj-134",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-132",
          0
         ],
         "destination": [
          "obj-134",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-134",
          0
         ],
         "destination": [
          "obj-135",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-135",
          0
         ],
         "destination": [
          "obj-136",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-137",
          0
         ],
         "destination": [
          "obj-138",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-138",
          0
         ],
         "destination": [
          "obj-133",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-143",
          0
         ],
         "destination": [
          "obj-144",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-144",
          0
         ],
         "destination": [
          "obj-145",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-145",
          0
         ],
         "destination": [
          "obj-142",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-142",
          1
         ],
         "destination": [
          "obj-146",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-146",
          0
         ],
         "destination": [
          "obj-148",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-148",
          0
         ],
         "destination": [
          "obj-149",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-147",
          0
         ],
         "destination": [
          "obj-149",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-149",
          0
         ],
         "destination": [
          "obj-150",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-150",
          0
         ],
         "destination": [
          "obj-151",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-152",
          0
         ],
         "destination": [
          "obj-153",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-153",
          0
         ],
         "destination": [
          "obj-148",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-157",
          0
         ],
         "destination": [
          "obj-158",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-158",
          0
         ],
         "destination": [
          "obj-159",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-159",
          0
         ],
         "destination": [
          "obj-156",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-156",
          1
         ],
         "destination": [
          "obj-160",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-160",
          0
         ],
         "destination": [
          "obj-161",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-161",
          0
         ],
         "destination": [
          "obj-162",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-162",
          0
         ],
         "destination": [
          "obj-163",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-164",
          0
         ],
         "destination": [
          "obj-165",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-165",
          0
         ],
         "destination": [
          "obj-161",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-169",
          0
         ],
         "destination": [
          "obj-170",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-170",
          0
         ],
         "destination": [
          "obj-171",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-171",
          0
         ],
         "destination": [
          "obj-168",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-168",
          1
         ],
         "destination": [
          "obj-172",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-172",
          0
         ],
         "destination": [
          "obj-173",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-173",
          0
         ],
         "destination": [
          "obj-174",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-174",
          0
         ],
         "destination": [
          "obj-175",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-176",
          0
         ],
         "destination": [
          "obj-177",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-177",
          0
         ],
         "destination": [
          "obj-173",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-182",
          0
         ],
         "destination": [
          "obj-183",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-181",
          0
         ],
         "destination": [
          "obj-184",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-184",
          0
         ],
         "destination": [
          "obj-185",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-183",
          0
         ],
         "destination": [
          "obj-185",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-185",
          0
         ],
         "destination": [
          "obj-186",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-186",
          0
         ],
         "destination": [
          "obj-187",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-188",
          0
         ],
         "destination": [
          "obj-189",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-189",
          0
         ],
         "destination": [
          "obj-184",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-194",
          0
         ],
         "destination": [
          "obj-195",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-195",
          0
         ],
         "destination": [
          "obj-196",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-196",
          0
         ],
         "destination": [
          "obj-193",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-193",
          1
         ],
         "destination": [
          "obj-197",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-198",
          0
         ],
         "destination": [
          "obj-199",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-197",
          0
         ],
         "destination": [
          "obj-200",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-200",
          0
         ],
         "destination": [
          "obj-201",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-199",
          0
         ],
         "destination": [
          "obj-201",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-201",
          0
         ],
         "destination": [
          "obj-202",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-202",
          0
         ],
         "destination": [
          "obj-203",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-204",
          0
         ],
         "destination": [
          "obj-205",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-205",
          0
         ],
         "destination": [
          "obj-200",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-210",
          0
         ],
         "destination": [
          "obj-211",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-211",
          0
         ],
         "destination": [
          "obj-212",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-212",
          0
         ],
         "destination": [
          "obj-209",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-209",
          1
         ],
         "destination": [
          "obj-213",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-213",
          0
         ],
         "destination": [
          "obj-215",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-215",
          0
         ],
         "destination": [
          "obj-216",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-214",
          0
         ],
         "destination": [
          "obj-216",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-216",
          0
         ],
         "destination": [
          "obj-217",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-217",
          0
         ],
         "destination": [
          "obj-218",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-219",
          0
         ],
         "destination": [
          "obj-220",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-220",
          0
         ],
         "destination": [
          "obj-215",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-224",
          0
         ],
         "destination": [
          "obj-225",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-225",
          0
         ],
         "destination": [
          "obj-226",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-226",
          0
         ],
         "destination": [
          "obj-223",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-223",
          1
         ],
         "destination": [
          "obj-227",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-227",
          0
         ],
         "destination": [
          "obj-228",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-228",
          0
         ],
         "destination": [
          "obj-229",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-229",
          0
         ],
         "destination": [
          "obj-230",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-231",
          0
         ],
         "destination": [
          "obj-232",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-232",
          0
         ],
         "destination": [
          "obj-228",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-236",
          0
         ],
         "destination": [
          "obj-237",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-237",
          0
         ],
         "destination": [
          "obj-238",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-238",
          0
         ],
         "destination": [
          "obj-235",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-235",
          1
         ],
         "destination": [
          "obj-239",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-239",
          0
         ],
         "destination": [
          "obj-240",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-240",
          0
         ],
         "destination": [
          "obj-241",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-241",
          0
         ],
         "destination": [
          "obj-242",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-243",
          0
         ],
         "destination": [
          "obj-244",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-244",
          0
         ],
         "destination": [
          "obj-240",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-247",
          0
         ],
         "destination": [
          "obj-248",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-248",
          0
         ],
         "destination": [
          "obj-249",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-249",
          0
         ],
         "destination": [
          "obj-250",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-251",
          0
         ],
         "destination": [
          "obj-252",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-252",
          0
         ],
         "destination": [
          "obj-248",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-255",
          0
         ],
         "destination": [
          "obj-256",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-256",
          0
         ],
         "destination": [
          "obj-257",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-257",
          0
         ],
         "destination": [
          "obj-258",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-259",
          0
         ],
         "destination": [
          "obj-260",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-260",
          0
         ],
         "destination": [
          "obj-256",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-265",
          1
         ],
         "destination": [
          "obj-266",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-264",
          0
         ],
         "destination": [
          "obj-267",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-267",
          0
         ],
         "destination": [
          "obj-268",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-266",
          0
         ],
         "destination": [
          "obj-268",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-268",
          0
         ],
         "destination": [
          "obj-269",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-269",
          0
         ],
         "destination": [
          "obj-270",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-271",
          0
         ],
         "destination": [
          "obj-272",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-272",
          0
         ],
         "destination": [
          "obj-267",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-275",
          0
         ],
         "destination": [
          "obj-276",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-276",
          0
         ],
         "destination": [
          "obj-277",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-277",
          0
         ],
         "destination": [
          "obj-278",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-279",
          0
         ],
         "destination": [
          "obj-280",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-280",
          0
         ],
         "destination": [
          "obj-276",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-283",
          0
         ],
         "destination": [
          "obj-284",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-284",
          0
         ],
         "destination": [
          "obj-285",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-285",
          0
         ],
         "destination": [
          "obj-286",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-287",
          0
         ],
         "destination": [
          "obj-288",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-288",
          0
         ],
         "destination": [
          "obj-284",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-291",
          1
         ],
         "destination": [
          "obj-292",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-292",
          0
         ],
         "destination": [
          "obj-293",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-293",
          0
         ],
         "destination": [
          "obj-294",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-294",
          0
         ],
         "destination": [
          "obj-295",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-296",
          0
         ],
         "destination": [
          "obj-297",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-297",
          0
         ],
         "destination": [
          "obj-293",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-300",
          1
         ],
         "destination": [
          "obj-301",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-301",
          0
         ],
         "destination": [
          "obj-302",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-302",
          0
         ],
         "destination": [
          "obj-303",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-303",
          0
         ],
         "destination": [
          "obj-304",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-305",
          0
         ],
         "destination": [
          "obj-306",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-306",
          0
         ],
         "destination": [
          "obj-302",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-310",
          0
         ],
         "destination": [
          "obj-311",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-311",
          0
         ],
         "destination": [
          "obj-312",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-312",
          0
         ],
         "destination": [
          "obj-309",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-309",
          1
         ],
         "destination": [
          "obj-313",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-313",
          0
         ],
         "destination": [
          "obj-314",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-314",
          0
         ],
         "destination": [
          "obj-315",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-315",
          0
         ],
         "destination": [
          "obj-316",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-317",
          0
         ],
         "destination": [
          "obj-318",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-318",
          0
         ],
         "destination": [
          "obj-314",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-321",
          1
         ],
         "destination": [
          "obj-322",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-322",
          0
         ],
         "destination": [
          "obj-323",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-323",
          0
         ],
         "destination": [
          "obj-324",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-324",
          0
         ],
         "destination": [
          "obj-325",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-326",
          0
         ],
         "destination": [
          "obj-327",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-327",
          0
         ],
         "destination": [
          "obj-323",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-330",
          1
         ],
         "destination": [
          "obj-331",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-331",
          0
         ],
         "destination": [
          "obj-332",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-332",
          0
         ],
         "destination": [
          "obj-333",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-333",
          0
         ],
         "destination": [
          "obj-334",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-335",
          0
         ],
         "destination": [
          "obj-336",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-336",
          0
         ],
         "destination": [
          "obj-332",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-340",
          0
         ],
         "destination": [
          "obj-341",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-341",
          0
         ],
         "destination": [
          "obj-338",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-338",
          0
         ],
         "destination": [
          "obj-339",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-345",
          0
         ],
         "destination": [
          "obj-346",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-346",
          0
         ],
         "destination": [
          "obj-343",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-343",
          0
         ],
         "destination": [
          "obj-344",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-350",
          0
         ],
         "destination": [
          "obj-351",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-351",
          0
         ],
         "destination": [
          "obj-348",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-348",
          0
         ],
         "destination": [
          "obj-349",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-355",
          0
         ],
         "destination": [
          "obj-356",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-356",
          0
         ],
         "destination": [
          "obj-353",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-353",
          0
         ],
         "destination": [
          "obj-354",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-360",
          0
         ],
         "destination": [
          "obj-361",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-361",
          0
         ],
         "destination": [
          "obj-358",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-358",
          0
         ],
         "destination": [
          "obj-359",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-365",
          0
         ],
         "destination": [
          "obj-366",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-366",
          0
         ],
         "destination": [
          "obj-363",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-363",
          0
         ],
         "destination": [
          "obj-364",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-370",
          0
         ],
         "destination": [
          "obj-371",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-371",
          0
         ],
         "destination": [
          "obj-368",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-368",
          0
         ],
         "destination": [
          "obj-369",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-375",
          0
         ],
         "destination": [
          "obj-376",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-376",
          0
         ],
         "destination": [
          "obj-373",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-373",
          0
         ],
         "destination": [
          "obj-374",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-380",
          0
         ],
         "destination": [
          "obj-381",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-381",
          0
         ],
         "destination": [
          "obj-378",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-378",
          0
         ],
         "destination": [
          "obj-379",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-385",
          0
         ],
         "destination": [
          "obj-386",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-386",
          0
         ],
         "destination": [
          "obj-383",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-383",
          0
         ],
         "destination": [
          "obj-384",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-390",
          0
         ],
         "destination": [
          "obj-391",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-391",
          0
         ],
         "destination": [
          "obj-388",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-388",
          0
         ],
         "destination": [
          "obj-389",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-395",
          0
         ],
         "destination": [
          "obj-396",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-396",
          0
         ],
         "destination": [
          "obj-393",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-393",
          0
         ],
         "destination": [
          "obj-394",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-400",
          0
         ],
         "destination": [
          "obj-401",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-401",
          0
         ],
         "destination": [
          "obj-398",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-398",
          0
         ],
         "destination": [
          "obj-399",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-405",
          0
         ],
         "destination": [
          "obj-406",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-406",
          0
         ],
         "destination": [
          "obj-403",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-403",
          0
         ],
         "destination": [
          "obj-404",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-410",
          0
         ],
         "destination": [
          "obj-411",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-411",
          0
         ],
         "destination": [
          "obj-408",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-408",
          0
         ],
         "destination": [
          "obj-409",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-415",
          0
         ],
         "destination": [
          "obj-416",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-416",
          0
         ],
         "destination": [
          "obj-413",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-413",
          0
         ],
         "destination": [
          "obj-414",
          0
         ]
        }
       }
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-470",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "int"
     ],
     "patching_rect": [
      620.0,
      1904.0,
      64.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      648.0,
      10.0,
      64.0,
      20.0
     ],
     "text": "library",
     "mode": 0,
     "outputmode": 0,
     "parameter_enable": 0
    }
   },
   {
    "box": {
     "id": "obj-471",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "open"
    }
   },
   {
    "box": {
     "id": "obj-472",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      620.0,
      1992.0,
      140.0,
      22.0
     ],
     "text": "pcontrol"
    }
   },
   {
    "box": {
     "id": "obj-473",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      770.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "r vamen-out"
    }
   },
   {
    "box": {
     "id": "obj-474",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      770.0,
      1904.0,
      140.0,
      22.0
     ],
     "text": "udpsend 127.0.0.1 7770"
    }
   },
   {
    "box": {
     "id": "obj-475",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      920.0,
      1860.0,
      140.0,
      22.0
     ],
     "text": "node.script vamen-replies.js 127.0.0.1 7770 7771 @autostart 1",
     "saved_object_attributes": {
      "autostart": 1,
      "defer": 0,
      "watch": 0
     }
    }
   },
   {
    "box": {
     "id": "obj-476",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      920.0,
      1904.0,
      140.0,
      22.0
     ],
     "text": "r vamen-ask"
    }
   },
   {
    "box": {
     "id": "obj-477",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      920.0,
      1948.0,
      140.0,
      22.0
     ],
     "text": "s vamen-in"
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-3",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      0
     ],
     "destination": [
      "obj-2",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-9",
      0
     ],
     "destination": [
      "obj-10",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-12",
      0
     ],
     "destination": [
      "obj-13",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-13",
      0
     ],
     "destination": [
      "obj-11",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      0
     ],
     "destination": [
      "obj-8",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-14",
      0
     ],
     "destination": [
      "obj-15",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
      0
     ],
     "destination": [
      "obj-16",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-19",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      0
     ],
     "destination": [
      "obj-17",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-17",
      0
     ],
     "destination": [
      "obj-14",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
      0
     ],
     "destination": [
      "obj-21",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-21",
      0
     ],
     "destination": [
      "obj-22",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-24",
      0
     ],
     "destination": [
      "obj-25",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-25",
      0
     ],
     "destination": [
      "obj-23",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-23",
      0
     ],
     "destination": [
      "obj-20",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-27",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-28",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-30",
      0
     ],
     "destination": [
      "obj-31",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-29",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-29",
      0
     ],
     "destination": [
      "obj-26",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-32",
      0
     ],
     "destination": [
      "obj-33",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-33",
      0
     ],
     "destination": [
      "obj-34",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-36",
      0
     ],
     "destination": [
      "obj-37",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-35",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-35",
      0
     ],
     "destination": [
      "obj-32",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-38",
      0
     ],
     "destination": [
      "obj-39",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-39",
      0
     ],
     "destination": [
      "obj-40",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      0
     ],
     "destination": [
      "obj-43",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-43",
      0
     ],
     "destination": [
      "obj-41",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-41",
      0
     ],
     "destination": [
      "obj-38",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-44",
      0
     ],
     "destination": [
      "obj-45",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-45",
      0
     ],
     "destination": [
      "obj-46",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      0
     ],
     "destination": [
      "obj-49",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-49",
      0
     ],
     "destination": [
      "obj-47",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-44",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-50",
      0
     ],
     "destination": [
      "obj-51",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      0
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-53",
      0
     ],
     "destination": [
      "obj-55",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-55",
      0
     ],
     "destination": [
      "obj-56",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-50",
      1
     ],
     "destination": [
      "obj-52",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-54",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      1
     ],
     "destination": [
      "obj-53",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      0
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-57",
      0
     ],
     "destination": [
      "obj-58",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-58",
      0
     ],
     "destination": [
      "obj-59",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-61",
      0
     ],
     "destination": [
      "obj-62",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-62",
      0
     ],
     "destination": [
      "obj-60",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-60",
      0
     ],
     "destination": [
      "obj-57",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-63",
      0
     ],
     "destination": [
      "obj-64",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-64",
      0
     ],
     "destination": [
      "obj-65",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-67",
      0
     ],
     "destination": [
      "obj-68",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-68",
      0
     ],
     "destination": [
      "obj-66",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-66",
      0
     ],
     "destination": [
      "obj-63",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-69",
      0
     ],
     "destination": [
      "obj-70",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-70",
      0
     ],
     "destination": [
      "obj-71",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-73",
      0
     ],
     "destination": [
      "obj-74",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-74",
      0
     ],
     "destination": [
      "obj-72",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-72",
      0
     ],
     "destination": [
      "obj-69",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-75",
      0
     ],
     "destination": [
      "obj-76",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-76",
      0
     ],
     "destination": [
      "obj-77",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-79",
      0
     ],
     "destination": [
      "obj-80",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-80",
      0
     ],
     "destination": [
      "obj-78",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-78",
      0
     ],
     "destination": [
      "obj-75",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-81",
      0
     ],
     "destination": [
      "obj-82",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-85",
      0
     ],
     "destination": [
      "obj-86",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-86",
      0
     ],
     "destination": [
      "obj-84",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-84",
      0
     ],
     "destination": [
      "obj-81",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      0
     ],
     "destination": [
      "obj-89",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-91",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-92",
      0
     ],
     "destination": [
      "obj-90",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-90",
      0
     ],
     "destination": [
      "obj-87",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      0
     ],
     "destination": [
      "obj-94",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-94",
      0
     ],
     "destination": [
      "obj-95",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-98",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-98",
      0
     ],
     "destination": [
      "obj-96",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-93",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-99",
      0
     ],
     "destination": [
      "obj-100",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-100",
      0
     ],
     "destination": [
      "obj-101",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      0
     ],
     "destination": [
      "obj-104",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-104",
      0
     ],
     "destination": [
      "obj-102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-102",
      0
     ],
     "destination": [
      "obj-99",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-105",
      0
     ],
     "destination": [
      "obj-106",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-106",
      0
     ],
     "destination": [
      "obj-107",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-109",
      0
     ],
     "destination": [
      "obj-110",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-110",
      0
     ],
     "destination": [
      "obj-108",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-108",
      0
     ],
     "destination": [
      "obj-105",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-111",
      0
     ],
     "destination": [
      "obj-112",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-112",
      0
     ],
     "destination": [
      "obj-113",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-115",
      0
     ],
     "destination": [
      "obj-116",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-116",
      0
     ],
     "destination": [
      "obj-114",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-114",
      0
     ],
     "destination": [
      "obj-111",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-117",
      0
     ],
     "destination": [
      "obj-118",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-118",
      0
     ],
     "destination": [
      "obj-119",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-121",
      0
     ],
     "destination": [
      "obj-122",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-122",
      0
     ],
     "destination": [
      "obj-120",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-120",
      0
     ],
     "destination": [
      "obj-117",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-123",
      0
     ],
     "destination": [
      "obj-124",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-124",
      0
     ],
     "destination": [
      "obj-125",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-127",
      0
     ],
     "destination": [
      "obj-128",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-128",
      0
     ],
     "destination": [
      "obj-126",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-126",
      0
     ],
     "destination": [
      "obj-123",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-129",
      0
     ],
     "destination": [
      "obj-130",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-130",
      0
     ],
     "destination": [
      "obj-131",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-133",
      0
     ],
     "destination": [
      "obj-134",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-134",
      0
     ],
     "destination": [
      "obj-132",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-132",
      0
     ],
     "destination": [
      "obj-129",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-135",
      0
     ],
     "destination": [
      "obj-136",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-136",
      0
     ],
     "destination": [
      "obj-137",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-139",
      0
     ],
     "destination": [
      "obj-140",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-140",
      0
     ],
     "destination": [
      "obj-138",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-138",
      0
     ],
     "destination": [
      "obj-135",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-141",
      0
     ],
     "destination": [
      "obj-142",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-142",
      0
     ],
     "destination": [
      "obj-143",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-145",
      0
     ],
     "destination": [
      "obj-146",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-146",
      0
     ],
     "destination": [
      "obj-144",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-144",
      0
     ],
     "destination": [
      "obj-141",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-147",
      0
     ],
     "destination": [
      "obj-148",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-148",
      0
     ],
     "destination": [
      "obj-149",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-151",
      0
     ],
     "destination": [
      "obj-152",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-152",
      0
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-150",
      0
     ],
     "destination": [
      "obj-147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-153",
      0
     ],
     "destination": [
      "obj-154",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-154",
      0
     ],
     "destination": [
      "obj-155",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-157",
      0
     ],
     "destination": [
      "obj-158",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-158",
      0
     ],
     "destination": [
      "obj-156",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-156",
      0
     ],
     "destination": [
      "obj-153",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-159",
      0
     ],
     "destination": [
      "obj-160",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-160",
      0
     ],
     "destination": [
      "obj-161",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-163",
      0
     ],
     "destination": [
      "obj-164",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-164",
      0
     ],
     "destination": [
      "obj-162",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-162",
      0
     ],
     "destination": [
      "obj-159",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-165",
      0
     ],
     "destination": [
      "obj-166",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-166",
      0
     ],
     "destination": [
      "obj-167",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-169",
      0
     ],
     "destination": [
      "obj-170",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-170",
      0
     ],
     "destination": [
      "obj-168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-168",
      0
     ],
     "destination": [
      "obj-165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-171",
      0
     ],
     "destination": [
      "obj-172",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-172",
      0
     ],
     "destination": [
      "obj-173",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-175",
      0
     ],
     "destination": [
      "obj-176",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-176",
      0
     ],
     "destination": [
      "obj-174",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-174",
      0
     ],
     "destination": [
      "obj-171",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-177",
      0
     ],
     "destination": [
      "obj-178",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-178",
      0
     ],
     "destination": [
      "obj-179",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-181",
      0
     ],
     "destination": [
      "obj-182",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-182",
      0
     ],
     "destination": [
      "obj-180",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-180",
      0
     ],
     "destination": [
      "obj-177",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-183",
      0
     ],
     "destination": [
      "obj-184",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-184",
      0
     ],
     "destination": [
      "obj-185",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-187",
      0
     ],
     "destination": [
      "obj-188",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-188",
      0
     ],
     "destination": [
      "obj-186",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-186",
      0
     ],
     "destination": [
      "obj-183",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-189",
      0
     ],
     "destination": [
      "obj-190",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-190",
      0
     ],
     "destination": [
      "obj-191",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-193",
      0
     ],
     "destination": [
      "obj-194",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      0
     ],
     "destination": [
      "obj-192",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-192",
      0
     ],
     "destination": [
      "obj-189",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-195",
      0
     ],
     "destination": [
      "obj-196",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-196",
      0
     ],
     "destination": [
      "obj-197",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-199",
      0
     ],
     "destination": [
      "obj-200",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-200",
      0
     ],
     "destination": [
      "obj-198",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-198",
      0
     ],
     "destination": [
      "obj-195",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-201",
      0
     ],
     "destination": [
      "obj-202",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-202",
      0
     ],
     "destination": [
      "obj-203",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-205",
      0
     ],
     "destination": [
      "obj-206",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-206",
      0
     ],
     "destination": [
      "obj-204",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-204",
      0
     ],
     "destination": [
      "obj-201",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-207",
      0
     ],
     "destination": [
      "obj-208",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-208",
      0
     ],
     "destination": [
      "obj-209",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      0
     ],
     "destination": [
      "obj-212",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-212",
      0
     ],
     "destination": [
      "obj-210",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-210",
      0
     ],
     "destination": [
      "obj-207",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-214",
      0
     ],
     "destination": [
      "obj-215",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-215",
      0
     ],
     "destination": [
      "obj-216",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-218",
      0
     ],
     "destination": [
      "obj-219",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-219",
      0
     ],
     "destination": [
      "obj-217",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-217",
      0
     ],
     "destination": [
      "obj-214",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-220",
      0
     ],
     "destination": [
      "obj-221",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-221",
      0
     ],
     "destination": [
      "obj-222",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-223",
      0
     ],
     "destination": [
      "obj-224",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-224",
      0
     ],
     "destination": [
      "obj-225",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-226",
      0
     ],
     "destination": [
      "obj-227",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-227",
      0
     ],
     "destination": [
      "obj-228",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-229",
      0
     ],
     "destination": [
      "obj-230",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-230",
      0
     ],
     "destination": [
      "obj-231",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      0
     ],
     "destination": [
      "obj-233",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-233",
      0
     ],
     "destination": [
      "obj-234",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-235",
      0
     ],
     "destination": [
      "obj-236",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-236",
      0
     ],
     "destination": [
      "obj-237",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-238",
      0
     ],
     "destination": [
      "obj-239",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-239",
      0
     ],
     "destination": [
      "obj-240",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-241",
      0
     ],
     "destination": [
      "obj-242",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-242",
      0
     ],
     "destination": [
      "obj-243",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-244",
      0
     ],
     "destination": [
      "obj-245",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-245",
      0
     ],
     "destination": [
      "obj-246",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-247",
      0
     ],
     "destination": [
      "obj-248",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-248",
      0
     ],
     "destination": [
      "obj-249",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-250",
      0
     ],
     "destination": [
      "obj-251",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-251",
      0
     ],
     "destination": [
      "obj-252",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-253",
      0
     ],
     "destination": [
      "obj-254",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-254",
      0
     ],
     "destination": [
      "obj-255",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-256",
      0
     ],
     "destination": [
      "obj-257",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-257",
      0
     ],
     "destination": [
      "obj-258",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-259",
      0
     ],
     "destination": [
      "obj-260",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-260",
      0
     ],
     "destination": [
      "obj-261",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-262",
      0
     ],
     "destination": [
      "obj-263",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-263",
      0
     ],
     "destination": [
      "obj-264",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-265",
      0
     ],
     "destination": [
      "obj-266",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-266",
      0
     ],
     "destination": [
      "obj-267",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-268",
      0
     ],
     "destination": [
      "obj-269",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-269",
      0
     ],
     "destination": [
      "obj-270",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-271",
      0
     ],
     "destination": [
      "obj-272",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-272",
      0
     ],
     "destination": [
      "obj-273",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-274",
      0
     ],
     "destination": [
      "obj-275",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-275",
      0
     ],
     "destination": [
      "obj-276",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-277",
      0
     ],
     "destination": [
      "obj-278",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-278",
      0
     ],
     "destination": [
      "obj-279",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-280",
      0
     ],
     "destination": [
      "obj-281",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-281",
      0
     ],
     "destination": [
      "obj-282",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-283",
      0
     ],
     "destination": [
      "obj-284",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-284",
      0
     ],
     "destination": [
      "obj-285",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-286",
      0
     ],
     "destination": [
      "obj-287",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-287",
      0
     ],
     "destination": [
      "obj-288",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-289",
      0
     ],
     "destination": [
      "obj-290",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-290",
      0
     ],
     "destination": [
      "obj-291",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-292",
      0
     ],
     "destination": [
      "obj-293",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-293",
      0
     ],
     "destination": [
      "obj-294",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-295",
      0
     ],
     "destination": [
      "obj-296",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-296",
      0
     ],
     "destination": [
      "obj-297",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-298",
      0
     ],
     "destination": [
      "obj-299",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-299",
      0
     ],
     "destination": [
      "obj-300",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-301",
      0
     ],
     "destination": [
      "obj-302",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-302",
      0
     ],
     "destination": [
      "obj-303",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-304",
      0
     ],
     "destination": [
      "obj-305",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-305",
      0
     ],
     "destination": [
      "obj-306",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-307",
      0
     ],
     "destination": [
      "obj-308",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-308",
      0
     ],
     "destination": [
      "obj-309",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-310",
      0
     ],
     "destination": [
      "obj-311",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-311",
      0
     ],
     "destination": [
      "obj-312",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-313",
      0
     ],
     "destination": [
      "obj-314",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-314",
      0
     ],
     "destination": [
      "obj-315",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-316",
      0
     ],
     "destination": [
      "obj-317",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-317",
      0
     ],
     "destination": [
      "obj-318",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-319",
      0
     ],
     "destination": [
      "obj-320",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-320",
      0
     ],
     "destination": [
      "obj-321",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-322",
      0
     ],
     "destination": [
      "obj-323",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-323",
      0
     ],
     "destination": [
      "obj-324",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-325",
      0
     ],
     "destination": [
      "obj-326",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-326",
      0
     ],
     "destination": [
      "obj-327",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-328",
      0
     ],
     "destination": [
      "obj-329",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-329",
      0
     ],
     "destination": [
      "obj-330",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-331",
      0
     ],
     "destination": [
      "obj-332",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-332",
      0
     ],
     "destination": [
      "obj-333",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-334",
      0
     ],
     "destination": [
      "obj-335",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-335",
      0
     ],
     "destination": [
      "obj-336",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-337",
      0
     ],
     "destination": [
      "obj-338",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-338",
      0
     ],
     "destination": [
      "obj-339",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-340",
      0
     ],
     "destination": [
      "obj-341",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-341",
      0
     ],
     "destination": [
      "obj-342",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-343",
      0
     ],
     "destination": [
      "obj-344",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-344",
      0
     ],
     "destination": [
      "obj-345",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-346",
      0
     ],
     "destination": [
      "obj-347",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-347",
      0
     ],
     "destination": [
      "obj-348",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-349",
      0
     ],
     "destination": [
      "obj-350",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-350",
      0
     ],
     "destination": [
      "obj-351",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-352",
      0
     ],
     "destination": [
      "obj-353",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-353",
      0
     ],
     "destination": [
      "obj-354",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-355",
      0
     ],
     "destination": [
      "obj-356",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-356",
      0
     ],
     "destination": [
      "obj-357",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-358",
      0
     ],
     "destination": [
      "obj-359",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-359",
      0
     ],
     "destination": [
      "obj-360",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-361",
      0
     ],
     "destination": [
      "obj-362",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-362",
      0
     ],
     "destination": [
      "obj-363",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-364",
      0
     ],
     "destination": [
      "obj-365",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-365",
      0
     ],
     "destination": [
      "obj-366",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-367",
      0
     ],
     "destination": [
      "obj-368",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-368",
      0
     ],
     "destination": [
      "obj-369",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-370",
      0
     ],
     "destination": [
      "obj-371",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-371",
      0
     ],
     "destination": [
      "obj-372",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-373",
      0
     ],
     "destination": [
      "obj-374",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-374",
      0
     ],
     "destination": [
      "obj-375",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-376",
      0
     ],
     "destination": [
      "obj-377",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-377",
      0
     ],
     "destination": [
      "obj-378",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-379",
      0
     ],
     "destination": [
      "obj-380",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-380",
      0
     ],
     "destination": [
      "obj-381",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-382",
      0
     ],
     "destination": [
      "obj-383",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-383",
      0
     ],
     "destination": [
      "obj-384",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-385",
      0
     ],
     "destination": [
      "obj-386",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-386",
      0
     ],
     "destination": [
      "obj-387",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-388",
      0
     ],
     "destination": [
      "obj-389",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-389",
      0
     ],
     "destination": [
      "obj-390",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-391",
      0
     ],
     "destination": [
      "obj-392",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-392",
      0
     ],
     "destination": [
      "obj-393",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-394",
      0
     ],
     "destination": [
      "obj-395",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-395",
      0
     ],
     "destination": [
      "obj-396",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-397",
      0
     ],
     "destination": [
      "obj-398",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-398",
      0
     ],
     "destination": [
      "obj-399",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-400",
      0
     ],
     "destination": [
      "obj-401",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-401",
      0
     ],
     "destination": [
      "obj-402",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-403",
      0
     ],
     "destination": [
      "obj-404",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-404",
      0
     ],
     "destination": [
      "obj-405",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-406",
      0
     ],
     "destination": [
      "obj-407",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-407",
      0
     ],
     "destination": [
      "obj-408",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-409",
      0
     ],
     "destination": [
      "obj-410",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-410",
      0
     ],
     "destination": [
      "obj-411",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-412",
      0
     ],
     "destination": [
      "obj-413",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-413",
      0
     ],
     "destination": [
      "obj-414",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-417",
      0
     ],
     "destination": [
      "obj-418",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-418",
      0
     ],
     "destination": [
      "obj-416",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-421",
      0
     ],
     "destination": [
      "obj-422",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-422",
      0
     ],
     "destination": [
      "obj-420",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-425",
      0
     ],
     "destination": [
      "obj-426",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-426",
      0
     ],
     "destination": [
      "obj-424",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-429",
      0
     ],
     "destination": [
      "obj-430",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-430",
      0
     ],
     "destination": [
      "obj-428",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-433",
      0
     ],
     "destination": [
      "obj-434",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-434",
      0
     ],
     "destination": [
      "obj-432",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-437",
      0
     ],
     "destination": [
      "obj-438",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-438",
      0
     ],
     "destination": [
      "obj-436",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-441",
      0
     ],
     "destination": [
      "obj-442",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-442",
      0
     ],
     "destination": [
      "obj-440",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-445",
      0
     ],
     "destination": [
      "obj-446",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-446",
      0
     ],
     "destination": [
      "obj-444",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-447",
      0
     ],
     "destination": [
      "obj-448",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-448",
      0
     ],
     "destination": [
      "obj-449",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-450",
      0
     ],
     "destination": [
      "obj-451",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-451",
      0
     ],
     "destination": [
      "obj-452",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-455",
      0
     ],
     "destination": [
      "obj-456",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-456",
      0
     ],
     "destination": [
      "obj-453",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-453",
      0
     ],
     "destination": [
      "obj-454",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-458",
      0
     ],
     "destination": [
      "obj-459",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-459",
      0
     ],
     "destination": [
      "obj-460",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-460",
      0
     ],
     "destination": [
      "obj-457",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-462",
      0
     ],
     "destination": [
      "obj-463",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-463",
      0
     ],
     "destination": [
      "obj-464",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-464",
      0
     ],
     "destination": [
      "obj-461",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-466",
      0
     ],
     "destination": [
      "obj-467",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-467",
      0
     ],
     "destination": [
      "obj-468",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-468",
      0
     ],
     "destination": [
      "obj-465",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-470",
      0
     ],
     "destination": [
      "obj-471",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-471",
      0
     ],
     "destination": [
      "obj-472",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-472",
      0
     ],
     "destination": [
      "obj-469",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-473",
      0
     ],
     "destination": [
      "obj-474",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-476",
      0
     ],
     "destination": [
      "obj-475",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-475",
      0
     ],
     "destination": [
      "obj-477",
      0
     ]
    }
   }
  ]
 }
}

"""Commands that need the bridge: arguments in; a running instrument, a file or a report out.

`play` puts the engine, OSC, MIDI and the panel together. Nothing else in `osc_bridge` imports this package.
"""

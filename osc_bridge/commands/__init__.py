"""The commands that need a bridge: arguments in, a running server or a report out.

The composition root of `vamen play` is here; nothing else in `osc_bridge` imports it.
"""

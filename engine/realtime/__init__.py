"""The live processes: decoded tapes and timed events in, samples at the sound card and meters out.

Shared memory, the player process, devices, the watchdog and the supervisor. It runs no model and reads no presets.
"""

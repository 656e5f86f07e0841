"""Audio files, presets, session logs and recordings: bytes of a disk in, checked values out, and the reverse.

What is read is size-checked and never unpickled. What is written appears whole or not at all.
"""

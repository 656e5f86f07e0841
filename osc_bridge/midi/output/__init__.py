"""The player's log, the tape and parameters -> MIDI messages: notes of what is heard, and feedback for controllers.

Opens no port.
"""

"""What the player plays, and parameters -> MIDI messages: notes of what is heard, and feedback for controllers.

Opens no port.
"""

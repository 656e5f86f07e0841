"""Parsed messages and a control map -> parameter values, events and commands; map files and MIDI learn.

Writes no parameter itself, and opens no port.
"""

"""Loops, one-shots and patterns in, a folder of mel images with their sources and licences out, and batches of it."""

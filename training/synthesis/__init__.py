"""Slices, one-shots and patterns in, randomised loops as audio out. All randomness comes from a seed."""

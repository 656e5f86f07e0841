"""Slices of breaks, one-shots and patterns in, randomised loops as audio out. All random numbers come from a seed."""

"""Audio files of a folder in; loops, one-shots and slices with their beats, onsets and licences out."""

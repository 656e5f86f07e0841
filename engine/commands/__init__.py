"""The command line: arguments and settings in, one sub-command run, an exit code and plain sentences out.

Nothing below imports it. A module here opens a live instrument only through `engine.session` and makes no sound itself.
"""

"""The command line: arguments and settings in, an exit code and one-sentence messages out; also doctor and benchmarks.

No other package of the engine imports it.
"""

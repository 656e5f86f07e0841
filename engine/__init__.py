"""The instrument: latents of a model in, a break out. Needs numpy, onnxruntime and sounddevice; never imports torch."""

import os
import sys
import warnings

__version__ = "0.1.0"

# onnxruntime on Linux reports its use over the network and writes a device id into the user's cache, unless this is set
# before it is imported. This package is imported before everything else, and child processes inherit the variable.
if "onnxruntime" in sys.modules and os.environ.get("ORT_DISABLE_TELEMETRY") != "1":
    warnings.warn("onnxruntime was imported before engine, with its telemetry; import engine first", stacklevel=2)
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

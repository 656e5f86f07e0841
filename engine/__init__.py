"""The instrument: latents in, a break out. Needs numpy, onnxruntime and sounddevice; never imports torch."""

__version__ = "0.1.0"

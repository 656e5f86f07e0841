"""The player: latents in, a break out. numpy, onnxruntime and a sound card; never torch."""

__version__ = "0.1.0"

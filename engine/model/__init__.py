"""A model file (ONNX) in, levels out: its card, the sessions that run it, and the thread that decodes while playing."""

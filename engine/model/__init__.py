"""An ONNX file in, levels out: the model card, the sessions that run it, and the thread that decodes latents live."""

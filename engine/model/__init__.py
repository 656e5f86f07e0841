"""An ONNX file in, levels out: the model card, the sessions that run it, and the worker that decodes latents live.

It never plays and knows no process, device or protocol.
"""

"""Checkpoint in, one verified ONNX file with its card out."""

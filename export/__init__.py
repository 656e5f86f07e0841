"""A training run in, one verified ONNX model file with its card out."""

"""A model file and held-out images in, figures, pictures and a verdict against targets out. It trains nothing."""

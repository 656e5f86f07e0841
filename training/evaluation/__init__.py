"""A model file and held-out images in; figures, pictures and a comparison with targets out. Nothing is trained here."""

"""A folder of breaks in, a two-level VAE out."""

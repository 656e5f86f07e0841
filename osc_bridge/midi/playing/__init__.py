"""Playing by hand: notes, pressure and pedals in, slices, effects and latent offsets out (pads and MPE)."""

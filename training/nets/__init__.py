"""The networks, their losses, the calibration of the knobs and the prior over loops, as PyTorch modules."""

"""The networks, their losses, the prior over loops and the calibration of knobs, as PyTorch modules."""

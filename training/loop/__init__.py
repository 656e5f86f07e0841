"""The training loop: a dataset and a configuration in, a run folder with checkpoints, previews and progress out."""

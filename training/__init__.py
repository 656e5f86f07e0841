"""A folder of drum breaks in, a two-level VAE out: one level for sixteenths, one for whole loops."""

import os

from platformdirs import user_cache_path

# numba (of librosa), PyTorch and CUDA would write their caches beside installed packages, into /tmp and into ~/.nv
for variable, folder in (
    ("NUMBA_CACHE_DIR", "numba"),
    ("TORCHINDUCTOR_CACHE_DIR", "torchinductor"),
    ("CUDA_CACHE_PATH", "cuda"),
):
    os.environ.setdefault(variable, str(user_cache_path("vamen", appauthor=False) / folder))

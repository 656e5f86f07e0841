"""Two synthetic breaks, of which tests make datasets."""

from pathlib import Path

import numpy as np
import pytest

from tests.training import drum_loops


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two breaks."""
    folder = tmp_path_factory.mktemp("loops")
    drum_loops.write_folder(folder, 2, np.random.default_rng(0))
    return folder

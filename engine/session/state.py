"""The state of a session, and what a restarted control process needs besides.

handover  JSON object: network ports, preferred device and learned break, so that a control process that replaces a
          killed one (the process that receives OSC and MIDI) goes on with the same
"""

import json
from typing import Any

import numpy as np

from engine.controls import MAX_SEEDS, Values, mixed_seeds, one_seed
from engine.model.sound_state import SoundState
from engine.parameters import INDEX
from engine.realtime.shared_memory import SharedState


class SessionState(SoundState):
    """A state that is written to shared memory, from which the next control process reads it."""

    def __init__(self, values: Values, shared: SharedState | None = None) -> None:
        """Start with the state that a former control process left in `shared`, else with the defaults and `values`.

        Raises:
            BadParameter: an unknown id, or a number that is not finite.
        """
        super().__init__(values)
        self.handover: dict[str, Any] = {}
        if shared and shared.handover:
            self._restore(shared)

    def save(self, shared: SharedState | None) -> None:
        """Write the state to shared memory, a changed learned break once there is handover data."""
        if shared is None:
            return
        pairs = np.zeros((MAX_SEEDS, 2))
        pairs[: len(self.seeds)] = self.seeds
        shared.seeds.write(pairs)
        shared.parameters.write(self.values)
        shared.steps.write(self.grid)
        if self.handover and self.handover.get("learned", "") != self.learned:
            self.save_handover(shared)

    def save_handover(self, shared: SharedState | None) -> None:
        """Write the handover data to shared memory, and the learned break with it."""
        self.handover["learned"] = self.learned
        if shared:
            shared.handover = json.dumps(self.handover)

    def _restore(self, shared: SharedState) -> None:
        try:
            self.handover = json.loads(shared.handover)
        except ValueError:  # the process was killed while it wrote this
            self.handover = {"torn": True}
        self.learned = str(self.handover.get("learned", ""))
        shared.parameters.read(self.values)
        shared.steps.read(self.grid)
        pairs = np.zeros((MAX_SEEDS, 2))
        shared.seeds.read(pairs)
        self.seeds = one_seed(self.values[INDEX["seed"]])
        if pairs[0, 1] and pairs[0, 0] == self.seeds[0][0]:  # else the process was killed between the two writes
            self.seeds = mixed_seeds((seed, weight) for seed, weight in pairs.tolist() if weight)

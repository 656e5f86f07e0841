"""What one packet may ask, so that those behind it need not wait: messages and wishes in, refusals when it is too much.

Whatever a controller sends fits in: every sixteenth cleared and set again, or a pattern for each of them. What does not
is refused from there on, and the sender is told.
"""

from engine.errors import BadParameter

from .addresses import by_path
from .interpret import IGNORE, LISTEN
from .messages import Message
from .patterns import SIGNS
from .request import Wish

MOST = 1300  # addresses that a packet may concern
CHARACTERS = 1024  # of all its patterns; the time to match one is proportional to its length
SHORTEST = 16  # characters that a pattern counts for at least
ORDER = 64  # addresses that an order counts for: a preset sets most of them


class PacketQuota:
    """Of one packet."""

    def __init__(self) -> None:
        self.spent = False
        self._addresses, self._characters = MOST, CHARACTERS

    def allow(self, message: Message) -> None:
        """Look at a message before it is understood.

        Raises:
            BadParameter: the packet has asked enough; then `spent` is true.
        """
        if self._addresses <= 0:
            self.spent = True
            raise BadParameter(f"a packet concerns more than {MOST} addresses; send several")
        if message.address in by_path() and message.address not in (LISTEN, IGNORE):
            return
        texts = (message.address, *(text for text in message.params if isinstance(text, str)))
        self._characters -= sum(max(len(text), SHORTEST) for text in texts if not SIGNS.isdisjoint(text))
        if self._characters < 0:
            self.spent = True
            raise BadParameter(f"the patterns of a packet have more than {CHARACTERS} characters; send several")

    def spend(self, wish: Wish) -> None:
        """Count what a message asks for."""
        self._addresses -= wish.size + ORDER * len(wish.orders)

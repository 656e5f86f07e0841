"""State that can be kept and put back: what has been made can be made again, otherwise.

save     -> a Moment, which nothing changes any more
restore  Moment -> the object as it was then; as often as one likes

A block that is made long before it is played can take no late wish into account. One whose beginning was kept can: it
is made again from there. Rollback, as games have it for players who are far apart; here hand and ear are.

A class says of each attribute what it is, and `tests/engine/test_rewind.py` sees to it that none is forgotten.
"""

from typing import Any, ClassVar, NamedTuple


class Moment(NamedTuple):
    """The state of an object and of its parts."""

    whole: tuple[Any, ...]
    written: tuple[Any, ...]
    parts: tuple["Moment", ...]


class Rewindable:
    """What has moments."""

    WHOLE: ClassVar[tuple[str, ...]] = ()  # attributes that are only ever replaced: their values are never written to
    WRITTEN: ClassVar[tuple[str, ...]] = ()  # attributes with values that are written to, and that can be copied
    PARTS: ClassVar[tuple[str, ...]] = ()  # attributes that are rewindable themselves
    FIXED: ClassVar[tuple[str, ...]] = ()  # attributes that never change, or that nobody can hear

    def save(self) -> Moment:
        """How things are now."""
        return Moment(
            tuple([getattr(self, name) for name in self.WHOLE]),
            tuple([getattr(self, name).copy() for name in self.WRITTEN]),
            tuple([getattr(self, name).save() for name in self.PARTS]),
        )

    def restore(self, moment: Moment) -> None:
        """How things were then."""
        for name, value in zip(self.WHOLE, moment.whole, strict=True):
            setattr(self, name, value)
        for name, value in zip(self.WRITTEN, moment.written, strict=True):
            setattr(self, name, value.copy())
        for name, part in zip(self.PARTS, moment.parts, strict=True):
            getattr(self, name).restore(part)

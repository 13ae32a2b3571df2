"""What a finished turn told the person, as a channel shows it."""

from dataclasses import dataclass

from bot.services.ports import InboxItem, Json, UnitOfWork


@dataclass(frozen=True)
class Turn:
    """A finished turn as a channel shows it. Buttons carry opaque values.

    `last`: the person is erased, and these replies are stored nowhere; only the channel can still show them.
    """

    id: str
    step: str
    ref: str | None
    replies: tuple[Json, ...]
    last: bool = False


def turn(item: InboxItem, step: str, replies: tuple[Json, ...]) -> Turn:
    """Return the turn that ends in a step; its ref is that of the last reply that belongs to the step."""
    refs = [reply.get("ref") for reply in replies if reply.get("kind") == step]
    return Turn(str(item.id), step, refs[-1] if refs else None, replies)


def again(uow: UnitOfWork, item: InboxItem) -> Turn:
    """Return what an item was answered with."""
    rows = uow.outbox.replies(item.id)
    return turn(item, rows[-1]["step"] if rows else "menu", tuple(row["reply"] for row in rows))


class Unmetered:
    """Implements `ops_ports.Meter` where nobody counts."""

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Count nothing."""

    def failed(self, channel: str) -> None:
        """Count nothing."""

    def sent(self, channel: str, outcome: str) -> None:
        """Count nothing."""

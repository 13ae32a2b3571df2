"""The dialogue engine as the services see it."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.services.desk import Desk
from bot.services.ports import Json


@dataclass(frozen=True)
class Incoming:
    """One message for the engine.

    Attributes:
        text: what the person typed, or the title of the button they pressed.
        intent: set where the text need not be understood (a command, a control button).
        entities: what a button carries besides its intent, as (kind, value).
        message_id: unique; reaches the tracker for the record.
    """

    text: str
    message_id: str
    intent: str | None = None
    entities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """What the engine made of a message: replies in order, and where the conversation now stands."""

    replies: tuple[Json, ...]
    step: str
    extra: dict[str, Any] = field(default_factory=dict)


class TurnFailed(RuntimeError):
    """An action failed or nothing was said; the message names actions, never a person's words."""


class DialogueEngine(Protocol):
    """Turns a message into replies, inside the transaction of `desk`."""

    async def respond(self, desk: Desk, incoming: Incoming) -> Answered:
        """Handle one message.

        Raises:
            TurnFailed: an action failed, or there was no reply; the turn must be rolled back.
        """
        ...

    def foresee(self, text: str) -> None:
        """Begin to understand a text that is about to be answered, beside everything else. Nothing depends on it."""
        ...

    def forget(self, sender: str) -> None:
        """Drop what is in memory of somebody's conversation."""
        ...

    async def standing(self, desk: Desk) -> str:
        """Return the step in which the bot waits for the desk's person."""
        ...

    async def understand(self, text: str, step: str | None = None) -> Json:
        """Return what the pipeline makes of a text typed at a step (None: at the menu)."""
        ...


class NoEngine:
    """Stands where messages are only taken in: other processes take the turns."""

    async def respond(self, desk: Desk, incoming: Incoming) -> Answered:
        """Refuse: nobody is to be answered here. Raises TurnFailed."""
        raise TurnFailed("this process takes no turns")

    def foresee(self, text: str) -> None:
        """Nothing is to be understood here."""

    def forget(self, sender: str) -> None:
        """Nothing is in memory."""

    async def standing(self, desk: Desk) -> str:
        """Refuse, as `respond`."""
        raise TurnFailed("this process takes no turns")

    async def understand(self, text: str, step: str | None = None) -> Json:
        """Refuse, as `respond`."""
        raise TurnFailed("this process takes no turns")

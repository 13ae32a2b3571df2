"""What a service gives back to the dialogue: facts for its slots, and which replies to send."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Button:
    """A choice. `payload` is `/intent` for a control, or the text that counts as typed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One reply: the name of a response in `content/responses/`, its kind and ref, the values it needs.

    `picture` is what a picture beside it shows (bot/drawing/pictures.py), as JSON values.
    """

    response: str
    kind: str
    ref: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    picture: dict[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of a service call.

    Attributes:
        say: replies in order.
        slots: slot values for the dialogue engine; None empties a slot.
    """

    say: tuple[Say, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)

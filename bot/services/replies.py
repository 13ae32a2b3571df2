"""What a service gives back to the dialogue: facts for its slots, and which replies to send."""

from dataclasses import dataclass, field
from typing import Any

from bot.domain.normalise import for_showing
from bot.services.ports import Json


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


def shown(value: Any) -> Any:
    """Return a reply, or any part of one, with every text in it as it may be shown to others.

    A person's words stand in replies, and may hold marks that turn round or hide what stands beside them.
    """
    if isinstance(value, str):
        return for_showing(value)
    if isinstance(value, dict):
        return {key: shown(part) for key, part in value.items()}
    return [shown(part) for part in value] if isinstance(value, list | tuple) else value


def plain(text: str, kind: str, buttons: list[Json] | None = None, ref: str | None = None) -> Json:
    """Return a reply that is put together here and not by the dialogue engine."""
    return {"kind": kind, "ref": ref, "text": text, "buttons": buttons or [], "image": None}

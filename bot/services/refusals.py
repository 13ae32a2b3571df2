"""Messages that are not taken, or not answered: why, and the text that says what to do."""

from bot.services.ports import Json

#: Characters of the longest message.
LONGEST = 16_000


class Refused(ValueError):
    """A message that is not taken. `phrase` names the text that says what to do (content/phrases.yml)."""

    phrase = "refused.empty"
    seconds = 0
    #: Whether the person was told the same just before.
    again = False


class BadMessage(Refused):
    """The message has no text."""


class BadButton(Refused):
    """The button is unknown, expired or somebody else's."""

    phrase = "refused.button"


class TooLong(Refused):
    """The text is longer than 16,000 characters."""

    phrase = "refused.long"


class Flood(Refused):
    """Too many messages from one person; `seconds` says when the next one is welcome."""

    phrase = "refused.flood"

    def __init__(self, seconds: int, again: bool = False) -> None:
        """Keep the seconds, and whether the person was told already: a channel says it once."""
        super().__init__()
        self.seconds = seconds
        self.again = again


class NotStored(Refused):
    """The message could not be stored, so it counts as not sent; `seconds` says when to send it again."""

    phrase = "refused.not-stored"
    seconds = 10


class NotAnswered(Refused):
    """The message is stored and could not be answered yet. It is answered before the person's next message."""

    phrase = "refused.not-answered"
    seconds = 10


def check(payload: Json) -> None:
    """Raise BadMessage or TooLong unless a payload holds a text, or the value of a button, of an allowed length."""
    text = payload.get("text", payload.get("button"))
    if not isinstance(text, str) or not text.strip():
        raise BadMessage
    if len(text) > LONGEST:
        raise TooLong

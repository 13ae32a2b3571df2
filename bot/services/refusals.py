"""Messages that are not taken, and what is said about them."""


class Refused(ValueError):
    """A message that is not taken. `phrase` names the text that says what to do (content/phrases.yml)."""

    phrase = "refused.empty"
    seconds = 0


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

    def __init__(self, seconds: int) -> None:
        """Keep the seconds."""
        super().__init__()
        self.seconds = seconds

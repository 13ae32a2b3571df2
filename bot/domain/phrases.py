"""Short pieces of text from `content/phrases.yml`, put together into replies."""

from collections.abc import Mapping


class UnknownPhrase(KeyError):
    """No phrase has this key; `python -m bot validate` finds these before a user does."""


class Phrases:
    """Phrases by key. One key may hold several wordings."""

    def __init__(self, phrases: Mapping[str, tuple[str, ...]]) -> None:
        """Keep the phrases as loaded."""
        self._phrases = phrases

    def __contains__(self, key: str) -> bool:
        """Whether there is a phrase with this key."""
        return key in self._phrases

    def get(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return all wordings of a key."""
        return self._phrases.get(key, default)

    def say(self, key: str, **values: str) -> str:
        """Return the first wording of a key with its values filled in, each exactly as given.

        Raises:
            UnknownPhrase: there is no such key.
        """
        if key not in self._phrases:
            raise UnknownPhrase(key)
        text = self._phrases[key][0]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

"""Texts by key, whose {names} are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"\{([a-z_]{1,40})\}")


@dataclass(frozen=True)
class Wording:
    """The words of one part of the product, by key."""

    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return a text with its values filled in, each exactly as given.

        Raises:
            KeyError: there is no such text, or a value of it was not given.
        """
        return _NAME.sub(lambda name: str(values[name[1]]), self.texts[key])

"""The word lists of the coach, read once for everything that uses them."""

from functools import lru_cache

from bot.catalogue.cues import Cues, load_cues
from bot.settings import ROOT


@lru_cache(maxsize=1)
def word_lists() -> Cues:
    """Return the lists of content/coaching/cues.yml.

    Raises:
        CuesError: they cannot be used; the message says where and what to do.
    """
    return load_cues(ROOT / "content" / "coaching" / "cues.yml")

"""Content that many tests read and none changes, loaded once a run."""

from functools import cache

from bot import settings
from bot.catalogue.stakeholders import load_book
from bot.domain.pressure.book import Book


@cache
def stakeholder_book() -> Book:
    """The packaged stakeholders with the words of the pressure test."""
    return load_book(settings.ROOT / "content")

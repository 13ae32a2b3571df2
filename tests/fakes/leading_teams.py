"""The desk of a leader with the real words for team sessions and for the start of a programme."""

from dataclasses import replace
from functools import cache

from bot.catalogue.context import load_context
from bot.catalogue.team import load_team
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.context import ContextBook
from bot.domain.team.book import TeamBook
from bot.services.desk import Desk
from bot.services.grow import Said
from tests.fakes.mentors import CONTENT, Office, words


@cache
def team_book() -> TeamBook:
    """The blocks as they are."""
    return load_team(CONTENT)


@cache
def context_book() -> ContextBook:
    """The lenses as they are."""
    return load_context(CONTENT)


def leader(**profile: str) -> Desk:
    """A leader in an empty database."""
    return Office(content=replace(words(), team=team_book(), context=context_book())).desk(**profile)


def says(text: str, intent: str = "answer", on: str = "") -> Said:
    """One message; `on` is the day it names."""
    dates = (DateMention(text, on, "day"),) if on else ()
    return Said(text, intent, Signals(dates=dates))

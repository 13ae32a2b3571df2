"""What the pages of the dashboard share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic

from bot import bootstrap
from bot.domain.mentoring import Topic
from bot.domain.themes import Theme
from bot.domain.wording import Wording
from bot.services.attempts import Attempts
from bot.services.ports import Clock, ReleaseSource, SessionSource, UnitOfWorkFactory


@dataclass(frozen=True)
class Site:
    """Everything a page is made of.

    Attributes:
        releases: reads programmes and releases and can read nothing else; every figure on every page is from it.
        sessions: reads who is signed in.
        unit_of_work: for signing in, invite codes and the register of mentors.
        attempts: failures to sign in.
        seconds: a clock that never goes back, for `attempts`.
        home: where leaders find the web chat, for the links of invitations; empty where they do not.
        https: whether people reach the server over https, whatever it sees itself behind a proxy.
        pdfs: documents made so far, by the fingerprint of their release.
    """

    releases: ReleaseSource
    sessions: SessionSource
    unit_of_work: UnitOfWorkFactory
    clock: Clock
    words: Wording
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    functions: Mapping[str, str]
    attempts: Attempts = field(default_factory=Attempts)
    seconds: Callable[[], float] = monotonic
    home: str = ""
    https: bool = False
    pdfs: dict[str, bytes] = field(default_factory=dict)


def build() -> Site:
    """Return the site over the installation's databases and content.

    Raises:
        bot.storage.errors.StorageError: a database cannot be used.
        bot.catalogue.coaching.ContentError: the content has a mistake.
    """
    words = bootstrap.dashboard_words()
    return Site(
        bootstrap.release_reader(),
        bootstrap.team_reader(),
        bootstrap.storage().unit_of_work,
        bootstrap.clock(),
        words.wording,
        words.themes,
        words.topics,
        words.functions,
        home=bootstrap.config().public_url,
        https=bootstrap.config().public_url.startswith("https://"),
    )

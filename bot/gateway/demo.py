"""`python -m bot demo`: a programme of synthetic leaders with six releases, in a database of its own."""

import argparse
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from bot import bootstrap, settings
from bot.domain.releases.calendar import midnight
from bot.domain.releases.rules import Rules
from bot.services import accounts, mentors, programmes, releases, synthetic
from bot.services.mentors import Application
from bot.services.ports import Programme
from bot.services.synthetic import Crowd

NAME = "DEMO (synthetic leaders, nobody real)"
LEVELS = ("europe", "americas", "asia")
#: As in life, some themes are on everybody's mind and others hardly on anybody's: the pages show all there is to see.
CROWD = Crowd(leaders=120, steep=1.8)
RELEASES = 6
MENTORS = (
    Application(
        "Demo mentor A",
        ("finance",),
        ("financial-reconciliation", "incentives"),
        ("en", "de"),
        3,
        "mentor-a@example.org",
        True,
    ),
    Application(
        "Demo mentor B", ("commercial",), ("sales-attendance", "promotions"), ("en",), 2, "mentor-b@example.org", True
    ),
)
#: Only a folder with this file in it is ever emptied.
MARK = "this-is-a-demo"


class NotADemo(ValueError):
    """The folder for the demo holds something else; the message says what to do."""


def run(_: argparse.Namespace) -> None:
    """Build the demo from nothing and say how to look at it.

    Raises:
        NotADemo: there is a folder of this name that no demo made.
    """
    folder = bootstrap.config().var / "demo"
    _empty(folder)
    settings.use_folder(folder)
    bootstrap.config.cache_clear()
    bootstrap.storage.cache_clear()
    programme = build()
    _tell(f"{NAME}: {CROWD.leaders} synthetic leaders, {RELEASES} releases, in {folder}.")
    _tell("Serve it with this command, and leave the first word out to be back at your own data:")
    _tell(f"  COACH_VAR_DIR={folder} make serve")
    _tell("Then this address signs you in to its dashboard, once:")
    _tell(f"  {bootstrap.config().public_url}/programme/link/{entrance(programme)}")


def build() -> Programme:
    """Fill the present database with the demo programme and return it; its last period has just ended."""
    now, themes, rules = bootstrap.clock().now(), tuple(bootstrap.content().board.barriers), Rules()
    weeks = RELEASES * rules.weeks
    launch = now.date() - timedelta(weeks=weeks)
    with bootstrap.storage().unit_of_work() as uow:
        programme = programmes.create(uow, NAME, LEVELS, launch, rules, now)
        people = synthetic.gather(uow, programme, CROWD, midnight(launch))
        synthetic.write(uow, people, CROWD, themes, midnight(launch), weeks)
        releases.make_due(uow, programme, themes, now)
        for mentor in MENTORS:
            mentors.add(uow, mentor, mentor.expertise, now)
        uow.commit()
    return programme


def entrance(programme: Programme) -> str:
    """Return the token of a link that signs the account "demo" in."""
    now = bootstrap.clock().now()
    with bootstrap.storage().unit_of_work() as uow:
        token = accounts.link(uow, accounts.account_for(uow, "demo", programme, now), now)
        uow.commit()
    return token


def _empty(folder: Path) -> None:
    if folder.exists():
        if not (folder / MARK).is_file():
            raise NotADemo(f"{folder} was not made by a demo. Move it away, then try again.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, mode=0o700)
    (folder / MARK).touch()


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")

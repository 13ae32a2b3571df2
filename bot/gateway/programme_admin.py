"""`python -m bot programme create|invite|list|release|audit|link|...`: how a programme is run from the command line."""

import argparse
import sys
from datetime import date

from bot import bootstrap
from bot.domain.releases.calendar import ended
from bot.domain.releases.rules import FLOOR, Rules
from bot.gateway import team_admin
from bot.services import programmes, releases
from bot.services.ports import UnitOfWork
from bot.services.programmes import BadProgramme
from bot.services.releases import TooEarly

Options = argparse.Namespace
#: Figures that may be stricter than the floor, and never less strict.
STRICTER = ("contributors", "voices", "level", "change", "remainder", "themes_each", "weeks")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `python -m bot programme`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    creating = what.add_parser("create", help="launch a programme; its figures are fixed from then on")
    creating.add_argument("--name", required=True)
    creating.add_argument("--launch", type=_day, help="first day of the first period, such as 2026-12-01; else today")
    creating.add_argument("--levels", default="", help="the one way of splitting releases, with commas: north,south")
    for name in STRICTER:
        option = "--" + name.replace("_", "-")
        creating.add_argument(option, type=int, default=getattr(FLOOR, name), help="%(default)s unless stricter")
    inviting = what.add_parser("invite", help="make a code with which leaders join; it is shown this once")
    inviting.add_argument("id")
    inviting.add_argument("--level", default="other", help="the level of those who join with it")
    inviting.add_argument("--uses", type=int, default=1, help="how many leaders can join with it (default 1)")
    inviting.add_argument("--days", type=int, default=14, help="for how many days it is valid (default 14)")
    what.add_parser("list", help="show all programmes")
    for name, text in (("release", "make what is due; print the newest release"), ("audit", "check all releases")):
        what.add_parser(name, help=text).add_argument("id")
    team_admin.arguments(what)


def run(options: Options) -> None:
    """Do what was asked for and say so.

    Raises:
        BadProgramme, WeakRules: an option is wrong, or there is no such programme.
        TooEarly: no period has ended yet.
        AuditFailed, BadRelease: nothing was made, or what was made is not as it was.
    """
    with bootstrap.storage().unit_of_work() as uow:
        _RUN[options.what](uow, options)
        uow.commit()


def _create(uow: UnitOfWork, options: Options) -> None:
    now = bootstrap.clock().now()
    rules = Rules(**{name: getattr(options, name) for name in STRICTER})
    levels = tuple(level.strip().lower() for level in options.levels.split(",") if level.strip())
    programme = programmes.create(uow, options.name, levels, options.launch or now.date(), rules, now)
    _tell(f"Launched as {programme.id}. The first release can be made on {releases.due_on(programme, 1).isoformat()}.")


def _invite(uow: UnitOfWork, options: Options) -> None:
    programme = programmes.by_id(uow, options.id)
    code = programmes.invite(uow, programme, options.level, options.uses, options.days, bootstrap.clock().now())
    _tell(code)
    sys.stderr.write(f"As a link to the web chat: {bootstrap.config().public_url}/join/{code}\n")


def _list(uow: UnitOfWork, options: Options) -> None:
    """Show what everybody may know: never how many joined, which would tell of one who did."""
    everyone = uow.programmes.all()
    for programme in everyone:
        made = len(uow.releases.all(programme.id))
        facts = (programme.launched_on.isoformat(), ",".join(programme.levels) or "-", f"{made} releases")
        due = f"next on {releases.due_on(programme, made + 1).isoformat()}"
        _tell("\t".join((programme.id, programme.name, *facts, due)))
    if not everyone:
        _tell("There is no programme. `python -m bot programme create --help` says how to launch one.")


def _release(uow: UnitOfWork, options: Options) -> None:
    """Print the newest release, byte for byte as it is kept. What is not due is not made."""
    programme, now = programmes.by_id(uow, options.id), bootstrap.clock().now()
    releases.make_due(uow, programme, tuple(bootstrap.content().board.barriers), now)
    newest = releases.latest(uow, programme)
    number = ended(programme.launched_on, programme.rules.weeks, now.date()) + 1
    sys.stderr.write(f"The next release can be made on {releases.due_on(programme, number).isoformat()}.\n")
    _tell(newest.body.decode() if newest else "")


def _audit(uow: UnitOfWork, options: Options) -> None:
    programme = programmes.by_id(uow, options.id)
    count = releases.audit(uow, programme, tuple(bootstrap.content().board.barriers))
    _tell(f"{count} releases checked: bytes, digests, chain, thresholds and combinations are in order.")


_RUN = {"create": _create, "invite": _invite, "list": _list, "release": _release, "audit": _audit, **team_admin.RUN}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day looks like 2026-12-01") from None


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


__all__ = ["BadProgramme", "TooEarly", "arguments", "run"]

"""`python -m bot mentor add|list|remove`: how the programme team keeps the register of human mentors."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from bot import bootstrap, settings
from bot.services import mentors
from bot.services.mentors import Application, BadMentor
from bot.services.ports import UnitOfWork

Options = argparse.Namespace
TOPICS = Path("content") / "mentoring"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what follows `python -m bot mentor`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    adding = what.add_parser("add", help="register a mentor who has agreed to be introduced")
    adding.add_argument("--name", required=True)
    adding.add_argument("--functions", required=True, help="function ids, with commas: supply-chain,finance")
    adding.add_argument("--expertise", required=True, help="topic ids, with commas: consensus-forecast,incentives")
    adding.add_argument("--languages", default="en", help="two-letter codes, with commas: en,de")
    adding.add_argument("--capacity", type=int, default=1, help="how many leaders at once")
    adding.add_argument("--contact", required=True, help="how leaders reach them; shown only after a leader's consent")
    adding.add_argument("--agreed", action="store_true", help="the mentor has agreed to be registered and introduced")
    what.add_parser("list", help="show all mentors, their topics and how many places are taken")
    removing = what.add_parser("remove", help="take a mentor out of the register for good")
    removing.add_argument("id", help="the id that `mentor list` shows")


def run(options: Options) -> None:
    """Do what was asked for and say so.

    Raises:
        BadMentor: an option is missing or wrong, or there is no such mentor.
    """
    with bootstrap.storage().unit_of_work() as uow:
        _RUN[options.what](uow, options)
        uow.commit()


def _add(uow: UnitOfWork, options: Options) -> None:
    application = Application(
        name=options.name.strip(),
        functions=_ids(options.functions),
        expertise=_ids(options.expertise),
        languages=_ids(options.languages),
        capacity=options.capacity,
        contact=options.contact.strip(),
        agreed=options.agreed,
    )
    mentor = mentors.add(uow, application, topics(), bootstrap.clock().now())
    _tell(f"Registered as {mentor.id}.")


def _list(uow: UnitOfWork, options: Options) -> None:
    """Show how many places are taken, never by whom."""
    everyone = mentors.everyone(uow)
    for mentor in everyone:
        taken = f"{mentors.places_taken(uow, mentor.id)} of {mentor.capacity} places taken"
        facts = (mentor.functions, mentor.expertise, mentor.languages)
        _tell("\t".join((mentor.id, mentor.name, *(",".join(ids) for ids in facts), taken)))
    if not everyone:
        _tell("No mentor is registered. `python -m bot mentor add --help` says how.")


def _remove(uow: UnitOfWork, options: Options) -> None:
    mentors.remove(uow, options.id)
    _tell("Removed, with the places that were taken.")


_RUN = {"add": _add, "list": _list, "remove": _remove}


def topics() -> Iterable[str]:
    """Return the ids of all mentor topics: the names of their files."""
    return {path.stem for path in (settings.ROOT / TOPICS).glob("*.yml")}


def _ids(text: str) -> tuple[str, ...]:
    """Read ids with commas between them, each once."""
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


__all__ = ["BadMentor", "arguments", "run"]

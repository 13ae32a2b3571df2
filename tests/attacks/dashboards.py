"""A dashboard under attack: two worlds that differ in one leader's theme, and somebody of the team who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from secrets import token_hex

from bot.domain.releases.calendar import midnight
from bot.services import contributions
from bot.services.ports import Person, Record
from bot.web.programme.access import Ask
from tests.dashboard.conftest import Visitor, programme
from tests.fakes.boards import Board

#: The package has a function of the same name.
pages = import_module("bot.web.programme.pages")
#: One leader names the first, nobody the second: neither may be told from the other.
ONE, NOBODY = "copied-design", "global-vs-local"


def member(board: Board, name: str, account: str = "anna") -> Visitor:
    """Somebody of a programme's team, signed in."""
    visitor = Visitor(board)
    assert visitor.post(f"/link/{board.account(account, programme(board, name))}").status_code == 303
    return visitor


@dataclass
class Worlds:
    """The same programme twice; in `some` one leader named what nobody named in `none`."""

    some: Board
    none: Board
    people: list[Person]

    def visitors(self) -> tuple[Visitor, Visitor]:
        return member(self.some, "Twin"), member(self.none, "Twin")


def named(board: Board, people: Sequence[Person], theme: str, at: datetime) -> None:
    """One more shared reflection of some leaders."""
    body = {"text": "", "themes": [{"id": theme, "because": ""}], "shared": True}
    with board.work() as uow:
        for person in people:
            uow.records.put(Record(token_hex(8), person.id, "reflection", "kept", at, at, body))


def counts(ask: Ask) -> dict[str, int]:
    """How many people name each theme now: what no page may know."""
    with ask.site.unit_of_work() as uow:
        twin = ask.signed_in.programme
        found = [
            set(contributions.named(uow, one, midnight(twin.launched_on), ask.site.clock.now()))
            for one in uow.programmes.roster(twin.id, ask.site.clock.now())
        ]
    return {theme: sum(theme in themes for themes in found) for theme in ask.site.themes}

"""A leader who rehearses without a dialogue engine: the form is played as Rasa plays it, on an in-memory database."""

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.rehearsal import load_playbook
from bot.catalogue.rubric import load_rubric
from bot.domain.coaching.signals import Signals
from bot.domain.rehearsal.playbook import Playbook
from bot.domain.rehearsal.session import STEPS, Rehearsal, from_dict
from bot.services import rehearse
from bot.services.desk import Desk
from bot.services.grow import Said
from bot.services.replies import Outcome, Say
from tests.fakes.books import stakeholder_book
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

CONTENT = Path(__file__).parents[2] / "content"
RESPONSES: dict[str, Any] = yaml.safe_load((CONTENT / "responses/rehearse.yml").read_text(encoding="utf-8"))[
    "responses"
]

# Answers to FINANCE, an objection of the finance director: an attack, one that listens, one that proposes.
FINANCE = "We have one set of figures that the auditors accept. You are about to create a second, and I shall be asked"
POOR = "You never understand this, your people always block, and the CEO wants it anyway."
GOOD = (
    "So a second set would leave you asked which is true. That is fair, your signature is on it. "
    "What would the two have to show side by side before you could use mine?"
)
PROPOSAL = (
    "Three families, reconciled by your controller and mine on working day 8, for two cycles. If a difference stays "
    "unexplained, we stop. Can I bring the first page on Tuesday?"
)


@cache
def playbook() -> Playbook:
    """The real content, loaded once."""
    return load_playbook(CONTENT, stakeholder_book(), load_rubric(CONTENT / "rubric.yml"))


class Calendar:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

    def now(self) -> datetime:
        """The present time; each look takes a second, so that records have an order."""
        self.time += timedelta(seconds=1)
        return self.time


class Leader:
    """One person at a desk, with the slots that Rasa would keep."""

    def __init__(self, book: Playbook | None = None) -> None:
        self.book = book or playbook()
        self.clock = Calendar()
        uow = FakeUnitOfWork(FakeDatabase(), self.clock)
        person = uow.people.register("test", "ann")
        self.desk = Desk(uow, person, None, self.clock)  # type: ignore[arg-type]
        self.slots: dict[str, Any] = {}
        self.says: tuple[Say, ...] = ()

    @property
    def step(self) -> str:
        """Where the form stands: its first empty slot, or the menu."""
        return next((s for s in STEPS if self.slots.get(f"rehearse_{s}", "") is None), "menu")

    @property
    def now(self) -> Rehearsal:
        """The newest rehearsal as it is stored."""
        record = self.desk.newest(rehearse.KIND)
        assert record is not None
        return from_dict(record.body)

    def begin(self, text: str = "rehearse") -> "Leader":
        """Ask for a rehearsal."""
        self._turn(rehearse.open_rehearsal(self.desk, self.book, heard(text, "rehearse")))
        return self

    def say(self, text: str, intent: str = "answer") -> "Leader":
        """Type something where the form waits."""
        assert self.step != "menu", "nothing waits"
        self._turn(rehearse.answer(self.desk, self.book, heard(text, intent)))
        return self

    def digress(self) -> "Leader":
        """Come back from a question to the mentor, a call for help and the like: the form asks again."""
        self._turn(Outcome(slots=dict(self.slots)))
        return self

    def stop(self) -> "Leader":
        """Leave in the middle."""
        outcome = rehearse.pause(self.desk)
        self.says, self.slots = outcome.say, {}
        return self

    def restart(self) -> "Leader":
        """Start over."""
        self._turn(rehearse.restart(self.desk))
        return self

    def _turn(self, outcome: Outcome) -> None:
        self.slots.update(outcome.slots)
        says = list(outcome.say)
        step = self.step
        if step == "menu":
            closing = rehearse.close(self.desk)
            says += closing.say
            self.slots.update(closing.slots)
            self.slots = {}
        else:
            says += rehearse.ask(self.desk, self.book, step).say
        self.says = tuple(says)

    @property
    def names(self) -> list[str]:
        """The replies of the last turn, by name."""
        return [say.response.removeprefix("utter_rehearse_") for say in self.says]

    @property
    def text(self) -> str:
        """The replies of the last turn as they are read."""
        return "\n".join(map(shown, self.says))

    @property
    def feedback(self) -> Say:
        """The scored reply of the last turn."""
        return next(say for say in self.says if say.kind == "rehearse.feedback")


def heard(text: str, intent: str) -> Said:
    """A message as the services take it."""
    return Said(text, intent, Signals.from_dict({}))


def shown(say: Say) -> str:
    """A reply with its values filled in, as the dialogue engine fills them."""
    return str(RESPONSES[say.response][0]["text"]).format(**say.values)


def at_objection(place: str = "2") -> Leader:
    """A leader to whom the finance director has just objected."""
    return Leader().begin().say("finance").say(place)


def after(*replies: str) -> Leader:
    """The same, after these answers."""
    leader = at_objection()
    for reply in replies:
        leader.say(reply)
    return leader

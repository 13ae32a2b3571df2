"""A dialogue engine without Rasa, and everything a `Turns` needs around it: seconds become milliseconds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any, TypeVar

from bot.domain.coaching.coach import Guide
from bot.domain.coaching.questions import Bank
from bot.domain.phrases import Phrases
from bot.domain.safety import Finding
from bot.services.desk import Content, Desk
from bot.services.dialogue import Answered, DialogueEngine, Incoming
from bot.services.meaning import Command
from bot.services.ports import Json, Retention
from bot.services.turns import Turn, Turns
from bot.services.upkeep import Upkeep
from tests.fakes.storage import FakeDatabase, FakeUnitOfWork

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
APOLOGY: Json = {"kind": "fallback", "ref": None, "text": "Something went wrong here.", "buttons": [], "image": None}
COMMANDS = {
    "coach": Command("coach"),
    "ask": Command("help", words=True),
    "start": Command("greet"),
    "reflect": Command("reflect", with_words="note"),
}
#: What is said about messages that are not taken; a test compares these keys with the real content.
REFUSALS = {
    "refused.empty": ("It is empty.",),
    "refused.button": ("No such button.",),
    "refused.long": ("Too long.",),
    "refused.flood": ("Wait {seconds} seconds.",),
    "refused.not-stored": ("Not stored. Again in {seconds} seconds.",),
    "refused.not-answered": ("Kept, but not answered.",),
}
#: Where a process may be killed in a turn.
POINTS = ("after_inbox_commit", "before_dialogue", "after_dialogue", "before_commit", "after_commit")
T = TypeVar("T")
#: What else a channel says by itself.
TOLD = {"document.saved": ("Saved {path}",)}
Script = Callable[[Desk, Incoming], Awaitable[Answered]]


def reply(text: str, kind: str = "menu", ref: str | None = None, buttons: dict[str, str] | None = None) -> Json:
    """One reply as an engine gives it: buttons as title to payload."""
    offered = [{"title": title, "payload": payload} for title, payload in (buttons or {}).items()]
    return {"kind": kind, "ref": ref, "text": text, "buttons": offered, "image": None}


async def echo(desk: Desk, incoming: Incoming) -> Answered:
    """Repeat what was understood, note it in a record, and offer a control button and a button that counts as text."""
    desk.create("heard", "kept", {"text": incoming.text})
    said = f"{incoming.intent or 'text'}: {incoming.text}"
    return Answered((reply(said, buttons={"Go on": "/coach", "By Friday": "By Friday"}),), "menu")


@dataclass
class FakeEngine:
    """Implements `bot.services.dialogue.DialogueEngine`. `script` answers; `heard` is what arrived."""

    script: Script = echo
    heard: list[Incoming] = field(default_factory=list)
    parsed: dict[str, Any] = field(default_factory=dict)
    understood: list[tuple[str, str | None]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    foreseen: list[str] = field(default_factory=list)

    def foresee(self, text: str) -> None:
        """Note the text."""
        self.foreseen.append(text)

    async def respond(self, desk: Desk, incoming: Incoming) -> Answered:
        """Note the message, then answer by the script."""
        self.heard.append(incoming)
        return await self.script(desk, incoming)

    def forget(self, sender: str) -> None:
        """Note who was forgotten."""
        self.forgotten.append(sender)

    async def standing(self, desk: Desk) -> str:
        """Always in the same step, so that a test can recognise it."""
        return "grow.reality"

    async def understand(self, text: str, step: str | None = None) -> Json:
        """Note the text and return what the test prepared."""
        self.understood.append((text, step))
        return self.parsed


@dataclass(frozen=True)
class FakeSafety:
    """Stands in for `bot.services.safety.Safety`: finds "danger", and "conflict", which stops nothing."""

    country = ""

    def finds(self, text: str) -> Finding:
        """As the real one."""
        if "danger" in text:
            return Finding(True, "danger")
        return Finding(True, "harassment", beside=True) if "conflict" in text else Finding(False)

    @property
    def words(self) -> "FakeSafety":
        """Also stands in for the wording."""
        return self

    def first(self, category: str, country: str) -> str:
        """The first words after a finding."""
        return f"first help: {category}"

    def following(self, category: str, country: str) -> str:
        """The words until the person goes on."""
        return "further help"

    def where_to_turn(self, category: str, country: str) -> str:
        """The words beside an exercise that goes on."""
        return f"where to turn: {category}"

    def resumes(self, text: str) -> bool:
        """Whether the person wants to go on."""
        return text == "go on"

    country = ""


@dataclass
class FakeClock:
    """Stands still until told otherwise."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def fake_turns(engine: DialogueEngine | None = None, database: FakeDatabase | None = None, **changes: Any) -> Turns:
    """Build turns on fakes only."""
    clock, database = changes.pop("clock", None) or FakeClock(), database or FakeDatabase()
    new_uow = partial(FakeUnitOfWork, database, clock)
    # A turn needs no more content than the words for what it refuses.
    absent: dict[str, Any] = {field.name: None for field in fields(Content)}
    board = Content(**{**absent, "guide": Guide(Bank(()), {}, Phrases({**REFUSALS, **TOLD})), "consent_version": 1})
    return Turns(
        unit_of_work=new_uow,
        engine=engine or FakeEngine(),
        content=board,
        safety=FakeSafety(),  # type: ignore[arg-type]
        apology=APOLOGY,
        clock=clock,
        upkeep=Upkeep(new_uow, database, lambda days: {}, Retention(), clock),
        **{"draw": str, "commands": COMMANDS, **changes},
    )


class Killed(BaseException):
    """Ends a turn where it stands, as kill -9 would."""


def run(work: Awaitable[T]) -> T:
    """Wait for something in a loop of its own."""
    return asyncio.run(work)  # type: ignore[arg-type]


def say(turns: Turns, text: str, user: str = "ann", source: str = "", **payload: str) -> Turn:
    """Send a text, or what `payload` holds, under an id made of the text unless one is given."""
    return run(turns.take("web", user, payload or {"text": text}, source or f"id of {text}"))


def texts(turn: Turn) -> list[str]:
    """The texts of a turn."""
    return [r["text"] for r in turn.replies]


def buttons(turn: Turn) -> dict[str, str]:
    """The values of a turn's buttons by title."""
    return {b["title"]: b["value"] for r in turn.replies for b in r["buttons"]}


def heard(turns: Turns, user: str = "ann") -> list[str]:
    """What the effects of all turns of a person are, newest first."""
    with turns.unit_of_work() as uow:
        person = uow.people.by_identity("web", user)
        return [record.body["text"] for record in uow.records.all(person.id, "heard")] if person else []

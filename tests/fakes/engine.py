"""A dialogue engine without Rasa, and everything a `Turns` needs around it: seconds become milliseconds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from bot.domain.coaching.coach import Guide
from bot.domain.coaching.questions import Bank
from bot.domain.phrases import Phrases
from bot.services.desk import Content, Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.ports import Json
from bot.services.turns import Command, Turns
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
}
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

    async def respond(self, desk: Desk, incoming: Incoming) -> Answered:
        """Note the message, then answer by the script."""
        self.heard.append(incoming)
        return await self.script(desk, incoming)

    async def standing(self, desk: Desk) -> str:
        """Always in the same step, so that a test can recognise it."""
        return "grow.reality"

    async def understand(self, text: str, step: str | None = None) -> Json:
        """Note the text and return what the test prepared."""
        self.understood.append((text, step))
        return self.parsed


@dataclass(frozen=True)
class FakeSafety:
    """Stands in for `bot.services.safety.Safety`: finds the word "danger" and nothing else."""

    def finds(self, text: str) -> str | None:
        """As the real one."""
        return "danger" if "danger" in text else None

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


def fake_turns(engine: FakeEngine | None = None, database: FakeDatabase | None = None, **changes: Any) -> Turns:
    """Build turns on fakes only."""
    clock = changes.pop("clock", None) or FakeClock()
    # A turn needs no more content than the words for what it refuses.
    absent: dict[str, Any] = {field.name: None for field in fields(Content)}
    board = Content(**{**absent, "guide": Guide(Bank(()), {}, Phrases(REFUSALS)), "consent_version": 1})
    return Turns(
        unit_of_work=partial(FakeUnitOfWork, database or FakeDatabase(), clock),
        engine=engine or FakeEngine(),
        content=board,
        safety=FakeSafety(),  # type: ignore[arg-type]
        commands=COMMANDS,
        apology=APOLOGY,
        clock=clock,
        **{"draw": str, **changes},
    )

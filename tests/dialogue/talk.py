"""One person's conversation with the real engine, for tests that look behind it."""

import asyncio
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from bot import bootstrap
from bot.services.conversations import overview
from bot.services.ports import Json, Person, UnitOfWork
from bot.services.turns import Turn, Turns
from tests.conversations.stage import ANSWERS, CHANNEL, OPTIONS, Stage

MOST_TURNS = 60
ONBOARDING = ("hi", "I agree", "skip", "skip", "skip", "skip")


class Talk:
    """A new person, or the one named, on the shared engine or on the turns given."""

    def __init__(self, turns: Turns | None = None, user: str = "") -> None:
        self.turns = turns or Stage.shared().turns
        self.loop = Stage.shared().loop if turns is None else asyncio.new_event_loop()
        self.user = user or uuid.uuid4().hex
        self.said: list[str] = []
        self.last: Turn | None = None

    @classmethod
    def at_menu(cls, turns: Turns | None = None, user: str = "") -> "Talk":
        """Someone who has agreed and told nothing."""
        talk = cls(turns, user)
        for text in ONBOARDING:
            talk.say(text)
        assert talk.last and talk.last.step == "menu", "onboarding did not reach the menu"
        return talk

    def say(self, text: str, source: str = "", **payload: str) -> Turn:
        """Send a text, or what `payload` holds, and return the answer."""
        self.said.append(text)
        call = self.turns.take(CHANNEL, self.user, payload or {"text": text}, source or uuid.uuid4().hex)
        self.last = self.loop.run_until_complete(call)
        return self.last

    def press(self, title: str) -> Turn:
        """Press the button with this title."""
        assert self.last is not None
        offered = {b["title"]: b["value"] for r in self.last.replies for b in r["buttons"]}
        return self.say("", button=offered[title])

    def until(self, step: str, answer: Callable[[str], str] = str) -> Turn:
        """Answer whatever is asked until the conversation stands in a step; `answer` may change each answer."""
        for _ in range(MOST_TURNS):
            assert self.last is not None
            if self.last.step == step:
                return self.last
            self.say(answer(self._answer(self.last)))
        raise AssertionError(f"{step} was not reached; the conversation stands at {self.last and self.last.step}")

    def _answer(self, turn: Turn) -> str:
        question = bootstrap.content().board.guide.bank.get(turn.ref or "")
        capture = (question.captures if question else None) or "note"
        if capture == "option":
            return OPTIONS[sum(1 for text in self.said if any(option in text for option in OPTIONS)) % len(OPTIONS)]
        return ANSWERS[capture]

    def uow(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work on the database of the conversation."""
        return self.turns.unit_of_work()

    def person(self, uow: UnitOfWork) -> Person:
        """Whom the storage knows this person as."""
        person = uow.people.by_identity(CHANNEL, self.user)
        assert person is not None
        return person

    def events(self) -> list[Json]:
        """All events of the tracker, all sessions."""
        with self.uow() as uow:
            return uow.events.load(self.person(uow).sender)

    def stored(self) -> dict[str, Any]:
        """What `GET /api/conversations` shows."""
        with self.uow() as uow:
            return dict(overview(uow, self.person(uow)))

    def texts(self) -> list[str]:
        """The texts of the last answer."""
        return [str(reply["text"]) for reply in self.last.replies] if self.last else []

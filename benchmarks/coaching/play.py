"""Plays a persona's conversation through the real engine and keeps what was said and what was stored."""

import asyncio
import uuid
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from benchmarks.coaching.persona import Persona, Voice
from benchmarks.coaching.talk import Bubble, Played, Spoken
from bot import bootstrap
from bot.domain.coaching import session as sessions
from bot.domain.coaching.questions import Question
from bot.services import grow
from bot.services.turns import Turn, Turns

START = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
CHANNEL = "web"
#: A conversation that has not ended after so many turns is counted as not completed.
MOST_TURNS = 90
ONBOARDING = ("hi", "I agree", "skip", "skip", "skip", "skip")
OPENING, NEXT_TOPIC = "coach", "stop"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.time


class Player:
    """One engine for all personas; each is a new person in the same throw-away database."""

    def __init__(self) -> None:
        """Load the engine, which takes some seconds."""
        self.clock = Clock()
        self.turns: Turns = replace(bootstrap.turns(), clock=self.clock, per_minute=100_000)
        self._loop = asyncio.new_event_loop()
        self._waiting: Question | None = None
        self._bank = bootstrap.content().board.guide.bank

    def play(self, persona: Persona, minutes: int) -> list[Played]:
        """Return the first conversation and, if it ended with a promise, the start of the second."""
        user, voice = uuid.uuid4().hex, Voice(persona)
        self.clock.time = START
        for text in ONBOARDING:
            self._say(user, text)
        first = self._first_visit(user, voice, minutes)
        if not first.closed:
            return [first]
        self.clock.time += timedelta(days=persona.days_away)
        return [first, self._second_visit(user, voice, minutes)]

    def _first_visit(self, user: str, voice: Voice, minutes: int) -> Played:
        spoken = [self._say(user, OPENING), self._say(user, f"{minutes} minutes")]
        wishes = list(voice.persona.summary)
        while spoken[-1].step.startswith("grow.") and len(spoken) < MOST_TURNS:
            if spoken[-1].step == "grow.summary":
                spoken.append(self._say(user, wishes.pop(0) if wishes else "yes"))
            else:
                spoken.append(self._say(user, self._reply(voice, spoken[-1])))
        return self._kept(user, voice, minutes, spoken, visit=1)

    def _second_visit(self, user: str, voice: Voice, minutes: int) -> Played:
        """The review of the promise only: what comes after it is measured in the first conversation."""
        spoken = [self._say(user, OPENING)]
        while spoken[-1].step == "grow.review" and len(spoken) < MOST_TURNS:
            spoken.append(self._say(user, self._reply(voice, spoken[-1])))
        spoken.append(self._say(user, NEXT_TOPIC))
        return self._kept(user, voice, minutes, spoken, visit=2)

    def _reply(self, voice: Voice, last: Spoken) -> str:
        return voice.says(self._question(last), last.step.removeprefix("grow."))

    def _question(self, last: Spoken) -> Question | None:
        """The question that waits; after a digression that does not repeat it, the one asked before."""
        asked = [self._bank.get(bubble.ref) for bubble in last.bubbles if bubble.kind == last.step and bubble.ref]
        self._waiting = next((question for question in reversed(asked) if question), self._waiting)
        return self._waiting

    def _say(self, user: str, text: str) -> Spoken:
        self.clock.time += timedelta(seconds=20)
        turn: Turn = self._loop.run_until_complete(self.turns.take(CHANNEL, user, {"text": text}, uuid.uuid4().hex))
        bubbles = tuple(Bubble(r["kind"], str(r["ref"] or ""), r["text"]) for r in turn.replies)
        return Spoken(text, bubbles, turn.step)

    def _kept(self, user: str, voice: Voice, minutes: int, spoken: list[Spoken], visit: int) -> Played:
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, user)
            assert person is not None
            record = uow.records.all(person.id, grow.KIND)[0]
        session = sessions.from_dict(record.body)
        closed = record.state == grow.CLOSED
        return Played(voice.persona, minutes, tuple(spoken), session, closed, visit, voice.ran_dry)

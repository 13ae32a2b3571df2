"""Plays conversations against the real engine, on a database of its own, with a clock that can be moved."""

import asyncio
import uuid
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import count
from typing import Any
from unittest.mock import patch

from bot import bootstrap
from bot.domain.releases.rules import Rules
from bot.domain.releases.segments import OTHER
from bot.services import contacts, grow, nudges, programmes
from bot.services.conversations import overview
from bot.services.turns import Turn, Turns
from tests.conversations.scenario import Scenario
from tests.fakes import mentors

START = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
CHANNEL = "web"
MOST_TURNS = 60
#: What a person says to whatever is asked, where a test does not care.
ANSWERS = {
    "topic": "The executive meeting reports and decides nothing",
    "worth": "If I knew what to do first",
    "goal": "I want the executive meeting to take two decisions every month",
    "measure": "Two decisions in the minutes",
    "date": "By the end of March 2027",
    "note": "The commercial director sends a delegate who cannot commit to anything",
    "option": "Talk to the commercial director before the meeting",
    "criteria": "What I can start on my own",
    "choice": "the first one",
    "action": "I will ask the commercial director for twenty minutes",
    "when": "on 1 December 2026",
    "obstacle": "He will say that he has no time",
    "if-then": "If he has no time, I will ask his assistant for a quarter of an hour",
    "first-sentence": "I need your help with one decision",
    "who-knows": "The finance director",
    "confidence": "7",
    "confidence-up": "If the managing director mentioned it first",
    "insight": "That I never told him what it costs",
    "learning": "I waited for him instead of going there",
}
OPTIONS = (
    "Talk to the commercial director before the meeting",
    "Ask the managing director to open the meeting",
    "Cut the pack to ten slides",
)


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@dataclass(frozen=True)
class Told:
    """Something said, or the heading of a day.

    Attributes:
        who: `day`, `leader` or `board`.
        buttons: titles offered with a reply.
    """

    who: str
    text: str
    buttons: tuple[str, ...] = ()
    picture: bool = False
    kind: str = ""


class Stage:
    """One engine and one database for all conversations of a run."""

    def __init__(self) -> None:
        self.clock = MovableClock()
        self.turns: Turns = replace(bootstrap.turns(), clock=self.clock, per_minute=100_000)
        self.loop = asyncio.new_event_loop()
        self.lines: list[str] = []
        self.told: list[Told] = []
        self.user = ""
        self.last: Turn | None = None
        self.waiting = ""

    @staticmethod
    @lru_cache(maxsize=1)
    def shared() -> "Stage":
        """Return the stage of this run; loading the model takes seconds."""
        return Stage()

    def transcript(self) -> str:
        """What was said in the conversation played last."""
        return "\n".join(self.lines)

    def play(self, scenario: Scenario) -> None:
        """Play one conversation of a new person, checking as it goes."""
        self.user, self.lines, self.told, self.last, self.waiting = uuid.uuid4().hex, [], [], None, ""
        # On a phone every turn brings the reminders in line, as the Telegram gateway has it.
        pushed = frozenset({CHANNEL} if scenario.given == "phone" else ())
        self.turns = replace(self.turns, content=bootstrap.content().board, pushed=pushed)
        self.clock.time = START
        mentors.prepare(self.turns.unit_of_work, scenario.given, self.clock.now())
        if scenario.given in ("menu", "member", "mentors", "telegram"):
            self._onboard()
        if scenario.given == "member":
            self._member()
        if scenario.given == "telegram":
            self._reachable()
        numbers = count(1)
        with (
            patch.object(grow, "token_hex", lambda size: f"{next(numbers):0{2 * size}x}")
            if scenario.same
            else nullcontext()
        ):
            for step in scenario.steps:
                self._step(step)
        self._check_stored(scenario.stored)

    def _onboard(self) -> None:
        for text in ("hi", "I agree", "skip", "skip", "skip", "skip"):
            self._say({"text": text})
        assert self.last is not None and self.last.step == "menu", "onboarding did not reach the menu"

    def _member(self) -> None:
        """Put the person into a programme of their own."""
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, self.user)
            assert person is not None
            now = self.clock.now()
            programme = programmes.create(uow, "Forward", (), now.date(), Rules(), now)
            programmes.take(uow, person, (programme.id, OTHER), now)
            uow.commit()

    def _reachable(self) -> None:
        """Let the person be somebody whom the bot can write to first."""
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, self.user)
            assert person is not None
            contacts.reach(uow, person, CHANNEL, self.user, self.clock)
            uow.commit()

    def _step(self, step: dict[str, Any]) -> None:
        if step.get("restart"):
            self.turns = replace(self.turns)
        if "later" in step:
            self.clock.time += timedelta(days=step["later"])
        if "day" in step:
            self.told.append(Told("day", step["day"]))
        if step.get("rings"):
            self._ring()
            self._check(step, "")
        if "consent" in step:
            self.turns = replace(self.turns, content=replace(self.turns.content, consent_version=step["consent"]))
        if "until" in step:
            self._until(step)
        if "say" in step or "press" in step:
            before = self.waiting
            self._say({"button": self._button(step["press"])} if "press" in step else {"text": str(step["say"])})
            self._check(step, before)

    def _ring(self) -> None:
        """Let the clock be looked at, and hear the one message that is due."""
        with self.turns.unit_of_work() as uow:
            for person_id in nudges.due(uow, self.clock):
                nudges.ring(uow, CHANNEL, self.clock, person_id)
            uow.commit()
        answered = self.loop.run_until_complete(self.turns.recover(CHANNEL))
        assert len(answered) == 1, f"{len(answered)} messages were due, expected one"
        self._heard(answered[0][1])

    def _say(self, payload: dict[str, str]) -> None:
        self.clock.time += timedelta(seconds=20)
        self.told.append(Told("leader", payload.get("text") or self._title(payload["button"])))
        turn = self.loop.run_until_complete(self.turns.take(CHANNEL, self.user, payload, uuid.uuid4().hex))
        self.lines.append(f"> {payload}")
        self._heard(turn)

    def _heard(self, turn: Turn) -> None:
        self.lines += [f"  [{r['kind']}|{r['ref']}] {r['text']}" for r in turn.replies] + [f"  -- {turn.step}"]
        self.told += [
            Told("board", r["text"], tuple(b["title"] for b in r["buttons"]), bool(r["image"]), r["kind"])
            for r in turn.replies
        ]
        self.last = turn
        self.waiting = turn.replies[-1]["text"] if turn.replies else ""

    def _button(self, title: str) -> str:
        assert self.last is not None
        offered = {b["title"]: b["value"] for r in self.last.replies for b in r["buttons"]}
        assert title in offered, f"no button {title!r}; on offer: {sorted(offered)}"
        return str(offered[title])

    def _title(self, value: str) -> str:
        assert self.last is not None
        return next(b["title"] for r in self.last.replies for b in r["buttons"] if b["value"] == value)

    def _until(self, step: dict[str, Any]) -> None:
        """Answer what is asked, kind by kind, until the conversation reaches a step."""
        assert self.last is not None
        answers = {
            key: [*said] if isinstance(said, list) else said for key, said in (step.get("answers") or {}).items()
        }
        for _ in range(step.get("most", MOST_TURNS)):
            if self.last.step == step["until"]:
                self._check(step, "")
                return
            self._say({"text": self.answer_for(self.last, answers)})
        raise AssertionError(f"{step['until']} was not reached; the conversation stands at {self.last.step}")

    def answer_for(self, turn: Turn, answers: dict[str, Any]) -> str:
        """Return what the person says to the question that waits, by its words, id, lens, move or capture.

        Of a list each answer is said once, then the next key that fits is taken; the capture keeps its last answer.
        """
        question = bootstrap.content().board.guide.bank.get(turn.ref or "")
        capture = (question.captures if question else None) or "note"
        spoken = [key for key in answers if " " in key and key in self.waiting]
        for key in (*spoken, turn.ref, question and question.lens, question and question.move):
            if isinstance(said := answers.get(key), list) and said:
                return str(said.pop(0))
        if isinstance(said := answers.get(capture), list):
            return str(said.pop(0) if len(said) > 1 else said[0])
        if capture == "option" and "option" not in answers:
            given = sum(1 for line in self.lines for option in OPTIONS if line == f"> {{'text': '{option}'}}")
            return OPTIONS[given % len(OPTIONS)]
        return str(answers.get(capture) or ANSWERS[capture])

    def _check(self, step: dict[str, Any], before: str) -> None:
        assert self.last is not None
        kinds, texts = [r["kind"] for r in self.last.replies], [r["text"] for r in self.last.replies]
        wanted = step.get("kind")
        if wanted is not None:
            got = kinds if isinstance(wanted, list) else kinds[-1]
            assert got == wanted, f"after {step}: kind {got}, expected {wanted}"
        for key, got in (("step", self.last.step), ("ref", self.last.ref)):
            assert step.get(key) in (None, got), f"after {step}: {key} {got}, expected {step[key]}"
        if "image" in step:
            assert bool(self.last.replies[-1]["image"]) == step["image"], f"after {step}: a picture, or none"
        for text in step.get("has", ()):
            assert any(text in t for t in texts), f"after {step}: {text!r} is in no reply"
        for text in step.get("lacks", ()):
            assert not any(text in t for t in texts), f"after {step}: {text!r} is in a reply"
        if step.get("same_question"):
            # Asked again, a question comes without the reflection that stood before it the first time.
            asked = texts[-1].splitlines()[-1]
            assert asked and asked in before, f"after {step}: the question that waited was not asked again"

    def _check_stored(self, stored: dict[str, Any]) -> None:
        if not stored:
            return
        with self.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, self.user)
            assert person is not None
            body: Any = overview(uow, person)
        for path, wanted in stored.items():
            value = _at(body, path)
            if isinstance(value, (list, dict)) and isinstance(wanted, int):
                value = len(value)
            assert str(value) == str(wanted), f"stored {path}: {value!r}, expected {wanted!r}"


def _at(body: Any, path: str) -> Any:
    """Walk a dotted path; a number is a place in a list; `[capture=goal]` filters a list."""
    for part in path.split("."):
        if part.startswith("["):
            key, _, wanted = part[1:-1].partition("=")
            body = [entry for entry in body if str(entry.get(key)) == wanted]
        else:
            body = body[int(part)] if isinstance(body, list) else body.get(part)
    return body

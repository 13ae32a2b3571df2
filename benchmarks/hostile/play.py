"""Plays hostile conversations through the real engine and checks what every turn must hold."""

import asyncio
import json
import re
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from benchmarks.hostile.inputs import ANSWERS, FITTING, Act, payload_only
from bot import bootstrap
from bot.domain.normalise import for_showing
from bot.services.conversations import overview
from bot.services.ports import Json
from bot.services.refusals import LONGEST, BadButton, BadMessage, Refused, TooLong
from bot.services.turns import Turn, Turns

CHANNEL = "web"
START = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
#: Every kind of reply; every step in which the bot may wait is among them.
KINDS = frozenset(
    "onboarding.consent onboarding.profile menu grow.review grow.goal grow.reality grow.options grow.will grow.summary "
    "mentor.answer mentor.perspective mentor.unsure mentor.introduce pressure.plan pressure.stakeholders "
    "pressure.question pressure.summary rehearse.stakeholder rehearse.objection rehearse.feedback rehearse.summary "
    "reflect.capture reflect.saved reflect.list commitments.list commitments.update style.profile style.tailor "
    "awareness.check awareness.gaps team.design behaviours.check privacy.info privacy.shared privacy.export "
    "privacy.confirm privacy.erased safety.support help chitchat fallback unsupported".split()
)
LONGEST_REPLY, MOST_BUTTONS, LONGEST_TITLE, LONGEST_VALUE = 12_000, 16, 64, 64
_BRACES = re.compile(r"\{\s*\w[\w.\[\]]*\s*\}")
_INSIDE = re.compile(r"Traceback \(most|<class '|object at 0x|\w+Error:|\bNaN\b")


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        """Begin at a Monday morning."""
        self.time = START

    def now(self) -> datetime:
        """Return the time it was moved to."""
        return self.time


@dataclass
class Tally:
    """What was counted. `broken` holds (what was broken, what the act was) for every turn that did not hold."""

    counts: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


class Stage:
    """The real engine with a clock that can be moved, and somebody else whose buttons can be stolen."""

    def __init__(self, turns: Turns) -> None:
        """Take the application's turns."""
        self.clock = MovableClock()
        self.turns = replace(turns, clock=self.clock, per_minute=10**9)
        self.loop = asyncio.new_event_loop()
        self.apology = str(bootstrap.content().apology["text"])
        self.forbidden = payload_only()
        self.others = self._others()

    def take(self, user: str, payload: Json, source: str) -> Turn:
        """Have one message answered."""
        self.clock.time += timedelta(seconds=20)
        return self.loop.run_until_complete(self.turns.take(CHANNEL, user, payload, source))

    def _others(self) -> list[str]:
        other = uuid.uuid4().hex
        answered = [self.take(other, {"text": text}, text) for text in ("hi", "I agree", *["skip"] * 4)]
        return [button["value"] for turn in answered for reply in turn.replies for button in reply["buttons"]]


class Player:
    """One new person's conversation."""

    def __init__(self, stage: Stage, tally: Tally) -> None:
        """Begin with nobody known."""
        self._stage, self._tally = stage, tally
        self._user = uuid.uuid4().hex
        self._offered: list[str] = []
        self._ever: dict[str, datetime] = {}
        self._typed: list[str] = []
        self._sent: tuple[Json, str] | None = None
        self._answer: Turn | None = None
        self._events = 0

    def play(self, acts: list[Act]) -> None:
        """Play a conversation and look at what it left behind."""
        for act in acts:
            self._act(act)
        self._look_behind()

    def _act(self, act: Act) -> None:
        what, value = act
        if what == "later":
            self._stage.clock.time += timedelta(days=value)
        elif what == "restart":
            self._stage.turns = replace(self._stage.turns)
        elif what == "again":
            self._again()
        elif what == "answer":
            self._send({"text": self._fitting(value)})
        elif what in ("say", "forge"):
            self._send({"text" if what == "say" else "button": value})
        else:
            chosen = {"press": self._offered, "reuse": list(self._ever), "steal": self._stage.others}[what]
            if chosen:
                self._send({"button": chosen[value % len(chosen)]})

    def _fitting(self, number: int) -> str:
        """An answer that fits the question that waits, or some answer."""
        ref = self._answer.ref if self._answer else None
        question = bootstrap.content().board.guide.bank.get(ref or "")
        return FITTING.get((question.captures if question else None) or "", ANSWERS[number % len(ANSWERS)])

    def _again(self) -> None:
        """The same id once more must give the very same answer."""
        if self._sent and self._answer and self._stage.take(self._user, *self._sent) != self._answer:
            self._note("another answer to the same id", self._sent[0])

    def _send(self, payload: Json) -> None:
        source, began = uuid.uuid4().hex, time.process_time()
        self._typed.append(str(payload.get("text", "")))
        self._tally.counts["turns"] += 1
        expected = self._expected(payload)
        try:
            turn = self._stage.take(self._user, payload, source)
        except Refused as refused:
            self._tally.counts["refused"] += 1
            if type(refused) is not expected:
                self._note(f"refused as {type(refused).__name__}", payload)
            return
        except Exception as error:
            self._note(f"exception {type(error).__name__}", payload)
            return
        self._time(time.process_time() - began, payload)
        if expected:
            self._note(f"not refused as {expected.__name__}", payload)
        self._sent, self._answer = (payload, source), turn
        for problem in (*self._problems(turn), *self._understood(payload)):
            self._note(problem, payload)
        self._keep(turn)

    def _expected(self, payload: Json) -> type[Refused] | None:
        """The refusal that a message must meet, if any."""
        text = str(payload.get("text", payload.get("button")))
        if not text.strip():
            return BadMessage
        if len(text) > LONGEST:
            return TooLong
        if "button" in payload:
            # The clock moves by 20 seconds before the button is looked at.
            expires = self._ever.get(text)
            return None if expires and expires > self._stage.clock.time + timedelta(seconds=20) else BadButton
        return None

    def _keep(self, turn: Turn) -> None:
        self._offered = [button["value"] for reply in turn.replies for button in reply["buttons"]]
        self._ever |= {value: self._stage.clock.time + timedelta(days=30) for value in self._offered}
        self._tally.steps[turn.step] += 1

    def _problems(self, turn: Turn) -> Iterator[str]:
        """What one answer breaks."""
        if turn.step not in KINDS:
            yield f"invalid state: step {turn.step}"
        if not turn.replies or any(not str(reply["text"]).strip() for reply in turn.replies):
            yield "silent"
        if any(reply["text"] == self._stage.apology for reply in turn.replies):
            yield "exception inside, apologised for"
        for reply in turn.replies:
            yield from self._problems_of(reply)
        json.dumps(turn.replies)

    def _problems_of(self, reply: Json) -> Iterator[str]:
        text, said = str(reply["text"]), " ".join(self._typed)
        if reply["kind"] not in KINDS:
            yield f"invalid state: kind {reply['kind']}"
        if len(text) > LONGEST_REPLY:
            yield f"a reply of {reply['kind']} too long to read"
        if text != for_showing(text):
            yield "direction marks or controls shown"
        if any(found not in said for found in _BRACES.findall(text)):
            yield f"placeholder left in {reply['kind']}"
        if any(found not in said for found in _INSIDE.findall(text)):
            yield "the inside of the program shown"
        for button in reply["buttons"]:
            if not 0 < len(button["title"]) <= LONGEST_TITLE or len(button["value"].encode()) > LONGEST_VALUE:
                yield f"button too long or empty in {reply['kind']}"
        if len(reply["buttons"]) > MOST_BUTTONS:
            yield f"too many buttons in {reply['kind']}"

    def _understood(self, payload: Json) -> Iterator[str]:
        """What the tracker has of a typed message: never a payload, never a command to the engine."""
        with self._stage.turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, self._user)
            # Whoever has just been erased has no events, and begins again with the next message.
            events = uow.events.load(person.sender, self._events) if person else []
        self._events = self._events + len(events) if person else 0
        for event in events:
            if event["event"] in ("restart", "undo", "rewind", "reset_slots", "pause"):
                yield f"payload executed: {event['event']}"
            if event["event"] == "user" and "text" in payload:
                intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
                if intent in self._stage.forbidden or str(event.get("text") or "").startswith("/"):
                    yield f"payload executed: {intent}"

    def _look_behind(self) -> None:
        """All that is stored of the person can be read, and shown as JSON."""
        try:
            with self._stage.turns.unit_of_work() as uow:
                person = uow.people.by_identity(CHANNEL, self._user)
                if person is not None:
                    json.dumps(overview(uow, person), ensure_ascii=False).encode()
                    uow.events.load(person.sender)
                    if uow.inbox.pending(person.id):
                        self._note("invalid state: a message left unanswered", {})
        except Exception as error:
            self._note(f"invalid state: {type(error).__name__} in what is stored", {})

    def _time(self, seconds: float, payload: Json) -> None:
        slowest = self._tally.slowest
        slowest.append((seconds, f"{len(str(payload))} characters: {str(payload)[:60]}"))
        slowest.sort(reverse=True)
        del slowest[5:]

    def _note(self, problem: str, payload: Json) -> None:
        self._tally.counts[problem.partition(":")[0]] += 1
        self._tally.broken.append((problem, str(payload)[:300]))

"""A coach on a small bank made by hand, and someone to answer it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from bot.domain.coaching import coach
from bot.domain.coaching.absorb import Reply
from bot.domain.coaching.coach import Guide, Turn
from bot.domain.coaching.phases import step_of
from bot.domain.coaching.questions import LENSES, Bank, Question, When
from bot.domain.coaching.selection import Past
from bot.domain.coaching.session import Exchange, PastPromise, Session, from_dict, to_dict
from bot.domain.coaching.signals import DateMention, Mention, Signals
from bot.domain.phrases import Phrases

TODAY = date(2026, 11, 23)
FRAMES: dict[str, tuple[str, ...]] = {
    "quote": ("Said “{quote}”.",),
    "echo": ("“{quote}”.",),
    "metaphor": ("A picture, “{metaphor}”.",),
    "feeling": ("A word, “{feeling}”.",),
    "contrast": ("“{left}” and “{right}”.",),
    "wants": ("Wanted, “{wants}”.",),
    "callback": ("Earlier “{earlier}”.",),
    "gather": ("So far “{one}” and “{two}”.",),
    "chosen": ("Wanted “{one}”, chosen “{two}”.",),
    "parked": ("For later, “{quote}”.",),
}
PHRASES: dict[str, tuple[str, ...]] = {
    "skip": ("Skipped.",),
    "back": ("One back.",),
    "dont_know": ("Then otherwise.",),
    "hand-back": ("That is yours. Say “ask the mentor”.",),
    **{f"signpost.{step}": (f"{step} begins",) for step in ("goal", "reality", "options", "will")},
}
#: What a willing coachee says to each capture, and the signals of it.
WILLING: dict[str, tuple[str, dict[str, Any]]] = {
    "topic": ("The executive meeting decides nothing", {}),
    "worth": ("If I knew what to do first on Monday", {}),
    "goal": ("I want two decisions a month from the meeting", {"wants": "two decisions a month"}),
    "measure": ("Two decisions stand in the minutes", {}),
    "date": ("by the end of March", {"dates": (DateMention("the end of March", "2027-03-31", "month"),)}),
    "note": ("The delegates come without any mandate", {}),
    "option": ("I could talk to the director before the meeting", {}),
    "criteria": ("What I can start on my own", {}),
    "choice": ("the first one", {}),
    "action": ("I will ask the director for twenty minutes", {"on": {"will"}}),
    "when": ("on 1 December", {"dates": (DateMention("1 December", "2026-12-01", "day"),)}),
    "obstacle": ("He will say that he has no time", {}),
    "if-then": ("If he has no time, I will ask his assistant", {}),
    "first-sentence": ("I need your help with one decision", {}),
    "who-knows": ("The finance director will know", {}),
    "confidence": ("6", {"confidence": 6}),
    "confidence-up": ("If the managing director mentioned it", {}),
    "insight": ("That I never told him what it costs", {}),
    "learning": ("I waited for him instead of going there", {}),
}
OPTIONS = (
    "I could talk to the director before the meeting",
    "Ask finance to open with the gap",
    "Cut the pack to ten slides",
    "Invite the plant manager",
)


def ask_for(
    name: str, phase: str, move: str, captures: str | None = None, n: int = 1, text: str = "", **more: Any
) -> list[Question]:
    """`n` questions of one kind, each with a wording of its own."""
    return [
        Question(f"{name}-{i}", frozenset({phase}), move, (text or f"Question {name} {i}?",), captures, **more)
        for i in range(1, n + 1)
    ]


def needing(*names: str) -> When:
    """The condition that these placeholders can be filled."""
    return When(needs=frozenset(names))


@cache
def whole_bank() -> Bank:
    """Enough of everything for a conversation of any length."""
    plain = [
        ("topic", "opening", "open", "topic", 3),
        ("worth", "opening", "contract", "worth", 3),
        ("goal", "goal", "open", "goal", 3),
        ("measure", "goal", "measure", "measure", 3),
        ("date", "goal", "date", "date", 3),
        ("open", "reality", "open", "note", 3),
        ("facts", "reality", "facts", "note", 12),
        ("option", "options", "option", "option", 2),
        ("else", "options", "what-else", "option", 8),
        ("criteria", "options", "rank", "criteria", 3),
        ("choice", "options", "rank", "choice", 3),
        ("action", "will", "commit", "action", 3),
        ("when", "will", "when", "when", 3),
        ("first", "will", "first-sentence", "first-sentence", 3),
        ("obstacle", "will", "obstacle", "obstacle", 3),
        ("if-then", "will", "if-then", "if-then", 3),
        ("knows", "will", "support", "who-knows", 3),
        ("sure", "will", "confidence", "confidence", 3),
        ("surer", "will", "confidence-up", "confidence-up", 3),
        ("insight", "closing", "insight", "insight", 3),
        ("review", "review", "review", None, 4),
        ("learning", "review", "learning", "learning", 4),
    ]
    questions = [q for name, phase, move, capture, n in plain for q in ask_for(name, phase, move, capture, n)]
    for lens in LENSES:
        questions += ask_for(lens, "reality", "lens", "note", 3, lens=lens)
    for phase in ("goal", "reality", "options", "will"):
        questions += ask_for(f"hand-back-{phase}", phase, "hand-back", None, 3)
    for move in ("clarify", "clean", "feeling", "challenge", "perspective"):
        phase = "goal" if move == "clarify" else "reality"
        questions += ask_for(move, phase, move, None, 3)
    questions += ask_for("thread", "reality", "thread", None, 3, "And “{earlier}”?", when=needing("earlier"))
    two = "First “{earlier}”, now “{now}”: what is that?"
    questions += ask_for("contradiction", "reality", "contradiction", None, 2, two, when=needing("earlier", "now"))
    return Bank(questions)


def signals(text: str, on: Iterable[str] = (), **fields: Any) -> Signals:
    """Signals by hand: the words are counted, the rest is as given."""
    return replace(Signals(words=len(text.split()), on=frozenset(on)), **fields)


def role(text: str, stakeholder: str) -> Mention:
    """Someone named by role."""
    return Mention(text, stakeholder, "role")


class Chat:
    """A conversation: `ask()` gets the coach's turn, `say()` answers it and gets the next one."""

    def __init__(
        self,
        bank: Bank | Iterable[Question] = (),
        minutes: int = 15,
        review: tuple[PastPromise, ...] = (),
        past: Past | None = None,
        name: str = "s1",
        frames: Mapping[str, tuple[str, ...]] = FRAMES,
    ) -> None:
        self.bank = bank if isinstance(bank, Bank) else Bank(list(bank)) if bank else whole_bank()
        self.guide = Guide(self.bank, frames, Phrases(PHRASES))
        self.past = past or Past()
        self.session = Session(name, TODAY, minutes, review=review)
        self.turns: list[Turn] = []

    @property
    def step(self) -> str | None:
        """Where the conversation stands; None when the summary is confirmed."""
        return step_of(self.session)

    @property
    def waiting(self) -> Exchange:
        """The question that waits."""
        assert self.session.pending is not None
        return self.session.pending

    def ask(self) -> Turn | None:
        """Return what the coach says now."""
        self.session, turn = coach.ask(coach.advance(self.session, self.guide, self.past), self.guide.phrases)
        if turn:
            self.turns.append(turn)
        return turn

    def say(self, text: str, on: Iterable[str] = (), control: str | None = None, **fields: Any) -> Turn | None:
        """Answer, and return what the coach says then."""
        self.session = coach.answer(self.session, Reply(text, signals(text, on, **fields), control, TODAY))
        return self.ask()

    def control(self, word: str) -> Turn | None:
        """Say a control word: skip, back or dont_know."""
        return self.say(word, control=word)

    def willing(self) -> Turn | None:
        """Answer the waiting question as a willing coachee does."""
        capture = self.waiting.captures or "note"
        text, fields = WILLING[capture]
        if capture == "option":
            text = OPTIONS[len(self.words("option")) % len(OPTIONS)]
        return self.say(text, **fields)

    def until(self, step: str | None) -> "Chat":
        """Go on willingly until a step is reached."""
        if not self.turns:
            self.ask()
        for _ in range(60):
            if self.step == step:
                return self
            self.willing()
        raise AssertionError(f"{step} was not reached; the conversation stands at {self.step}")

    def until_asked(self, capture: str) -> "Chat":
        """Go on willingly until a question for this capture waits."""
        if not self.turns:
            self.ask()
        for _ in range(60):
            if self.session.pending and self.waiting.captures == capture:
                return self
            self.willing()
        raise AssertionError(f"nobody asked for {capture}")

    def words(self, capture: str) -> list[str]:
        """The coachee's words kept under a capture."""
        return [fact.text for fact in self.session.every(capture)]

    def asked(self) -> list[str]:
        """Ids of the questions put, in order."""
        return [turn.question for turn in self.turns]

    def reopened(self) -> "Chat":
        """The same conversation, stored and read again by another process."""
        other = Chat(self.bank, past=self.past)
        other.guide, other.session, other.turns = (
            self.guide,
            from_dict(json.loads(json.dumps(to_dict(self.session)))),
            list(self.turns),
        )
        return other


def unquoting() -> Chat:
    """Someone in reality, in a bank of plain questions that quote nobody."""
    plain = [question for question in whole_bank() if not question.when.needs]
    return Chat(plain, minutes=30).until("reality")


def only(chat: Chat, **frames: str) -> Chat:
    """The same conversation with these frames and no others."""
    chat.guide = replace(chat.guide, reflections={name.replace("_", "-"): (text,) for name, text in frames.items()})
    return chat


def told(text: str, step: str = "reality", captures: str | None = "note", **more: Any) -> Exchange:
    """One answer with its signals."""
    fields = {name: more.pop(name) for name in ("move", "asked", "control") if name in more}
    return Exchange(
        step,
        f"q{text}",
        fields.get("move", "lens"),
        fields.get("asked", "?"),
        captures=captures,
        answer=text,
        signals=signals(text, **more),
    )


def talk(*answers: Exchange, **more: Any) -> Session:
    """A conversation of these answers."""
    return Session("s", TODAY, exchanges=answers, **more)

"""The awareness check: situations seen from another function, and what of it a leader names.

Every point of a situation is defensible and none is the right one, so nothing here is marked: it is shown which points
an answer named, by which of its words, and which points a colleague of that function would add.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from bot.domain.mentoring import FUNCTIONS
from bot.domain.pressure.cues import found

#: Situations of a round; of a short one.
ROUND, SHORT = 6, 3
#: What was said in place of an answer.
SKIP, DONT_KNOW = "skip", "dont_know"


@dataclass(frozen=True)
class Point:
    """Something a colleague would name. `name` fits a button, `adds` is their own sentence."""

    id: str
    name: str
    adds: str
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """One situation in the eyes of `who`, a colleague of `function`. `topics` are mentor topics, the nearest first."""

    id: str
    function: str
    who: str
    story: str
    ask: str
    topics: tuple[str, ...]
    points: tuple[Point, ...]


Situations = Mapping[str, Situation]


@dataclass(frozen=True)
class Answer:
    """What was said about one situation.

    Attributes:
        named: the points in the leader's own words, as (point id, exact words).
        picked: the point taken from the choices, if any.
        control: SKIP or DONT_KNOW in place of an answer.
    """

    situation: str
    text: str = ""
    named: tuple[tuple[str, str], ...] = ()
    picked: tuple[str, ...] = ()
    control: str | None = None


@dataclass(frozen=True)
class Piece:
    """A small piece to read: a mentor topic in the eyes of a function. `read_on` is an ISO date once it was read."""

    topic: str
    function: str
    read_on: str = ""


@dataclass(frozen=True)
class Round:
    """One round of the check, and the path of reading that follows from it.

    Attributes:
        dealt: ids of its situations, in order.
        choices: whether the present situation shows choices.
        shown: whether the picture of the gaps was shown.
    """

    id: str
    opened_on: str
    dealt: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    choices: bool = False
    shown: bool = False
    path: tuple[Piece, ...] = ()

    @property
    def pending(self) -> str:
        """The situation that waits for an answer; empty when all are answered."""
        return self.dealt[len(self.answers)] if len(self.answers) < len(self.dealt) else ""

    @property
    def next_piece(self) -> Piece | None:
        """The piece to read next."""
        return next((piece for piece in self.path if not piece.read_on), None)


@dataclass(frozen=True)
class Tally:
    """What was named of one function in a round: points in own words, from the choices, and all there were."""

    named: int = 0
    picked: int = 0
    points: int = 0

    @property
    def share(self) -> float:
        """Named points out of all, 0 to 1; one taken from the choices counts half."""
        return (self.named + self.picked / 2) / self.points if self.points else 0.0

    @property
    def missed(self) -> int:
        """Points that were not named."""
        return self.points - self.named - self.picked


def read(situation: Situation, text: str) -> tuple[tuple[str, str], ...]:
    """Return the points that a text names, each with the shortest of the words that show it."""
    pieces = ((point.id, found(text, point.cues)) for point in situation.points)
    return tuple((point, min(words, key=len)) for point, words in pieces if words)


def answered(now: Round, answer: Answer) -> Round:
    """Return the round with the present situation answered."""
    return replace(now, answers=(*now.answers, answer), choices=False)


def back(now: Round) -> Round:
    """Return the round one step back: the choices closed again, or the last situation open again."""
    return replace(now, choices=False) if now.choices else replace(now, answers=now.answers[:-1], shown=False)


def shortened(now: Round) -> Round:
    """Return the round cut to three situations, or to those begun where there are more."""
    return replace(now, dealt=now.dealt[: max(SHORT, len(now.answers) + 1)])


def finished(now: Round) -> Round:
    """Return the round ended where it stands."""
    return replace(now, dealt=now.dealt[: len(now.answers)], choices=False)


def known(now: Round, book: Situations) -> Round:
    """Return the round without situations that an editor has taken out since."""
    answers = tuple(answer for answer in now.answers if answer.situation in book)
    return replace(now, dealt=tuple(id for id in now.dealt if id in book), answers=answers)


def tally(rounds: Iterable[Round], book: Situations) -> dict[str, Tally]:
    """Return what was named by function, over all situations answered and not skipped; in the order of FUNCTIONS."""
    counts: dict[str, Tally] = {}
    for answer in (a for one in rounds for a in one.answers if a.control != SKIP and a.situation in book):
        situation = book[answer.situation]
        before = counts.get(situation.function, Tally())
        counts[situation.function] = Tally(
            before.named + len(answer.named), before.picked + len(answer.picked), before.points + len(situation.points)
        )
    return {function: counts[function] for function in FUNCTIONS if function in counts}


def deal(book: Situations, past: Sequence[Round], own: str) -> tuple[str, ...]:
    """Return the six situations of a new round: each function once, the weakest of the others twice.

    Args:
        past: earlier rounds, newest first.
        own: the leader's own function, or any other text.
    """
    known = tally(past[:1], book)
    others = [function for function in FUNCTIONS if function != own]
    weakest = sorted(others, key=lambda function: known[function].share if function in known else -1.0)
    functions = (*weakest, *(f for f in FUNCTIONS if f == own), weakest[0])
    picked: list[str] = []
    for function in functions:
        picked += _least_recent(book, past, function, picked)
    return tuple(picked[:ROUND])


def _least_recent(book: Situations, past: Sequence[Round], function: str, taken: list[str]) -> list[str]:
    """The situation of a function that was never dealt, or longest ago, as a list of at most one."""
    seen = [id for one in past for id in one.dealt]
    ages = {id: seen.index(id) if id in seen else len(seen) for id in book}
    free = [s.id for s in book.values() if s.function == function and s.id not in taken]
    return sorted(free, key=lambda id: -ages[id])[:1]


def deepest(counts: Mapping[str, Tally], own: str) -> str:
    """Return the function of which least was named, not the leader's own if there is another; empty without any."""
    others = [function for function in counts if function != own] or list(counts)
    return min(others, key=lambda function: counts[function].share, default="")


def path(now: Round, before: Round | None, book: Situations, own: str, most: int = 7) -> tuple[Piece, ...]:
    """Return what to read after a round, the deepest gap first, then what was left unread of the path before."""
    counts = tally([now], book)
    order = sorted(counts, key=lambda function: (function == own, counts[function].share))
    open_ones = [s for a in now.answers if a.situation in book and (s := _missed(book[a.situation], a))]
    mine = [
        Piece(t, s.function)
        for f in order
        for n in (0, 1)
        for s in open_ones
        if s.function == f
        for t in s.topics[n:][:1]
    ]
    left = [piece for piece in before.path if not piece.read_on] if before else []
    return tuple(dict.fromkeys([*mine, *left]))[:most]


def _missed(situation: Situation, answer: Answer) -> Situation | None:
    """The situation, if a point of it was not named."""
    said = {id for id, _ in answer.named} | set(answer.picked)
    return situation if answer.control != SKIP and len(said) < len(situation.points) else None


def read_piece(now: Round, piece: Piece, today: date) -> Round:
    """Return the round with a piece of its path read."""
    done = replace(piece, read_on=today.isoformat())
    return replace(now, path=tuple(done if one == piece else one for one in now.path))


def read_today(now: Round, today: date) -> Piece | None:
    """Return the piece read last today, if one was."""
    return next((piece for piece in reversed(now.path) if piece.read_on == today.isoformat()), None)


def to_dict(now: Round) -> dict[str, Any]:
    """Return the round as JSON values."""
    return asdict(now)


def from_dict(body: Mapping[str, Any]) -> Round:
    """Rebuild a round from `to_dict`."""
    answers = tuple(
        Answer(a["situation"], a["text"], tuple((p, w) for p, w in a["named"]), tuple(a["picked"]), a["control"])
        for a in body["answers"]
    )
    pieces = tuple(Piece(**piece) for piece in body["path"])
    return Round(**{**body, "dealt": tuple(body["dealt"]), "answers": answers, "path": pieces})

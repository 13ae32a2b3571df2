"""Chooses a stakeholder's next question: from a hand dealt for this plan, the hardest gap first.

Which hand hangs on a hash of the plan's words and on how well its questions fit the plan; what the same leader was
asked in earlier tests is avoided.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from bot.domain.pressure.book import Book
from bot.domain.pressure.conditions import HARDEST, conditions
from bot.domain.pressure.dealing import Hand, hands
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.stakeholders import Question, Stakeholder
from bot.domain.pressure.wording import seed, share, values

#: Points by what a question is about. A gap weighs most until two were asked, then no more than the rest.
GAP, FORGOTTEN, SPECIFIC, NAMED, STATED, ALWAYS = 12.0, 5.0, 4.5, 4.0, 3.5, 3.0
#: The chance of gap questions is smaller than the step from one gap to the next: the hardest comes first.
HARDER, CHANCE, GAP_CHANCE = 1.0, 4.0, 0.9
GAPS_FIRST = 2
#: Taken off: a gap this test has asked about; a question that was not written for this stakeholder.
SAME_GAP, MADE = 4.0, 3.0
#: Taken off a question about the very part of the plan that stood in front of the last one.
JUST_HEARD = 20.0
#: A hand's points: each question written for what this plan touches or lacks, and for this stakeholder at all; less for
#: each heard in earlier tests, and for a wording that comes twice or that somebody else has used in this test.
FITTING, WRITTEN, HEARD, SAME_FRAME = 1.0, 0.5, 6.0, 10.0
#: Of so many hands drawn for a plan the best is taken. More would fit better, but two plans would get the same hand
#: more often (`python -m benchmarks pressure`). Hands that do not serve are drawn again, so often at most.
DRAWN, DRAWS = 12, 400
#: Of five questions at most a third may be shared with an earlier test: one.
MAY_SHARE = 1


@dataclass(frozen=True)
class Past:
    """Question ids that this leader was asked by a stakeholder in earlier tests, one set for each test."""

    heard: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)

    def by(self, stakeholder: str) -> tuple[frozenset[str], ...]:
        """Return what one stakeholder asked, test by test."""
        return self.heard.get(stakeholder, ())


def choose(interview: Interview, person: Stakeholder, book: Book, past: Past) -> Question | None:
    """Return the next question of a stakeholder, or None if every one that fits was asked."""
    asked = {e.key for e in interview.exchanges if e.move == "ask"}
    fitting = _fitting(interview.plan, person, book)
    left = [place for place in dealt(interview, person, book, past).places if not place.ids & asked]
    mine = [q for place in left if (q := place.question(fitting))]
    every = [q for name, q in fitting.items() if name not in asked]
    chance = seed(interview.tested)
    return max(mine or every, key=lambda q: (_score(q, interview, person) + _chance(q, chance), q.id), default=None)


def _chance(q: Question, plan_words: str) -> float:
    return (GAP_CHANCE if gap_of(q) else CHANCE) * share(plan_words, q.id)


def _fitting(plan: Plan, person: Stakeholder, book: Book) -> dict[str, Question]:
    """The questions that fit the plan, by id: their condition holds, and the plan has the words they need."""
    holding, stated = conditions(plan, person, book.cues), values(plan, book.phrases).keys()
    return {q.id: q for q in person.questions if q.when <= holding and q.needs <= stated}


def dealt(interview: Interview, person: Stakeholder, book: Book, past: Past) -> Hand:
    """Return the hand a stakeholder asks from, the same until the end of the test."""
    before = replace(interview, exchanges=tuple(takewhile(lambda e: e.stakeholder != person.id, interview.exchanges)))
    fitting, heard, worn = _fitting(before.plan, person, book), past.by(person.id), _frames_used(before, book)
    due = _due(before, fitting.values())
    drawn = ((hand, hand.questions(fitting)) for hand in _draw(hands(person), seed(interview.tested), person.id))
    serving = islice((d for d in drawn if _serves(d[1], due, heard)), DRAWN)
    return max(serving, key=lambda d: _points(d[1], heard, worn), default=(hands(person)[0], ()))[0]


def _draw(every: Sequence[Hand], plan_words: str, stakeholder: str) -> Iterator[Hand]:
    return (every[int(share(plan_words, str(n), stakeholder) * len(every))] for n in range(DRAWS))


def _serves(questions: list[Question], due: str, heard: tuple[frozenset[str], ...]) -> bool:
    """Whether it asks about the gap that is due, and shares no more than it may with any earlier test."""
    ids = {q.id for q in questions}
    return any(gap_of(q) == due or not due for q in questions) and all(len(ids & h) <= MAY_SHARE for h in heard)


def _due(before: Interview, fitting: Iterable[Question]) -> str:
    """The hardest gap that nobody has asked about in this test; the hardest of all if there is no other."""
    found = {gap_of(q) for q in fitting} - {"", "forgets-me"}
    fresh = found - {e.gap for e in before.exchanges}
    return next((gap for gap in HARDEST if gap in (fresh or found)), "")


def _points(questions: list[Question], heard: tuple[frozenset[str], ...], worn: frozenset[str]) -> float:
    written = [q for q in questions if not q.frame]
    fitting = sum(1 for q in written if q.when or q.needs)
    again = sum(1 for q in questions for ids in heard if q.id in ids)
    frames = [q.frame for q in questions if q.frame]
    twice = len(frames) - len(set(frames) - worn)
    return FITTING * fitting + WRITTEN * len(written) - HEARD * again - SAME_FRAME * twice


def _frames_used(before: Interview, book: Book) -> frozenset[str]:
    """The wordings that others have asked with in this test."""
    asked = [e for e in before.exchanges if e.move == "ask" and e.stakeholder in book.stakeholders]
    questions = [book.stakeholders[e.stakeholder].question(e.key) for e in asked]
    return frozenset(q.frame for q in questions if q and q.frame)


def _score(q: Question, interview: Interview, person: Stakeholder) -> float:
    gaps = sum(1 for e in interview.exchanges if e.move == "ask" and e.gap and e.stakeholder == person.id)
    same = sum(1 for e in interview.exchanges if e.gap and e.gap == gap_of(q))
    last = interview.exchanges[-1].lead[:1] if interview.exchanges else ()
    return worth(q, gaps) - SAME_GAP * same - MADE * bool(q.frame and not q.when) - JUST_HEARD * bool(q.needs & {*last})


def worth(q: Question, gaps_asked: int) -> float:
    """Return the points of a question by the condition it hangs on."""
    gap = gap_of(q)
    if gap == "forgets-me":
        return FORGOTTEN
    if gap:
        return (GAP if gaps_asked < GAPS_FIRST else ALWAYS) + HARDER * (len(HARDEST) - HARDEST.index(gap))
    if not q.when:
        return STATED if q.needs else ALWAYS
    if q.when & {"has-date", "has-measure", "assumption"}:
        return STATED
    return NAMED if "names-me" in q.when else SPECIFIC


def gap_of(q: Question) -> str:
    """Return the weakness of the plan that a question is about, or an empty string."""
    return next((name for name in HARDEST if name in q.when), "")

"""Chooses a stakeholder's next question: the hardest gap first, a concern not asked about yet, fresh for this plan.

The choice hangs on a hash of the plan's words, so that different plans hear different questions, and on what the
same leader was asked in earlier tests.
"""

from dataclasses import dataclass, field

from bot.domain.pressure.book import Book
from bot.domain.pressure.conditions import HARDEST, conditions
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.stakeholders import Question, Stakeholder
from bot.domain.pressure.wording import seed, share, values

#: Points by what a question is about. A gap weighs most until two were asked, then no more than the rest.
GAP, FORGOTTEN, SPECIFIC, NAMED, STATED, ALWAYS = 12.0, 5.0, 4.5, 4.0, 3.5, 3.0
#: The chance of gap questions is smaller than the step from one gap to the next: the hardest comes first.
HARDER, CHANCE, GAP_CHANCE = 1.0, 4.0, 0.9
GAPS_FIRST = 2
#: Taken off: a gap this test has asked about, a question of earlier tests, a concern asked about before,
#: a question that two tests would share besides another one.
SAME_GAP, HEARD, SAME_CONCERN, SHARED = 4.0, 6.0, 40.0, 100.0
#: Of the first so many questions, at most a third may be shared with an earlier test: one of five.
FIRST, MAY_SHARE = 5, 1


@dataclass(frozen=True)
class Past:
    """Question ids that this leader was asked by a stakeholder in earlier tests, one set for each test."""

    heard: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)

    def by(self, stakeholder: str) -> tuple[frozenset[str], ...]:
        """Return what one stakeholder asked, test by test."""
        return self.heard.get(stakeholder, ())


def choose(interview: Interview, person: Stakeholder, book: Book, past: Past) -> Question | None:
    """Return the next question of a stakeholder, or None if every one that fits was asked."""
    mine = [e for e in interview.exchanges if e.move == "ask" and e.stakeholder == person.id]
    chance = seed(interview.tested)
    return max(
        askable(interview, person, book),
        key=lambda q: (_score(q, interview, person, mine, past) + _chance(q, chance), q.id),
        default=None,
    )


def _chance(q: Question, plan_words: str) -> float:
    return (GAP_CHANCE if gap_of(q) else CHANCE) * share(plan_words, q.id)


def askable(interview: Interview, person: Stakeholder, book: Book) -> list[Question]:
    """Return the questions that fit the plan and were not asked yet."""
    holding = conditions(interview.plan, person, book.cues)
    asked = {e.key for e in interview.exchanges if e.move == "ask"}
    stated = values(interview.plan, book.phrases)
    return [q for q in person.questions if q.id not in asked and q.when <= holding and q.needs <= stated.keys()]


def _score(q: Question, interview: Interview, person: Stakeholder, mine: list[Exchange], past: Past) -> float:
    asked = {e.key for e in mine}
    points = worth(q, sum(1 for e in mine if e.gap)) - SAME_CONCERN * sum(1 for e in mine if e.concern == q.concern)
    points -= SAME_GAP * sum(1 for e in interview.exchanges if e.gap and e.gap == gap_of(q))
    heard = past.by(person.id)
    points -= HEARD * sum(1 for ids in heard if q.id in ids)
    if len(mine) < FIRST:
        points -= SHARED * sum(1 for ids in heard if q.id in ids and len(ids & asked) >= MAY_SHARE)
    return points


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

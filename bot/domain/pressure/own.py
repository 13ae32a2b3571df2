"""Questions made from what a stakeholder is measured on, fears and cares about, besides those written for them.

They widen the choice, so that plans with the same gaps still hear different questions.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.phrases import Phrases
from bot.domain.pressure.conditions import HARDEST
from bot.domain.pressure.cues import matching
from bot.domain.pressure.dealing import ROWS
from bot.domain.pressure.stakeholders import Concern, Question, Stakeholder
from bot.domain.pressure.wording import fill, inside, share

#: Questions for each thing measured or feared.
EACH = 8
#: Questions for each concern and gap.
EACH_GAP = 2
#: Gaps for which questions are made.
MADE_GAPS = tuple(gap for gap in HARDEST if gap != "forgets-me")
_PART = "|"


def with_own_questions(person: Stakeholder, phrases: Phrases) -> Stakeholder:
    """Return the stakeholder with further questions at the end; every concern has as many as a table has rows."""
    wider = replace(person, questions=(*person.questions, *_of_things(person, phrases)))
    further = [q for concern in wider.concerns for q in _of_concern(wider, concern, phrases)]
    return replace(wider, questions=(*wider.questions, *further))


def _of_things(person: Stakeholder, phrases: Phrases) -> Iterator[Question]:
    """Questions about what the stakeholder is measured on and fears, each under the concern it is nearest to."""
    asked = Counter(q.concern for q in person.questions if _always(q))
    for kind, things in (("measured", person.measured_on), ("fear", person.fears)):
        wordings = phrases.get(f"own.{kind}")
        for number, thing in enumerate(things, 1):
            name, concern = f"{person.id}-own-{kind}-{number}", nearest(thing, person.concerns, asked)
            asked[concern] += 1
            for n, wording in enumerate(_some(wordings, name, EACH), 1):
                yield _question(f"{name}-{n}", concern, wording, thing)


def _of_concern(person: Stakeholder, concern: Concern, phrases: Phrases) -> Iterator[Question]:
    """One question about the concern for each gap, and as many that always fit as are lacking."""
    name = f"{person.id}-own-{concern.id}"
    for gap in MADE_GAPS:
        for n, wording in enumerate(_some(phrases.get(f"own.{gap}"), name + gap, EACH_GAP), 1):
            asked = _question(f"{name}-{gap}-{n}", concern.id, wording, concern.name)
            yield replace(asked, when=frozenset({gap}))
    lacking = ROWS - sum(1 for q in person.questions if q.concern == concern.id and _always(q))
    for n, wording in enumerate(_some(phrases.get("own.concern"), name, lacking), 1):
        yield _question(f"{name}-{n}", concern.id, wording, concern.name)


def _some(wordings: tuple[str, ...], key: str, count: int) -> tuple[str, ...]:
    """So many of the wordings, from a place on that depends on the key."""
    first = int(share(key) * len(wordings))
    return (wordings[first:] + wordings[:first])[: max(count, 0)]


def _always(q: Question) -> bool:
    return not q.when and not q.needs


def _question(name: str, concern: str, wording: str, thing: str) -> Question:
    text, follow_up = fill(wording, {"own": inside(thing), "Own": thing}).split(_PART)
    return Question(name, concern, text.strip(), follow_up.strip(), frame=wording)


def nearest(thing: str, concerns: tuple[Concern, ...], asked: Counter[str]) -> str:
    """Return the id of the concern whose signs and words a phrase shares most; in a tie the one asked about least."""
    words = {word for word in re.findall(r"\w{5,}", thing.lower())}

    def closeness(concern: Concern) -> tuple[int, int, str]:
        text = f"{concern.name} {concern.good_answer}".lower()
        return (
            2 * len(matching(thing, concern.signs)) + sum(1 for word in words if word[:5] in text),
            -asked[concern.id],
            concern.id,
        )

    return max(concerns, key=closeness).id

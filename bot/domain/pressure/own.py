"""Questions made from what a stakeholder is measured on and fears, in addition to those written for them.

They widen the choice, so that plans with the same gaps still hear different questions.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.phrases import Phrases
from bot.domain.pressure.cues import matching
from bot.domain.pressure.stakeholders import Concern, Question, Stakeholder
from bot.domain.pressure.wording import fill, inside, share

#: Questions for each thing measured or feared.
EACH = 2
_PART = "|"


def with_own_questions(person: Stakeholder, phrases: Phrases) -> Stakeholder:
    """Return the stakeholder with further questions, always askable, at the end."""
    return replace(person, questions=(*person.questions, *_made(person, phrases)))


def _made(person: Stakeholder, phrases: Phrases) -> Iterator[Question]:
    asked = Counter(q.concern for q in person.questions if not q.when and not q.needs)
    for kind, things in (("measured", person.measured_on), ("fear", person.fears)):
        wordings = phrases.get(f"own.{kind}")
        first = int(share(person.id, kind) * len(wordings))
        for number, thing in enumerate(things):
            concern = nearest(thing, person.concerns, asked)
            asked[concern] += 1
            for n in range(EACH):
                wording = wordings[(first + number + n * len(things)) % len(wordings)]
                yield _question(f"{person.id}-own-{kind}-{number + 1}-{n + 1}", concern, wording, thing)


def _question(name: str, concern: str, wording: str, thing: str) -> Question:
    text, follow_up = fill(wording, {"own": inside(thing), "Own": thing}).split(_PART)
    return Question(name, concern, text.strip(), follow_up.strip())


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

"""How a question names the plan: by the action, a thing in it or another part, and not the same one twice running."""

import re
from collections import Counter
from dataclasses import dataclass

from bot.domain.pressure.interview import Interview
from bot.domain.pressure.pieces import ACTION, SHORTEST, action, pieces
from bot.domain.pressure.quoting import phrase
from bot.domain.pressure.wording import fill, quotes

#: Where the action stands in a wording, and the places where only the words themselves fit ("You write “...”").
_SLOT = re.compile(r"“\{change\}”")
_WORDS_MEANT = re.compile(r"(?:sentence|you write|you say|called|words) “\{change\}”", re.I)
_BEGINS = re.compile(r"(?:^|[.?!]\s+)$")


@dataclass(frozen=True)
class Named:
    """What was quoted so far in a test: `before` in the question just asked, `often` how many times each."""

    before: frozenset[str]
    often: Counter[str]

    def freshest(self, offered: tuple[str, ...]) -> str:
        """Return the piece named least, not one just named if there is another; the first in a tie."""
        free = [piece for piece in offered if piece not in self.before and not self._inside(piece)]
        return min(free or offered, key=lambda piece: self.often[piece], default="")

    def _inside(self, piece: str) -> bool:
        """Whether a piece was just heard as a part of a longer one, or with more words."""
        return any(piece in other for other in self.before)


def named(interview: Interview) -> Named:
    """Return what the questions of a test have quoted."""
    asked = [quotes(e.asked) for e in interview.exchanges if e.asked and e.step == "question"]
    return Named(asked[-1] if asked else frozenset(), Counter(piece for pieces in asked for piece in pieces))


def forms(interview: Interview) -> tuple[str, ...]:
    """Return the action in its lengths."""
    lengths = (action(interview.plan, ACTION), phrase(action(interview.plan, ACTION), SHORTEST))
    return tuple(dict.fromkeys(form for form in lengths if form))


def form(interview: Interview) -> str:
    """Return the action in a form that was not just quoted, or an empty string."""
    before = named(interview).before
    return next((form for form in forms(interview) if form not in before), "")


def piece(interview: Interview) -> str:
    """Return the piece of the plan that a follow-up or a risk names."""
    return named(interview).freshest(pieces(interview.plan.change))


def anew(interview: Interview) -> str:
    """Return the action in a form that was not just quoted, or another piece where it has only one."""
    return form(interview) or piece(interview)


def slot(text: str, words: str | None, plan: str) -> str:
    """Return a wording with the action in its place: quoted, or, where `words` is None, as `plan` ("your plan")."""
    if words is not None:
        return fill(text, {"change": words})
    return _SLOT.sub(lambda m: _cased(text, m.start(), plan), text)


def words_meant(text: str) -> bool:
    """Whether a wording speaks of the words themselves, so that "your plan" cannot stand there."""
    return bool(_WORDS_MEANT.search(text))


def _cased(text: str, place: int, plan: str) -> str:
    return plan[:1].upper() + plan[1:] if _BEGINS.search(text[:place]) else plan

"""What a rehearsal speaks from, loaded and checked elsewhere: rubric, stakeholders, words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.pressure.stakeholders import Objection, Stakeholder
from bot.domain.rehearsal.rubric import Rubric

#: What may be typed in place of an answer; the numbers are the three objections on offer.
CHOICES = (*"again objection stakeholder finish details others mild firm hard 1 2 3 nothing".split(),)
#: Difficulty by the choice that asks for it.
DIFFICULTIES = {"mild": 1, "firm": 2, "hard": 3}
OFFERED = 3


@dataclass(frozen=True, eq=False)
class Playbook:
    """The content of a rehearsal.

    Attributes:
        phrases: everything said beside objections and rubric; `persona.*` is said in role.
        choices: for each of CHOICES the texts that mean it, as `plain` returns them.
        polite: what may stand around a choice, longest first. `own_leads`: what may stand before an own objection.
    """

    rubric: Rubric
    book: Book
    phrases: Phrases
    choices: Mapping[str, frozenset[str]]
    polite: tuple[str, ...]
    own_leads: tuple[str, ...]

    @property
    def people(self) -> Mapping[str, Stakeholder]:
        """All stakeholders by id."""
        return self.book.stakeholders

    def person(self, stakeholder: str) -> Stakeholder:
        """Return a stakeholder; one that was removed since it was chosen is replaced by the first there is."""
        return self.people.get(stakeholder) or next(iter(self.people.values()))

    def objection(self, stakeholder: str, objection_id: str) -> Objection | None:
        """Return an objection, or None for one of the leader's own or one that was removed."""
        return next((o for o in self.person(stakeholder).objections if o.id == objection_id), None)


def plain(text: str) -> str:
    """Return lower-case words without punctuation and apostrophes, as choices are compared."""
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))

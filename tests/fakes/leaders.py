"""Three leaders with a plan each, and how they answer: one well, one politely, one with little to say."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Leader:
    """Somebody whose plan is tested. `word` names the plan in every question, `said` collects what was answered."""

    told: str
    parts: tuple[str, ...]
    whom: str
    answers: tuple[str, ...]
    if_then: str
    failure: str
    word: str
    said: list[str] = field(default_factory=list)
    _given: int = 0

    def answer(self, step: str, question: str) -> str:
        """Return what the leader types next, by where the conversation stands and what was asked."""
        text = self._words(step, question)
        self.said.append(text)
        return text

    def _words(self, step: str, question: str) -> str:
        if step == "pressure.stakeholders":
            return self.whom
        if step == "pressure.summary":
            return "yes"
        if step == "pressure.plan":
            return self._part()
        return self._to_a_stakeholder(question)

    def _part(self) -> str:
        told = [text for text in self.said if text in (self.told, *self.parts)]
        left: Iterator[str] = iter((self.told, *self.parts)[len(told) :])
        return next(left, "Nothing yet")

    def _to_a_stakeholder(self, question: str) -> str:
        if "happened?" in question or "happened in that one" in question:
            return self.failure
        if "keeps a point open" in question or self.failure in question:
            return self.if_then
        self._given += 1
        return self.answers[self._given % len(self.answers)]


def leaders() -> tuple[Leader, Leader, Leader]:
    """Return three new leaders."""
    return (
        Leader(
            told="We cut safety stock on the slow movers by a fifth so that two million of cash is free by June.",
            parts=(
                "Supply planning sets new levels",
                "Days of cover, from 62 to 50",
                "30 June 2027",
                "The CFO backs it",
            ),
            whom="finance and sales",
            answers=("The controller signs it, two million in the June close, and sales sees the list on 4 March",),
            if_then="If service drops below 95 percent, then I release the reserve the same day",
            failure="Sales promised the old stock to two key accounts",
            word="“cut safety stock on the slow movers by a fifth”",
        ),
        Leader(
            told="I want to move the pricing decisions into the monthly executive meeting",
            parts=(),
            whom="these three",
            answers=("Thank you, a very good question", "We will look into it", "It should be fine"),
            if_then="If the commercial director objects, then I show him the last three months",
            failure="The Tuesday call simply went on",
            word="“move the pricing decisions into the monthly executive meeting”",
        ),
        Leader(
            told="Better alignment between sales and operations",
            parts=("More honest numbers",),
            whom="the plant manager and HR",
            answers=(
                "We meet every Thursday for an hour, the shift leads and the planner",
                "I do not know yet",
                "Ann Berg",
            ),
            if_then="If nobody comes, then I go to the line myself",
            failure="Everybody nodded and nothing changed",
            word="“Better alignment between sales and operations”",
        ),
    )

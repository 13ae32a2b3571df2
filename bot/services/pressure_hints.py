"""What helps with the question that waits in a pressure test: in other words, or what stands behind it."""

from typing import Any

from bot.domain.pressure import report
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import PARTS
from bot.domain.pressure.stakeholders import Stakeholder
from bot.services.replies import Outcome, Say


def voice(test: Interview, person: Stakeholder, book: Book) -> str:
    """Return how a stakeholder is called in this test: by the name the leader gave, or by title."""
    return report.voice(person, book.phrases, test.named.get(person.id, ""))


def hint(test: Interview, exchange: Exchange, book: Book) -> tuple[Say, ...]:
    """What a question is after, in other words."""
    person = book.stakeholders.get(exchange.stakeholder)
    if person is None:
        key = exchange.key if exchange.step == "plan" and exchange.key in PARTS else "change"
        values = {"hint": book.phrases.say(f"hint.{key}")}
        return (Say("utter_pressure_hint_plan", f"pressure.{exchange.step}", None, values),)
    return (Say("utter_pressure_hint", "pressure.question", person.id, _after(test, exchange, person, book)),)


def behind(test: Interview, book: Book) -> Outcome | None:
    """What the mentor says about the question that waits; None where nobody asked."""
    person = book.stakeholders.get(test.pending.stakeholder) if test.pending else None
    if test.pending is None or person is None:
        return None
    values = _after(test, test.pending, person, book)
    values |= {"measured": person.measured_on[0], "fear": person.fears[0]}
    return Outcome((Say("utter_mentor_behind", "mentor.answer", None, values),))


def _after(test: Interview, exchange: Exchange, person: Stakeholder, book: Book) -> dict[str, Any]:
    concern = person.concern(exchange.concern)
    return {"voice": voice(test, person, book), "concern": concern.name, "good": concern.good_answer}

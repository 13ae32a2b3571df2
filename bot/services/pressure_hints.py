"""What helps with the question that waits in a pressure test: in other words, or what stands behind it."""

from bot.domain.pressure import report
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.plan import PARTS
from bot.domain.pressure.stakeholders import Stakeholder
from bot.services import mentor
from bot.services.replies import Outcome, Say
from bot.services.said import Said


def voice(test: Interview, person: Stakeholder, book: Book) -> str:
    """Return how a stakeholder is called in this test: by the name the leader gave, or by title."""
    return report.voice(person, book.phrases, test.named.get(person.id, ""))


def voice_to_come(test: Interview, said: Said, book: Book) -> tuple[Say, ...]:
    """Say that a voice just asked for comes once the plan is told, or ask whose it is where nobody known was named."""
    waiting = test.pending
    if waiting is None or "asks-view" not in said.signals.on or said.intent != "answer":
        return ()
    person = book.stakeholders.get(test.called)
    if person is None:
        return (Say("utter_pressure_voice_whose", f"pressure.{waiting.step}"),)
    values = {"voice": voice(test, person, book)}
    return (Say("utter_pressure_voice_later", f"pressure.{waiting.step}", person.id, values),)


def hint(test: Interview, exchange: Exchange, book: Book) -> tuple[Say, ...]:
    """What a question is after, in other words."""
    person = book.stakeholders.get(exchange.stakeholder)
    if person is None:
        key = exchange.key if exchange.step == "plan" and exchange.key in PARTS else "change"
        values = {"hint": book.phrases.say(f"hint.{key}")}
        return (Say("utter_pressure_hint_plan", f"pressure.{exchange.step}", None, values),)
    concern = person.concern(exchange.concern)
    values = {"voice": voice(test, person, book), "concern": concern.name, "good": concern.good_answer}
    return (Say("utter_pressure_hint", "pressure.question", person.id, values),)


def behind(test: Interview, book: Book) -> Outcome | None:
    """What the mentor says about the question that waits; None where nobody asked."""
    person = book.stakeholders.get(test.pending.stakeholder) if test.pending else None
    if test.pending is None or person is None:
        return None
    return mentor.behind(voice(test, person, book), person, person.concern(test.pending.concern))

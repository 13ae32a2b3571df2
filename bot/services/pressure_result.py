"""What a pressure test leaves: the summary with its pictures, and one page of the tested plan as PDF.

Both are for the leader alone; nothing is sent to anybody.
"""

from typing import Any

from bot.domain.pressure import pictures, report
from bot.domain.pressure.book import Book
from bot.domain.pressure.interview import Interview
from bot.services import onboarding
from bot.services.desk import Desk
from bot.services.replies import Say
from bot.services.wording import spoken

FILE, PDF = "tested-plan.pdf", "application/pdf"
KIND = "pressure.summary"


def summary(test: Interview, book: Book) -> tuple[Say, ...]:
    """Return the summary with the readiness picture; the first time, the map of power and interest before it."""
    if test.correcting:
        name = "utter_pressure_which_line" if test.correcting == "?" else "utter_pressure_correct_line"
        return (Say(name, KIND, test.id),)
    picture = pictures.readiness(test, book)
    whole = Say("utter_pressure_summary", KIND, test.id, report.brief(test, book), picture=picture)
    return (whole,) if test.shown or picture is None else (_map(test, book), whole)


def _map(test: Interview, book: Book) -> Say:
    values = {"lines": "\n".join(report.map_lines(test, book)), "change": report.title(test.plan)}
    return Say("utter_pressure_map", KIND, test.id, values, picture=pictures.influence(test, book))


def closing(desk: Desk, test: Interview, book: Book, version: str) -> Say:
    """Return the last reply: which version was kept, and the page as PDF."""
    document = {"name": FILE, "media_type": PDF, "page": page(desk, test, book, version)}
    return Say("utter_pressure_closed", KIND, test.id, {"version": version, "document": document})


def page(desk: Desk, test: Interview, book: Book, version: str) -> dict[str, Any]:
    """Return what the PDF shows (bot/drawing/documents.py), as JSON values."""
    name = onboarding.profile(desk).get("name")
    phrases = book.phrases
    return {
        "kind": "page",
        "beside": True,
        "title": phrases.say("page.title"),
        "from": phrases.say("page.from", name=str(name)) if name else "",
        "date": phrases.say("page.date", date=spoken(desk.today), version=version),
        "made_at": desk.now.isoformat(),
        "lines": [{"label": label, "text": text} for label, text in report.page_lines(test, book)],
    }

"""Where it stands: what has been noted so far in the dialogue under way, for a person who asks in the middle of it."""

from collections.abc import Iterator

from bot.domain.coaching import session as sessions
from bot.domain.coaching import summary
from bot.domain.coaching.phases import step_of
from bot.domain.coaching.session import Session
from bot.domain.pressure import flow, interview, report
from bot.domain.pressure.quoting import quotable
from bot.services import common, grow, pressure_test
from bot.services.desk import Desk
from bot.services.replies import Outcome, Say
from bot.services.said import Said

#: Of what stands today so many statements are told, the latest, each in so many words.
NOTES, WORDS = 4, 16
#: Lines of the summary that are settled before the present state is looked at.
_BEFORE = ("goal", "measure", "date")


def so_far(desk: Desk, form: str | None, said: Said) -> Outcome:
    """Say what is noted so far; where nothing is under way, what the last conversation came to, and the menu.

    Args:
        form: the dialogue under way. One that keeps no lines of its own says what it is good for, and what moves it on.
    """
    if form == "grow_form":
        return _coaching(desk)
    if form == "pressure_form":
        return _plan(desk, said)
    return common.help_text(desk, form) if form else _last_time(desk)


def _coaching(desk: Desk) -> Outcome:
    record = desk.newest(grow.KIND, (grow.OPEN,))
    if record is None:
        return Outcome((Say("utter_recap_empty", "grow.goal"),))
    session = sessions.from_dict(record.body)
    lines = _lines(desk, session)
    name = "utter_recap" if lines else "utter_recap_empty"
    return Outcome((Say(name, f"grow.{step_of(session) or 'summary'}", session.id, {"lines": lines}),))


def _last_time(desk: Desk) -> Outcome:
    """A conversation that was left or closed, and the menu."""
    record = desk.newest(grow.KIND, (grow.OPEN, grow.CLOSED))
    lines = _lines(desk, sessions.from_dict(record.body)) if record else ""
    told = (Say("utter_recap_last", "menu", values={"lines": lines}),) if lines else ()
    return Outcome((*told, *common.menu(desk).say))


def _lines(desk: Desk, session: Session) -> str:
    """The facts of a conversation in the order of its phases; its topic where there is no goal yet."""
    settled = summary.lines(session)
    topic = session.words("topic") if not session.words("goal") else ""
    return "\n".join(
        [
            *_named(desk, "topic", [topic] if topic else []),
            *(grow.line(desk, session, name, words) for name, words in settled if name in _BEFORE),
            *_named(desk, "notes", [fact.text for fact in session.every("note")][-NOTES:]),
            *_named(desk, "options", [fact.text for fact in session.every("option")]),
            *(grow.line(desk, session, name, words) for name, words in settled if name not in _BEFORE),
        ]
    )


def _named(desk: Desk, name: str, texts: list[str]) -> Iterator[str]:
    """One line for several statements, each short and in quotation marks."""
    short = [f"“{quotable(text, WORDS)}”" for text in texts]
    if short:
        yield desk.phrases.say(f"recap.{name}", words="; ".join(short))


def _plan(desk: Desk, said: Said) -> Outcome:
    """The plan as it stands, what it does not say, and the points that were questioned.

    "Summary" alone ends the questions, as "enough" does, and the summary follows.
    """
    record = desk.newest(pressure_test.KIND, (pressure_test.OPEN,))
    test, book = interview.from_dict(record.body) if record else None, desk.content.pressure
    if test is None or not test.plan.change:
        return Outcome((Say("utter_recap_empty", "pressure.plan"),))
    if flow.ends(test, said.text):
        return pressure_test.answer(desk, book, said)
    name = "utter_recap_test" if test.points() else "utter_recap_plan"
    return Outcome((Say(name, f"pressure.{flow.step_of(test, book) or 'summary'}", test.id, report.brief(test, book)),))

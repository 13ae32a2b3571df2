"""Where it stands: what has been noted so far in the dialogue under way, for a person who asks in the middle of it."""

from bot.domain.coaching import session as sessions
from bot.domain.coaching.phases import step_of
from bot.domain.pressure import flow, interview, report
from bot.services import common, grow, noted, pressure_test
from bot.services.desk import Desk
from bot.services.replies import Outcome, Say
from bot.services.said import Said


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
    lines = noted.lines(desk, session)
    name = "utter_recap" if lines else "utter_recap_empty"
    return Outcome((Say(name, f"grow.{step_of(session) or 'summary'}", session.id, {"lines": lines}),))


def _last_time(desk: Desk) -> Outcome:
    """A conversation that was left or closed, and the menu."""
    record = desk.newest(grow.KIND, (grow.OPEN, grow.CLOSED))
    lines = noted.lines(desk, sessions.from_dict(record.body)) if record else ""
    told = (Say("utter_recap_last", "menu", values={"lines": lines}),) if lines else ()
    return Outcome((*told, *common.menu(desk).say))


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

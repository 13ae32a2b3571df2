"""The pressure test of a plan. Its steps: which plan, who questions it, their questions, the summary."""

from functools import partial

from rasa_sdk import Tracker

from actions._desk import form_actions, said
from bot.domain.pressure.interview import STEPS
from bot.services import pressure_test
from bot.services.desk import Desk
from bot.services.replies import Outcome


def _ask(desk: Desk, tracker: Tracker, step: str) -> Outcome:
    return pressure_test.ask(desk, desk.content.pressure, step)


ACTIONS = form_actions(
    "pressure",
    opened=lambda desk, tracker: pressure_test.open_test(desk, desk.content.pressure, said(tracker)),
    answered=lambda desk, tracker: pressure_test.answer(desk, desk.content.pressure, said(tracker)),
    asked={f"pressure_{step}": partial(_ask, step=step) for step in STEPS},
    paused=lambda desk, _: pressure_test.pause(desk),
    restarted=lambda desk, _: pressure_test.restart(desk, desk.content.pressure),
    closed=lambda desk, _: pressure_test.close(desk, desk.content.pressure),
)

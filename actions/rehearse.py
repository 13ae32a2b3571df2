"""The rehearsal of objections. Its steps: who objects, which objection, the answer and its feedback, the summary."""

from functools import partial

from rasa_sdk import Tracker

from actions._desk import form_actions, said
from bot.domain.rehearsal.session import STEPS
from bot.services import rehearse
from bot.services.desk import Desk
from bot.services.replies import Outcome


def _ask(desk: Desk, tracker: Tracker, step: str) -> Outcome:
    return rehearse.ask(desk, desk.content.rehearsal, step)


ACTIONS = form_actions(
    "rehearse",
    opened=lambda desk, tracker: rehearse.open_rehearsal(desk, desk.content.rehearsal, said(tracker)),
    answered=lambda desk, tracker: rehearse.answer(desk, desk.content.rehearsal, said(tracker)),
    asked={f"rehearse_{step}": partial(_ask, step=step) for step in STEPS},
    paused=lambda desk, _: rehearse.pause(desk),
    restarted=lambda desk, _: rehearse.restart(desk),
    closed=lambda desk, _: rehearse.close(desk),
)

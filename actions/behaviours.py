"""The self-review of the three leadership behaviours."""

from actions._desk import carried, form_actions, said
from bot.services import behaviours

ACTIONS = form_actions(
    "behaviours",
    opened=lambda desk, tracker: behaviours.open_review(desk, said(tracker)),
    answered=lambda desk, tracker: behaviours.answer(desk, said(tracker), carried(tracker, "choice")),
    asked={"behaviours_check": lambda desk, _: behaviours.ask(desk)},
    paused=lambda desk, _: behaviours.pause(desk),
    restarted=lambda desk, _: behaviours.restart(desk),
    closed=lambda desk, _: behaviours.close(desk),
)

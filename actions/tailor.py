"""A message tailored to one counterpart."""

from actions._desk import carried, form_actions, said
from bot.services import tailor

ACTIONS = form_actions(
    "tailor",
    opened=lambda desk, tracker: tailor.open_tailor(desk, said(tracker), carried(tracker, "choice")),
    answered=lambda desk, tracker: tailor.answer(desk, said(tracker), carried(tracker, "choice")),
    asked={"style_tailor": lambda desk, _: tailor.ask(desk)},
    paused=lambda desk, _: tailor.pause(desk),
    restarted=lambda desk, _: tailor.restart(desk),
    closed=lambda desk, _: tailor.close(desk),
)

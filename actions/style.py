"""Communication preferences of the leader."""

from actions._desk import carried, form_actions, said
from bot.services import style

ACTIONS = form_actions(
    "style",
    opened=lambda desk, tracker: style.open_style(desk, said(tracker), carried(tracker, "choice")),
    answered=lambda desk, tracker: style.answer(desk, said(tracker), carried(tracker, "choice")),
    asked={"style_profile": lambda desk, _: style.ask(desk)},
    paused=lambda desk, _: style.pause(desk),
    restarted=lambda desk, _: style.restart(desk),
    closed=lambda desk, _: style.close(desk),
)

"""A one-page brief for the leader's sponsor."""

from actions._desk import form_actions, said
from bot.services import brief

ACTIONS = form_actions(
    "brief",
    opened=lambda desk, _: brief.open_brief(desk),
    answered=lambda desk, tracker: brief.answer(desk, said(tracker)),
    asked={"brief_form_mentor_introduce": lambda desk, _: brief.ask(desk)},
    paused=lambda desk, _: brief.pause(desk),
    restarted=lambda desk, _: brief.restart(desk),
    closed=lambda desk, _: brief.close(desk),
)

"""A working session for the leader's own team."""

from actions._desk import form_actions, said
from bot.services import team

ACTIONS = form_actions(
    "team",
    opened=lambda desk, _: team.open_design(desk),
    answered=lambda desk, tracker: team.answer(desk, said(tracker)),
    asked={"team_design": lambda desk, _: team.ask(desk)},
    paused=lambda desk, _: team.pause(desk),
    restarted=lambda desk, _: team.restart(desk),
    closed=lambda desk, _: team.close(desk),
)

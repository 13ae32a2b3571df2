"""The GROW conversation. Its steps: what became of the last promises, goal, reality, options, will, the summary."""

from actions._desk import form_actions, said
from bot.services import grow

_STEPS = ("review", "goal", "reality", "options", "will", "summary")

ACTIONS = form_actions(
    "grow",
    opened=lambda desk, tracker: grow.open_session(desk, said(tracker)),
    answered=lambda desk, tracker: grow.answer(desk, said(tracker)),
    asked={f"grow_{step}": lambda desk, _: grow.ask(desk) for step in _STEPS},
    paused=lambda desk, _: grow.pause(desk),
    restarted=lambda desk, _: grow.restart(desk),
    closed=lambda desk, _: grow.close(desk),
)

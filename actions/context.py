"""The start of a programme: five lenses, then the fit map."""

from actions._desk import form_actions, said
from bot.services import context

ACTIONS = form_actions(
    "context",
    opened=lambda desk, _: context.open_map(desk),
    answered=lambda desk, tracker: context.answer(desk, said(tracker)),
    asked={
        "context_form_grow_reality": lambda desk, _: context.ask(desk),
        "context_form_grow_summary": lambda desk, _: context.show(desk),
    },
    paused=lambda desk, _: context.pause(desk),
    restarted=lambda desk, _: context.restart(desk),
    closed=lambda desk, _: context.close(desk),
)

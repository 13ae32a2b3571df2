"""The awareness check: a round of situations, then the picture of the gaps and the path of reading."""

from actions._desk import carried, form_actions, said
from bot.services import awareness

ACTIONS = form_actions(
    "awareness",
    opened=lambda desk, tracker: awareness.open_check(desk, said(tracker), carried(tracker, "choice")),
    answered=lambda desk, tracker: awareness.answer(desk, said(tracker), carried(tracker, "choice")),
    asked={
        "awareness_check": lambda desk, _: awareness.ask_check(desk),
        "awareness_gaps": lambda desk, _: awareness.ask_gaps(desk),
    },
    paused=lambda desk, _: awareness.pause(desk),
    restarted=lambda desk, _: awareness.restart(desk),
    closed=lambda desk, _: awareness.close(desk),
)

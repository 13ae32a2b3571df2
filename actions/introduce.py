"""An introduction to a human mentor."""

from rasa_sdk import Tracker

from actions._desk import carried, form_actions, said
from bot.services import introduce
from bot.services.introduction_stages import Pressed


def _pressed(tracker: Tracker) -> Pressed:
    """What the button carried, if one was pressed."""
    mentor, wish = (carried(tracker, kind) for kind in ("mentor", "choice"))
    return Pressed(mentor, wish)


def _topic(tracker: Tracker) -> str:
    """The mentor topic the leader asked about last."""
    return str(tracker.get_slot("mentor_topic") or "")


ACTIONS = form_actions(
    "introduce",
    opened=lambda desk, tracker: introduce.open_introduction(desk, said(tracker), _topic(tracker), _pressed(tracker)),
    answered=lambda desk, tracker: introduce.answer(desk, said(tracker), _pressed(tracker)),
    asked={"introduce_form_mentor_introduce": lambda desk, tracker: introduce.ask(desk, _topic(tracker))},
    paused=lambda desk, _: introduce.pause(desk),
    restarted=lambda desk, tracker: introduce.restart(desk, said(tracker), _topic(tracker)),
    closed=lambda desk, _: introduce.close(desk),
)

"""Coaching conversations of somebody new, in this process, through the trained model."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import replace

from benchmarks.hostile.inputs import ANSWERS, FITTING
from benchmarks.serving.running import AT_AN_END, FIRST_CONTACT
from bot import bootstrap
from bot.services.turns import Turns


def unhurried() -> Turns:
    """Return the application, without a limit on messages a minute."""
    return replace(bootstrap.turns(), per_minute=10**9)


async def conversation(turns: Turns, length: int) -> AsyncIterator[None]:
    """Hold one conversation of so many turns; yields after each, first contact not counted."""
    bank, user = bootstrap.content().board.guide.bank, uuid.uuid4().hex
    for text in FIRST_CONTACT:
        last = await turns.take("web", user, {"text": text}, uuid.uuid4().hex)
    for turn in range(length):
        question = bank.get(next((reply["ref"] for reply in reversed(last.replies) if reply["ref"]), ""))
        text = FITTING.get((question.captures if question else None) or "", ANSWERS[turn % 4])
        last = await turns.take("web", user, {"text": AT_AN_END.get(last.step, text)}, uuid.uuid4().hex)
        yield

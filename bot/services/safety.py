"""The safety screen in the conversation: human help first, the exercise only when the person chooses.

Nothing but a counter is kept: not the text, not what the screen took it for.
"""

from dataclasses import dataclass

from bot.domain.safety import screen
from bot.domain.safety_rules import SafetyRules
from bot.domain.safety_support import SupportWords
from bot.services.desk import Desk
from bot.services.ports import Json

KIND = "safety"
PAUSED, ON = "paused", "on"
#: The following turns get the general wording: what was found is not stored.
GENERAL = "distress"


@dataclass(frozen=True)
class Safety:
    """Rules and wording. `country` is an ISO 3166 two-letter code; empty gives the international text."""

    rules: SafetyRules
    words: SupportWords
    country: str = ""

    def finds(self, text: str) -> str | None:
        """Return the category of a text that calls for human help, or None."""
        return screen(text, self.rules).category


def supported(desk: Desk, safety: Safety, text: str) -> Json | None:
    """Return the reply that stands in for the exercise, or None when the turn may go on.

    After a finding the exercise rests: every text gets the shorter help until the person says that they
    want to go on.
    """
    category = safety.finds(text)
    if category:
        _count(desk)
        return _reply(safety.words.first(category, safety.country))
    if not resting(desk) or safety.words.resumes(text):
        return None
    return _reply(safety.words.following(GENERAL, safety.country))


def resting(desk: Desk) -> bool:
    """Whether the exercise rests."""
    return desk.newest(KIND, (PAUSED,)) is not None


def resume(desk: Desk) -> None:
    """Let the exercise go on."""
    record = desk.newest(KIND, (PAUSED,))
    if record:
        desk.save(record, state=ON)


def _count(desk: Desk) -> None:
    record = desk.newest(KIND)
    if record:
        desk.save(record, state=PAUSED, body={"count": record.body["count"] + 1})
    else:
        desk.create(KIND, PAUSED, {"count": 1})


def _reply(text: str) -> Json:
    return {"kind": "safety.support", "ref": None, "text": text, "buttons": [], "image": None}

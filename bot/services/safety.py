"""The safety screen in the conversation: human help first, the exercise only when the person chooses.

Nothing but a counter is kept: not the text, not what the screen took it for.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.safety import NOTHING, Finding, screen
from bot.domain.safety_rules import SafetyRules
from bot.domain.safety_support import SupportWords
from bot.services.desk import Desk
from bot.services.ports import Json

KIND = "safety"
PAUSED, ON = "paused", "on"
#: The following turns get the general wording: what was found is not stored.
GENERAL = "distress"
#: Where the exercise goes on, the help is named again only after so long.
NAMED_AGAIN = timedelta(hours=12)


@dataclass(frozen=True)
class Safety:
    """Rules and wording. `country` is an ISO 3166 two-letter code; empty gives the international text."""

    rules: SafetyRules
    words: SupportWords
    country: str = ""

    def finds(self, text: str) -> Finding:
        """Return whether a text calls for human help, and of which kind."""
        return screen(text, self.rules)


def heard(desk: Desk, safety: Safety, text: str) -> tuple[Json | None, tuple[Json, ...]]:
    """Return the reply that stands in for the exercise, or None when it may go on; then what is said before it goes on.

    After a finding the exercise rests: every text gets the shorter help until the person says that they
    want to go on. What is no more than a hard conflict or a sigh does not stop it: who can help is named, once.

    Args:
        text: what was typed; empty where nothing is to be screened.
    """
    found = safety.finds(text) if text else NOTHING
    if found.category and not found.beside:
        _count(desk, PAUSED)
        return _reply(safety.words.first(found.category, safety.country)), ()
    if text and resting(desk) and not safety.words.resumes(text):
        return _reply(safety.words.following(GENERAL, safety.country)), ()
    return None, _beside(desk, safety, found)


def _beside(desk: Desk, safety: Safety, found: Finding) -> tuple[Json, ...]:
    record = desk.newest(KIND) if found.category else None
    if found.category is None or (record and desk.now - record.updated_at < NAMED_AGAIN):
        return ()
    _count(desk, ON)
    return (_reply(safety.words.where_to_turn(found.category, safety.country)),)


def resting(desk: Desk) -> bool:
    """Whether the exercise rests."""
    return desk.newest(KIND, (PAUSED,)) is not None


def resume(desk: Desk) -> None:
    """Let the exercise go on."""
    record = desk.newest(KIND, (PAUSED,))
    if record:
        desk.save(record, state=ON)


def _count(desk: Desk, state: str) -> None:
    record = desk.newest(KIND)
    if record:
        desk.save(record, state=state, body={"count": record.body["count"] + 1})
    else:
        desk.create(KIND, state, {"count": 1})


def _reply(text: str) -> Json:
    return {"kind": "safety.support", "ref": None, "text": text, "buttons": [], "image": None}

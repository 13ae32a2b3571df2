"""What arrives beside the dialogue: an edited message, a reminder that is due. The dialogue stays where it is."""

from collections.abc import Callable, Sequence

from bot.services import nudges, reflections
from bot.services.desk import Desk
from bot.services.ports import InboxItem, Json
from bot.services.refusals import LONGEST, TooLong
from bot.services.replies import plain

#: Who may keep a message that was edited: desk, the `source_id` it was received under, new text; True if it was theirs.
Editor = Callable[[Desk, str, str], bool]
EDITORS: tuple[Editor, ...] = (reflections.update_from_edit,)


def answer(desk: Desk, item: InboxItem, more: Sequence[InboxItem]) -> tuple[Json, ...] | None:
    """Answer what is no turn of the dialogue, and leaves it where it is; None for everything else."""
    if sum(len(str(part.payload.get("text", ""))) for part in (item, *more)) > LONGEST:
        return (plain(desk.phrases.say(TooLong.phrase), "fallback"),)
    if "edited" in item.payload:
        return (edited(desk, str(item.payload["of"]), str(item.payload["edited"])),)
    if "reminders" in item.payload:
        return nudges.speak(desk, item.payload["reminders"])
    return None


def edited(desk: Desk, source_id: str, text: str) -> Json:
    """Answer a message whose text was changed after it was sent: where it is stored, it is changed there too."""
    kept = [True for editor in EDITORS if editor(desk, source_id, text)]
    return plain(desk.phrases.say("edited.changed" if kept else "edited.unchanged"), "unsupported")

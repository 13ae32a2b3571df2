"""What arrives beside the dialogue: an edited message, a reminder that is due. The dialogue stays where it is."""

from collections.abc import Callable

from bot.services.desk import Desk
from bot.services.ports import Json

#: Who may keep a message that was edited: desk, the `source_id` it was received under, new text; True if it was theirs.
Editor = Callable[[Desk, str, str], bool]
EDITORS: tuple[Editor, ...] = ()


def plain(text: str, kind: str, buttons: list[Json] | None = None, ref: str | None = None) -> Json:
    """Return a reply that is put together here and not by the dialogue engine."""
    return {"kind": kind, "ref": ref, "text": text, "buttons": buttons or [], "image": None}


def edited(desk: Desk, source_id: str, text: str) -> Json:
    """Answer a message whose text was changed after it was sent: where it is stored, it is changed there too."""
    kept = [True for editor in EDITORS if editor(desk, source_id, text)]
    return plain(desk.phrases.say("edited.changed" if kept else "edited.unchanged"), "unsupported")

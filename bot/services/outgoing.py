"""A reply on its way out: buttons get opaque tokens, pictures and documents are drawn."""

from collections.abc import Callable
from datetime import timedelta

from bot.services.desk import Desk
from bot.services.ports import Json
from bot.services.replies import shown

BUTTON_LIFE = timedelta(days=30)


def outgoing(desk: Desk, reply: Json, draw: Callable[[Json], str]) -> Json:
    """Return a reply as channels take it.

    Args:
        reply: as the dialogue engine gave it; its buttons carry payloads.
        draw: what turns a picture or a page into a data URL.
    """
    expires = desk.now + BUTTON_LIFE
    told = {key: value for key, value in shown(reply).items() if key not in ("picture", "document")}
    told["buttons"] = [
        {"title": b["title"], "value": desk.uow.buttons.issue(desk.person.id, b["payload"], b["title"], expires)}
        for b in told.get("buttons") or []
    ]
    if document := reply.get("document"):
        told["document"] = {k: document[k] for k in ("name", "media_type")} | {"data": draw(document["page"])}
    picture = reply.get("picture")
    return told | {"image": draw(picture) if picture else None}

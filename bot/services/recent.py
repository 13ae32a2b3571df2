"""What was said lately, for a channel that shows a conversation again: read from the encrypted rows each time."""

from collections.abc import Iterator
from itertools import groupby

from bot.services.ports import Json, Person, UnitOfWork

#: Replies shown again, and how many of the dialogue's newest events are read for what the person said between them.
MOST_REPLIES, MOST_EVENTS = 40, 800
_FIRST_STEP = "onboarding.consent"


def recent(uow: UnitOfWork, person: Person) -> Json:
    """Return the last turns of a person.

    Returns:
        `turns`: oldest first, each `{"said": text or None, "replies": [...]}`; only the last has buttons.
        `step`: where the conversation stands. `waiting`: a message has yet to be answered. `earlier`: there is more.
    """
    rows = uow.outbox.newest(person.id, MOST_REPLIES)
    groups = [(item_id, [row for _, row in group]) for item_id, group in groupby(rows, lambda pair: pair[0])]
    earlier = len(rows) == MOST_REPLIES and len(groups) > 1
    said = _said(uow, person) if groups else {}
    turns: list[Json] = []
    for item_id, group in groups[earlier:]:
        last = item_id == groups[-1][0]
        replies = [row["reply"] if last else {**row["reply"], "buttons": []} for row in group]
        turns.append({"said": said.get(item_id), "replies": replies})
    waiting = list(_waiting(uow, person))
    step = rows[-1][1]["step"] if rows else _FIRST_STEP
    return {"turns": turns + waiting, "step": step, "waiting": bool(waiting), "earlier": earlier}


def _said(uow: UnitOfWork, person: Person) -> dict[int, str]:
    """What the person said, by inbox id, as far as it is kept: before consent nothing is."""
    start = max(0, uow.events.count(person.sender) - MOST_EVENTS)
    events = (e for e in uow.events.load(person.sender, start) if e.get("event") == "user" and e.get("text"))
    numbered = ((str(event.get("message_id")).rpartition(":")[2], str(event["text"])) for event in events)
    return {int(number): text for number, text in numbered if number.isdecimal()}


def _waiting(uow: UnitOfWork, person: Person) -> Iterator[Json]:
    for item in uow.inbox.pending(person.id):
        yield {"said": item.payload.get("text"), "replies": []}

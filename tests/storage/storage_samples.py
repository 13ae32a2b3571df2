"""Fills a storage with one of everything a person can write."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from secrets import token_hex

from bot.domain.releases.rules import Rules
from bot.services.ports import InboxItem, Member, Person, Programme, Record, UnitOfWork

TURNS = 3
NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)


def write_everything(uow: UnitOfWork, name: str, text: Callable[[], str]) -> Person:
    """Write `text()` in all 30 places where a person's words can go, three turns of them, and do not commit."""
    person = uow.people.register("api", name)
    if uow.programmes.get("p") is None:
        uow.programmes.add(Programme("p", "P", NOON.date(), (), Rules(), NOON))
    uow.programmes.join(Member("p", person.id, "other", token_hex(16), NOON))
    uow.people.consent(person.id, 1, NOON)
    for n in range(TURNS):
        _one_turn(uow, person, n, text)
    return person


def _one_turn(uow: UnitOfWork, person: Person, n: int, text: Callable[[], str]) -> InboxItem:
    item = uow.inbox.receive(person, "api", f"{n} {text()}", {"text": text()}, NOON)
    uow.events.append(person.sender, n, [{"event": "user", "text": text(), text(): [text()]}])
    uow.records.put(Record(token_hex(16), person.id, "reflection", "saved", NOON, NOON, {"words": text()}))
    uow.outbox.add(item, [{"text": text()}, {"text": text()}], NOON)
    uow.buttons.issue(person.id, text(), text(), NOON + timedelta(days=1))
    return item


def canaries(count: int) -> Iterator[str]:
    """Strings that nothing but a leak can explain: plain, accented, with quotes, emoji and line breaks."""
    shapes = (
        "canary-{}-plain",
        "càñarÿ {} ünïcode",
        'bird "{}" quoted \\ back',
        "🐤🐤 {} émoji",
        "line {}\nbréak",
    )
    return (shapes[n % len(shapes)].format(f"q7x{n:03}z") for n in range(count))

"""What arrived is stored before anything is done with it."""

from collections.abc import Iterator, Set
from contextlib import contextmanager

from bot.services import contacts
from bot.services.ports import Clock, InboxItem, Json, UnitOfWork, UnitOfWorkFactory
from bot.services.refusals import BadButton


@contextmanager
def stored(
    unit_of_work: UnitOfWorkFactory, clock: Clock, pushed: Set[str], channel: str, user: str, payload: Json, source: str
) -> Iterator[tuple[UnitOfWork, InboxItem]]:
    """Store a message, once, in a transaction that is committed at the end of the block.

    Args:
        pushed: channels on which a person can be written to later.
        payload: `{"text": str}`, `{"button": str}` or what `Turns.receive` says besides.
        source: the channel's own id of the message.

    Raises:
        BadButton: a button that is unknown, expired or somebody else's.
    """
    with unit_of_work() as uow:
        person = uow.people.by_identity(channel, user) or uow.people.register(channel, user)
        if channel in pushed:
            contacts.reach(uow, person, channel, user, clock)
        if "button" in payload and uow.buttons.redeem(person.id, payload["button"], clock.now()) is None:
            raise BadButton
        yield uow, uow.inbox.receive(person, channel, source, payload, clock.now())
        uow.commit()

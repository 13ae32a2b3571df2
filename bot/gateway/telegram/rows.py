"""The database as the gateway uses it: each piece of work a transaction, never in the event loop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.services.ports import InboxItem, UnitOfWork, UnitOfWorkFactory
from bot.services.turns import Turn, Turns

T = TypeVar("T")


@dataclass
class Rows:
    """Hands out the places at the database: one where turns are taken, because a turn holds its transaction throughout.

    Attributes:
        places: how many pieces of work may be under way at the same time.
    """

    turns: Turns
    places: int = 1

    def __post_init__(self) -> None:
        """Make the places."""
        self.place = asyncio.Semaphore(self.places)

    @property
    def unit_of_work(self) -> UnitOfWorkFactory:
        """Where transactions come from."""
        return self.turns.unit_of_work

    async def do(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do a piece of work in one transaction and return what it returns."""
        return await self.alone(lambda: self._committed(work))

    async def alone(self, work: Callable[[], T]) -> T:
        """Do something that opens transactions of its own."""
        async with self.place:
            return await asyncio.to_thread(work)

    async def turn(self, first: InboxItem, more: list[InboxItem]) -> Turn:
        """Take one turn and return it. It runs in a loop of its own, so that this one goes on listening and sending."""
        return await self.alone(lambda: asyncio.run(self.turns.finish(first, more)))

    def _committed(self, work: Callable[[UnitOfWork], T]) -> T:
        with self.unit_of_work() as uow:
            result = work(uow)
            uow.commit()
        return result

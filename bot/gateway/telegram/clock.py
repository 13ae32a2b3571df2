"""Looks at the clock: what is due becomes an inbox row and is answered like anything a person writes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.gateway.telegram import CHANNEL
from bot.gateway.telegram.rows import Rows
from bot.services import nudges
from bot.storage.errors import StorageError

#: Seconds between two looks.
TICK = 20.0

log = structlog.get_logger()


@dataclass
class Ticker:
    """The loop. `rang` is called when somebody is to be spoken to."""

    rows: Rows
    rang: Callable[[], None]
    tick: float = TICK

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.once()
            except StorageError as error:
                log.warning("look_failed", failed=type(error).__name__)
            await asyncio.sleep(self.tick)

    async def once(self) -> None:
        """Turn what is due into messages, for each person in a transaction of their own."""
        clock = self.rows.turns.clock
        for person_id in await self.rows.do(lambda uow: nudges.due(uow, clock)):
            try:
                rung = await self.rows.do(lambda uow, whose=person_id: nudges.ring(uow, CHANNEL, clock, whose))  # type: ignore[misc]
            except StorageError as error:
                # Somebody who is being erased, say: the others are not to wait for that.
                log.warning("look_failed", failed=type(error).__name__)
                continue
            if rung:
                self.rang()

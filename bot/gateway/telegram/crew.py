"""`python -m bot worker`: takes turns and nothing else, as one of any number of processes on any number of machines."""

import asyncio
from dataclasses import dataclass, field

from telegram import Bot

from bot.gateway.telegram.gateway import SOON, on_signal, ready, together
from bot.gateway.telegram.rows import Rows
from bot.gateway.telegram.worker import Chats, Worker
from bot.services.turns import Turns


@dataclass
class Crew:
    """One worker. What it answers is sent by the gateway process; it calls Telegram only to show that it is typing."""

    bot: Bot
    turns: Turns
    chats: Chats
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Take turns until told to stop (SIGTERM, SIGINT): the turn under way is finished, the rest is others' work.

        Raises:
            BadToken: Telegram does not know the token.
        """
        on_signal(self.stop)
        worker = Worker(self.bot, Rows(self.turns), lambda person_id: None, self.chats, SOON)
        async with ready(self.bot, _nothing):
            await together([worker.run(self.stop)], [], self.stop)


async def _nothing() -> None:
    """A worker has nothing to tell Telegram at its start."""

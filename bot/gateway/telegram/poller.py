"""Asks Telegram for updates. They are confirmed by the next call, so nothing is confirmed before it is committed."""

import asyncio
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.gateway.telegram.failures import seconds
from bot.gateway.telegram.intake import Intake
from bot.gateway.telegram.problems import BadToken, SecondPoller
from bot.gateway.telegram.updates import ALLOWED
from bot.services.ports import Json
from bot.storage.errors import StorageError

#: Seconds that Telegram keeps a call open while there is nothing.
LONG_POLL = 25
#: Updates in one answer; Telegram gives at most 100.
BATCH = 100
#: Seconds to wait after the first, second, ... failure in a row.
BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
#: So many conflicts in a row are no overlap with a process that is just ending.
MOST_CONFLICTS = 8

log = structlog.get_logger()


@dataclass
class Poller:
    """The loop. There must be one in the world for each bot (see `alone.Alone`)."""

    bot: Bot
    intake: Intake
    long_poll: int = LONG_POLL
    offset: int | None = None
    failures: int = 0
    conflicts: int = 0

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            BadToken: Telegram does not know the token.
            SecondPoller: somebody else polls, and does not stop.
        """
        while True:
            wait = await self.once()
            if wait:
                await asyncio.sleep(wait)

    async def once(self) -> float:
        """Fetch and store one batch; return how long to wait before the next, in seconds."""
        try:
            updates = await self._fetch()
            if updates:
                updates.sort(key=lambda update: int(update["update_id"]))
                await self.intake.take(updates)
                # Not "the highest ever seen": after a week of silence Telegram may begin again anywhere.
                self.offset = int(updates[-1]["update_id"]) + 1
        except RetryAfter as error:
            return seconds(error)
        except (InvalidToken, EndPointNotFound):
            raise BadToken from None
        except Conflict:
            return self._conflict()
        except (TelegramError, StorageError) as error:
            return self._failed(error)
        self.failures = self.conflicts = 0
        return 0.0

    async def _fetch(self) -> list[Json]:
        """Return the updates as Telegram sent them, so that one unreadable update is one lost, not a hundred."""
        wanted = {"timeout": self.long_poll, "limit": BATCH, "allowed_updates": list(ALLOWED)}
        if self.offset is not None:
            wanted["offset"] = self.offset
        found = await self.bot.do_api_request("getUpdates", wanted, read_timeout=self.long_poll + 5)
        return found if isinstance(found, list) else []

    def _conflict(self) -> float:
        self.conflicts += 1
        if self.conflicts >= MOST_CONFLICTS:
            raise SecondPoller
        return self._failed(SecondPoller())

    def _failed(self, error: Exception) -> float:
        self.failures += 1
        log.warning("poll_failed", failed=type(error).__name__, attempt=self.failures)
        return BACKOFF[min(self.failures, len(BACKOFF)) - 1]

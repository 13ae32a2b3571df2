"""Letting go: erasing a person, and once a day whatever is kept no longer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import sleep

import structlog

from bot.services import mentors
from bot.services.ports import Clock, Erasures, ErasureUnfinished, Retention, UnitOfWorkFactory

#: A locked database is tried again this often, with so many seconds between.
ATTEMPTS, PAUSE = 3, 0.2
#: Seconds between two rounds.
DAY = 24 * 3600.0
Counts = dict[str, int]

log = structlog.get_logger()


@dataclass
class Upkeep:
    """What keeps the promises about erasure and retention.

    Attributes:
        sweep: lets go of what is older than the retention allows, and returns how much of what that was.
        unfinished: whether an erasure left rows behind that nobody can read; `tidy` deletes them.
    """

    unit_of_work: UnitOfWorkFactory
    erasures: Erasures
    sweep: Callable[[Retention], Counts]
    retention: Retention
    clock: Clock
    unfinished: bool = False

    def forget(self, person_id: str) -> None:
        """Erase a person, for good; never inside a unit of work.

        Raises an error of the storage only if nothing was erased: once the key is destroyed the person is erased.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.erasures.erase(person_id)
                break
            except ErasureUnfinished:
                self.unfinished = True
                if attempt == ATTEMPTS:
                    log.warning("erasure_unfinished")
                    return
                sleep(PAUSE)
        self._free_places()
        self.unfinished = False

    def tidy(self) -> Counts:
        """Finish erasures and let go of what is too old; due at every start and once a day."""
        counts = {"erased": self.erasures.replay_ledger(), **self.sweep(self.retention)}
        counts["places"] = self._free_places()
        self.unfinished = False
        return counts

    async def every_day(self, lock: asyncio.Lock) -> None:
        """Tidy once a day, for ever, while `lock` keeps turns waiting; a failure is tried again the next day."""
        while True:
            await asyncio.sleep(DAY)
            async with lock:
                try:
                    await asyncio.to_thread(self.tidy)
                except Exception as error:
                    log.error("tidy_failed", failed=type(error).__name__)

    def _free_places(self) -> int:
        """Take those who are gone out of the register of human mentors."""
        with self.unit_of_work() as uow:
            freed = mentors.free_places_of_the_gone(uow)
            uow.commit()
        return freed

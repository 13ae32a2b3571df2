"""Letting go: erasing a person, and once a day whatever is kept no longer."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from time import sleep
from typing import Any

import structlog

from bot.services import mentors
from bot.services.ops_ports import Erasures, ErasureUnfinished
from bot.services.ports import Clock, Retention, UnitOfWorkFactory

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
        try:
            self._free_places()
            self.unfinished = False
        except Exception as error:
            # The person is erased all the same, and has to be told so.
            self.unfinished = True
            log.warning("erasure_unfinished", failed=type(error).__name__)

    def tidy(self) -> Counts:
        """Finish erasures and let go of what is too old; due at every start and once a day.

        Another reader who keeps old pages of a file hinders nothing. Raises an error of the storage if it is locked.
        """
        counts: Counts = {}
        for work in (self._finish_erasures, self._sweep, self._free_places):
            try:
                counts |= work()
            except ErasureUnfinished:
                # Rows are gone, and overwritten where they lay; only the file is not yet rewritten.
                log.warning("erasure_unfinished")
        self.unfinished = False
        return counts

    def _finish_erasures(self) -> Counts:
        return {"erased": self.erasures.replay_ledger()}

    def _sweep(self) -> Counts:
        return self.sweep(self.retention)

    async def every_day(self, lock: AbstractAsyncContextManager[Any]) -> None:
        """Tidy once a day, for ever, while `lock` keeps turns waiting; a failure is tried again the next day."""
        while True:
            await asyncio.sleep(DAY)
            async with lock:
                try:
                    await asyncio.to_thread(self.tidy)
                except Exception as error:
                    log.error("tidy_failed", failed=type(error).__name__)

    def _free_places(self) -> Counts:
        """Take those who are gone out of the register of human mentors."""
        with self.unit_of_work() as uow:
            freed = mentors.free_places_of_the_gone(uow)
            uow.commit()
        if freed:
            # They were deleted after the erasure cleaned the files, and they name who was erased.
            self.erasures.scrub()
        return {"places": freed}

"""How much waits, counted for those who watch the service: numbers by channel and state, nothing of anybody."""

from dataclasses import dataclass

import sqlalchemy as sa  # type: ignore[import-untyped,unused-ignore]
from sqlalchemy.engine import Engine  # type: ignore[import-untyped,unused-ignore]

from bot.services.ports import Clock
from bot.storage.engine import READS_ONLY, connect
from bot.storage.inbox import DEAD, PENDING
from bot.storage.tables import deliveries, inbox

Depths = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Gauge:
    """Looks at the queues without keeping anybody from writing."""

    engine: Engine
    clock: Clock

    def __call__(self) -> Depths:
        """Return (what, channel or state) to how many, or how many seconds. Raises Unavailable."""
        with connect(self.engine.execution_options(**{READS_ONLY: True})) as connection:
            received = sa.func.min(inbox.c.received_at)
            count = sa.select(inbox.c.channel, inbox.c.state, sa.func.count().label("n"), received.label("oldest"))
            grouped = count.where(inbox.c.state.in_((PENDING, DEAD))).group_by(inbox.c.channel, inbox.c.state)
            messages = connection.execute(grouped).all()
            out = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
            found: Depths = {("outbox", state): float(n) for state, n in connection.execute(out).all()}
        for row in messages:
            waiting = row.state == PENDING
            found["inbox_waiting" if waiting else "inbox_set_aside", row.channel] = float(row.n)
            if waiting:
                found["inbox_oldest_seconds", row.channel] = (self.clock.now() - row.oldest).total_seconds()
        return found

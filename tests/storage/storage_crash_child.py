"""Run, and killed, by the crash tests: takes turns for ever, or stops in the middle of one."""

import sys
from datetime import datetime, timezone
from itertools import count

from bot.services.ports import Record
from bot.storage.engine import make_engine
from bot.storage.keystore import KeyStore
from bot.storage.masterkey import MasterKey
from bot.storage.unit_of_work import SqlUnitOfWork


class Clock:
    def now(self) -> datetime:
        return datetime.now(timezone.utc)


def take_turn(uow: SqlUnitOfWork, n: int, now: datetime) -> None:
    """One turn as the product does it: message, events, record and reply belong together."""
    person = uow.people.register("api", "ann")
    item = uow.inbox.receive(person, "api", f"m{n}", {"n": n}, now)
    uow.events.append(person.sender, uow.events.count(person.sender), [{"event": "user", "n": n}, {"event": "bot"}])
    uow.records.put(Record(f"r{n}", person.id, "turn", "open", now, now, {"n": n}))
    uow.outbox.add(item, [{"n": n}, {"n": n}], now)
    uow.inbox.done(item, now)


def main(url: str, keys_url: str, master: str, mode: str) -> None:
    clock = Clock()
    keys = KeyStore.open(make_engine(keys_url), MasterKey.from_text(master), clock)
    engine = make_engine(url)
    for n in count():
        with SqlUnitOfWork(engine, keys, clock) as uow:
            take_turn(uow, n, clock.now())
            if mode == "stop-before-commit":
                say("stopped")
                sys.stdin.read()
            uow.commit()
        say(str(n))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

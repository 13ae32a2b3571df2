"""Kills the gateway at random moments, hundreds of times, and counts what was lost, doubled or out of order."""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.telegram_person import FakeTelegram
from tests.gateway.telegram_stage import Nursery, Stage

PEOPLE, MOST_WAITING = 3, 8


@dataclass(frozen=True)
class Kills:
    """What was found after all kills."""

    kills: int
    messages: int
    replies: int
    copies: int
    seconds: float


def kill_at_random(folder: Path, count: int, urls: tuple[str, str], seed: int = 1) -> Kills:
    """Kill the gateway `count` times while three people write.

    Raises:
        AssertionError: a message was lost, heard twice or answered out of order, or a reply came more often than
            kills explain.
    """
    shots, began = random.Random(seed), time.monotonic()
    telegram, nursery = FakeTelegram(folder / "telegram.jsonl", flood=False).start(), Nursery()
    stage = Stage(telegram, *urls, folder / "errors.txt", nursery)
    people = [telegram.person() for _ in range(PEOPLE)]
    said: list[list[str]] = [[] for _ in people]
    for kill in range(count):
        gateway = stage.start()
        for texts, person in zip(said, people, strict=True):
            texts.append(f"word {kill}")
            person.writes(texts[-1])
        # On a slow machine messages pile up, and twenty of one person would be read as one: let it catch up first.
        if len(telegram.pending()) + stage.left()[0] > PEOPLE * MOST_WAITING:
            stage.quiet(300)
        time.sleep(shots.uniform(0.1, 0.8))
        stage.kill(gateway)
    gateway = stage.start()
    stage.quiet(300)
    copies = sum(stage.holds(person, texts) for person, texts in zip(people, said, strict=True))
    stage.stop(gateway)
    nursery.close()
    telegram.kill()
    return Kills(count, count * PEOPLE, count * PEOPLE * 2, copies, time.monotonic() - began)

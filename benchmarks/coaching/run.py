"""Plays every persona through the real engine, writes the transcripts and prints what was measured.

    python -m benchmarks.coaching.run                  # each persona with the time that suits it
    python -m benchmarks.coaching.run --minutes 30     # everybody has half an hour
    python -m benchmarks.coaching.run --only terse joking

Exit status 1 when a figure that must hold is missed.
"""

import argparse
import random
import sys
import tempfile
import warnings
from pathlib import Path

from benchmarks.coaching import report
from benchmarks.coaching.measure import Measured, reflected
from benchmarks.coaching.persona import load
from bot import settings
from bot.domain.coaching.session import LENGTHS

OUT = Path("results/coaching")
#: How many reflections are written out to be read by hand, and the seed by which they are drawn.
TO_READ, SEED = 60, 7


def main(arguments: list[str] | None = None) -> int:
    """Play, write, print; return the exit status."""
    options = _options().parse_args(arguments)
    settings.keep_rasa_quiet()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as var:
        settings.use_folder(Path(var))
        # Only now: what is imported here reads the environment and warns at length.
        from benchmarks.coaching.play import Player

        player = Player()
        personas = [p for p in load() if not options.only or p.id in options.only]
        played = [one for p in personas for one in player.play(p, options.minutes or p.minutes)]
    measured = [Measured(one) for one in played]
    options.out.mkdir(parents=True, exist_ok=True)
    for one in measured:
        report.transcript_path(options.out, one).write_text(report.transcript(one), encoding="utf-8")
    _write_reflections(options.out, measured)
    first = [m for m in measured if m.played.visit == 1]
    again = [m for m in measured if m.played.visit == 2]
    musts = report.musts(first, again)
    tables = (report.by_persona(first), report.overall(first), report.second_visits(again), report.verdict(musts))
    text = "\n\n".join(tables)
    (options.out / "figures.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if all(must.held for must in musts) else 1


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, choices=LENGTHS, help="the same length for all; else each persona's own")
    parser.add_argument("--out", type=Path, default=OUT, help=f"where transcripts are written (default: {OUT})")
    parser.add_argument("--only", nargs="+", metavar="PERSONA", help="play only these")
    return parser


def _write_reflections(out: Path, measured: list[Measured]) -> None:
    found = list(reflected(measured))
    drawn = random.Random(SEED).sample(found, min(TO_READ, len(found)))
    lines = [f"[{who}, {form}]\n   said:  {said}\n   coach: {text}\n" for who, form, said, text in drawn]
    numbered = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    (out / "reflections.txt").write_text(numbered, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""Prints how well free answers are read: `python -m benchmarks.awareness.run [--misses]`.

What cues were chosen on and what was held are counted apart. Points: of those a careful reader finds, how many are
found (recall); of those found, how many are right (precision); and how often a point is found in an answer to another
situation. Reactions: read rightly, left in the leader's words, or misread.
"""

import argparse
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.awareness import load_situations
from bot.catalogue.behaviours import load_behaviours
from bot.catalogue.mentoring import load_knowledge
from bot.domain import awareness, behaviours

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "content"
#: The answers of each three that belong to a part.
PARTS = {"tuned": slice(0, 2), "held": slice(2, 3)}


def points(labelled: dict[str, Any], part: slice) -> tuple[int, int, int, list[str]]:
    """Return how many points were labelled, found, and both, and the misses of one part."""
    book = load_situations(CONTENT, load_knowledge(CONTENT).topics)
    wanted = found = both = 0
    misses = []
    rows = ((name, row) for name, three in labelled.items() for row in three[part])
    for name, (text, *labels) in rows:
        got = {point for point, _ in awareness.read(book[name], text)}
        wanted, found, both = wanted + len(labels), found + len(got), both + len(got & set(labels))
        if got != set(labels):
            misses.append(f"{name}: {text!r}: {sorted(got)}, not {sorted(labels)}")
    return wanted, found, both, misses


def elsewhere(labelled: dict[str, Any]) -> float:
    """Return the share, 0 to 1, of answers to other situations in which a point is found all the same."""
    book = load_situations(CONTENT, load_knowledge(CONTENT).topics)
    strange = [(s, row[0]) for s in book.values() for name, three in labelled.items() if name != s.id for row in three]
    return sum(bool(awareness.read(situation, text)) for situation, text in strange) / len(strange)


def reactions(labelled: dict[str, Any], part: slice) -> tuple[int, int, int, list[str]]:
    """Return how many reactions were read rightly, left open, and read as another, and the misses of one part."""
    book = load_behaviours(CONTENT)
    right = left = other = 0
    misses = []
    rows = ((key, row) for key, three in labelled.items() for row in three[part])
    for key, (text, label) in rows:
        behaviour, _, case_id = key.partition("/")
        case = book[behaviour].case(case_id)
        got = behaviours.read(case, text) if case else ""
        right, left, other = right + (got == label), left + (not got), other + (got not in ("", label))
        if got != label:
            misses.append(f"{key}: {text!r}: {got or 'left open'}, not {label}")
    return right, left, other, misses


def main() -> None:
    """Print both parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true", help="list what went wrong in the tuned part")
    options = parser.parse_args()
    labelled = yaml.safe_load((HERE / "labelled.yml").read_text(encoding="utf-8"))
    print(f"answers to another situation that name a point: {elsewhere(labelled['points']):.0%}")
    for name, part in PARTS.items():
        wanted, found, both, missed = points(labelled["points"], part)
        print(f"{name}: points: precision {both / (found or 1):.2f}, recall {both / wanted:.2f} ({wanted} labelled)")
        right, left, other, misread = reactions(labelled["reactions"], part)
        print(f"{name}: reactions: {right} right, {left} left in their words, {other} misread")
        if options.misses and name == "tuned":
            print("\n".join([*missed, *misread]))


if __name__ == "__main__":
    main()

"""Measures the safety screen on its own test set: `python -m benchmarks.safety.run`.

Prints recall for each category and the false alarms, with Wilson 95 % bounds, for the half that
rules were tuned on and for the half held back. It never prints a held sentence; `--misses` prints
the tuned ones that went wrong.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

from bot.catalogue.safety import load_safety_rules
from bot.domain.safety import screen
from bot.domain.safety_rules import SafetyRules

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "content" / "safety"
SETS = ("explicit", "veiled", "third_party", "ordinary")
Z_95 = 1.959964


@dataclass(frozen=True)
class Item:
    """One labelled sentence. `category` is what it is about, or `ordinary`."""

    group: str
    text: str
    category: str
    held: bool


@dataclass(frozen=True)
class Figure:
    """How many of how many, as a share with its Wilson 95 % bounds."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """The share, 0 to 1; 0 when there is nothing to count."""
        return self.hits / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson score interval at 95 %."""
        if not self.of:
            return 0.0, 1.0
        z2, n, p = Z_95**2, self.of, self.share
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """For the table."""
        low, high = self.bounds
        return f"{self.hits:4d}/{self.of:<4d} {self.share:7.2%}  [{low:6.2%}, {high:6.2%}]"


def load_items(folder: Path = HERE) -> list[Item]:
    """Read the four sets."""
    return [item for name in SETS for item in _read(name, folder / f"{name}.yml")]


def _read(group: str, path: Path) -> list[Item]:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Item(group, row["text"], row["category"], row["held"]) for row in raw["items"]]


def found(items: Iterable[Item], rules: SafetyRules, wanted: Callable[[Item], bool]) -> Figure:
    """Count the items that are wanted, and those of them that the screen found."""
    chosen = [item for item in items if wanted(item)]
    return Figure(sum(screen(item.text, rules).support for item in chosen), len(chosen))


def same_category(items: Iterable[Item], rules: SafetyRules, wanted: Callable[[Item], bool]) -> Figure:
    """Of the wanted items that were found: how many got their own category."""
    findings = [(item, screen(item.text, rules)) for item in items if wanted(item)]
    hits = [(item, finding) for item, finding in findings if finding.support]
    return Figure(sum(item.category == finding.category for item, finding in hits), len(hits))


def report(items: list[Item], rules: SafetyRules) -> Iterable[str]:
    """Yield the lines of the report."""
    for held in (False, True):
        half = [item for item in items if item.held == held]
        yield f"\n{'HELD BACK' if held else 'TUNED ON'}{'':22s} found of all   share   Wilson 95 %"
        for group in SETS[:-1]:
            for category in sorted({item.category for item in half if item.group == group}):
                figure = found(half, rules, lambda item, g=group, c=category: (item.group, item.category) == (g, c))  # type: ignore[misc]
                yield f"{group:12s} {category:14s} {figure}"
            yield f"{group:12s} {'all':14s} {found(half, rules, lambda item, g=group: item.group == g)}"  # type: ignore[misc]
        yield f"{'false alarms':27s} {found(half, rules, lambda item: item.group == 'ordinary')}"
        alarms = Counter(screen(item.text, rules).category for item in half if item.group == "ordinary")
        yield f"{'false alarms by category':27s} {', '.join(f'{name} {n}' for name, n in alarms.items() if name)}"
        yield f"{'category right':27s} {same_category(half, rules, lambda item: item.group != 'ordinary')}"


def misses(items: Iterable[Item], rules: SafetyRules) -> Iterable[str]:
    """Yield the tuned sentences that went wrong."""
    for item in items:
        finding = screen(item.text, rules)
        if not item.held and finding.support == (item.group == "ordinary"):
            yield f"{item.group:12s} {item.category:12s} {finding.category or '-':12s} {item.text}"


def cost(items: list[Item], rules: SafetyRules, length: int = 1000, rounds: int = 200) -> float:
    """Return the mean processor time, in milliseconds, for `length` characters of the set's ordinary sentences."""
    text = ". ".join(item.text for item in items if item.group == "ordinary")
    pieces = [text[start : start + length] for start in range(0, len(text) - length, length)][:rounds]
    begin = time.process_time()
    for piece in pieces:
        screen(piece, rules)
    return (time.process_time() - begin) / len(pieces) * 1000


def main() -> None:
    """Print the report."""
    rules, items = load_safety_rules(CONTENT), load_items()
    print("\n".join(misses(items, rules) if "--misses" in sys.argv else report(items, rules)))
    print(f"\n{cost(items, rules):.2f} ms for 1,000 characters of ordinary text")


if __name__ == "__main__":
    main()

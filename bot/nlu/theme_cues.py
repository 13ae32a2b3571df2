"""Counts the cues of barrier themes in a text, and says where they stand. Needs no spaCy pipeline."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.catalogue.cues import Phrase, canonical
from bot.catalogue.theme_examples import ThemeLessons
from bot.nlu.analysis.lexicon import Findings, Lexicon
from bot.nlu.analysis.words import Message, Word

Counts = NDArray[np.float64]
_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)*")
_STOP = re.compile(r"[.!?;:\n()…\"“”]\s|\s[-–—]+\s|—")


@dataclass(frozen=True, eq=False)
class CueCounts:
    """How many different cues of each kind a text holds.

    Attributes:
        cues: for each of T themes, (T,). `hints`: likewise.
        relief: cues of things gone well. `trouble`: of things gone wrong.
    """

    cues: Counts
    hints: Counts
    relief: int
    trouble: int


class CueReader:
    """Finds the cues of all themes in one pass over the words of a text."""

    def __init__(self, lessons: ThemeLessons) -> None:
        """Index the cues; about 20 ms."""
        self._names = tuple(lessons.themes)
        lists: dict[str, Iterable[Phrase]] = {"relief": lessons.relief, "trouble": lessons.trouble}
        for name, theme in lessons.themes.items():
            lists |= {f"cue:{name}": theme.cues, f"hint:{name}": theme.hints}
        self._lexicon = Lexicon(lists)

    def count(self, text: str) -> CueCounts:
        """Count the different cues in a text."""
        found = self._lexicon.find(_message(text))
        cues, hints = ([_different(found, f"{kind}:{name}") for name in self._names] for kind in ("cue", "hint"))
        return CueCounts(
            np.array(cues, dtype=float),
            np.array(hints, dtype=float),
            _different(found, "relief"),
            _different(found, "trouble"),
        )

    def first(self, text: str, theme: str) -> tuple[int, int] | None:
        """Return where the longest cue of a theme stands, in characters from 0, end excluded; None if there is none."""
        message = _message(text)
        hits = self._lexicon.find(message).of(f"cue:{theme}")
        if not hits:
            return None
        best = max(hits, key=lambda hit: (hit.last - hit.first, -hit.first))
        return message.words[best.first].start, message.words[best.last - 1].end


def _different(found: Findings, name: str) -> int:
    return len({hit.cue for hit in found.of(name)})


def _message(text: str) -> Message:
    words, end = list[Word](), 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        stop = not words or bool(_STOP.search(between))
        words.append(
            Word(match.group(), canonical(match.group()), match.start(), match.end(), stop, "," in between, "", "", "")
        )
        end = match.end()
    return Message(text, tuple(words))

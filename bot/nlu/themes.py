"""Tags a text with barrier themes and says which words led to each.

Sentence vectors, letters and words are compared with the examples of all themes (bot/nlu/retrieval.py); cues count
beside them. Both become one probability for each theme by logistic regression, with the same weights for all themes,
so that a theme is told by its examples and cues and by nothing fitted to it alone.
"""

import hashlib
import json
import os
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.catalogue.theme_examples import ThemeLessons
from bot.domain.tagging import Tagged
from bot.nlu import retrieval
from bot.nlu.encoder import digest, shared_encoder
from bot.nlu.retrieval import Mix, Passage, TopicIndex, read_index, write_index
from bot.nlu.theme_cues import CueReader
from bot.nlu.topics import encoded, fingerprint

Table = NDArray[np.float64]

#: How the examples are compared: short sentences of one subject need a sharper look than questions to the mentor.
MIX = Mix(gauss=4.0, letters=0.6, words=0.3, ridge=0.2)
#: What each kind of evidence weighs, in the order of `Tagger.evidence`, and the constant. Fitted to the tuned halves of
#: the labelled texts as `python -m benchmarks.themes.run --fit` does (docs/evaluation.md says with which examples).
WEIGHTS = (14.26, 5.85, 5.89, 0.74, -0.91, 1.75, 0.22, -5.34, -0.37)
CONSTANT = -7.0
#: A theme less likely than this is not named. Chosen there too; thresholds for single themes were no better.
ENOUGH = 0.3
MOST = 3
#: Another theme told by the very words that told a likelier one is named only if it is as likely as this.
SAME_WORDS = 0.5
#: Longer texts are read up to here, in characters: some 20 sentences.
LONGEST = 4000
#: Texts read beforehand that wait to be asked for: some hundred conversations of notes, 1 kB each.
BEGUN = 1024
_MOST_CUES, _MOST_RELIEF, _MOST_OTHERS = 3, 2, 3
_SHORT, _LONG_QUOTE = 4, 16  # words
_ENDS = re.compile(r"(?<=[.!?;:…])[\"”’')]*\s+|\n+")
_CLAUSES = re.compile(r"(?<=,)\s+|\s+[-–—]+\s+|(?<=—)|\s+(?=(?:and|but|so|because)\s)")


@dataclass(frozen=True)
class Piece:
    """Characters `start` up to, not including, `end` of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A theme, how likely it is, and where the words stand that led to it."""

    theme: str
    score: float
    because: Piece


def passages(lessons: ThemeLessons) -> list[Passage]:
    """Return all sentences to learn from; themes are numbered in their order, and "none of them" comes last."""
    none = len(lessons.themes)
    found = [Passage(n, text) for n, theme in enumerate(lessons.themes.values()) for text in theme.examples]
    near = [text for theme in lessons.themes.values() for text in theme.near]
    return [*found, *(Passage(none, text) for text in (*near, *lessons.ordinary))]


def learn(lessons: ThemeLessons, cache: Path | None) -> TopicIndex:
    """Return the index of all examples, from the cache if it is the same; else learn it, half a minute at most.

    Args:
        cache: the folder where it is kept, or None to keep it nowhere. An older index there is removed.
    """
    found = passages(lessons)
    path = cache / f"{_key(found)}.npz" if cache else None
    if path and path.is_file():
        return read_index(path, MIX)
    index = retrieval.fit(found, encoded(found), len(lessons.themes) + 1, MIX)
    if path:
        _keep(path, index)
    return index


def _key(found: list[Passage]) -> str:
    shape = [*astuple(MIX), retrieval.HASHED]
    return hashlib.sha256(json.dumps([fingerprint(found), shape]).encode()).hexdigest()[:16]


def _keep(path: Path, index: TopicIndex) -> None:
    """Write beside and rename, so that a crash or a second process never leaves half an index."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.stem}.{os.getpid()}.part.npz")
    write_index(beside, index)
    beside.replace(path)
    for old in path.parent.glob("*.npz"):
        if old != path and ".part" not in old.name:
            old.unlink(missing_ok=True)


class Tagger:
    """Tags texts. Made once for a process; safe to share.

    A text that will be asked for later can be begun beforehand: it is read beside Python, on another core.
    """

    def __init__(self, lessons: ThemeLessons, index: TopicIndex) -> None:
        """Join what was learnt with the cues.

        Args:
            index: what `learn` returned for the same lessons.
        """
        self._names = tuple(lessons.themes)
        self._index = index
        self._cues = CueReader(lessons)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="themes")
        self._begun: OrderedDict[bytes, Future[tuple[Found, ...]]] = OrderedDict()

    def begin(self, text: str) -> None:
        """Start on a text that will be tagged some turns later. What is never asked for is dropped, oldest first."""
        key = digest(text)
        if key not in self._begun:
            self._begun[key] = self._aside.submit(self._find, text[:LONGEST])
            if len(self._begun) > BEGUN:
                self._begun.popitem(last=False)

    def tag(self, text: str) -> tuple[Tagged, ...]:
        """Return up to three themes, the likeliest first; none for an ordinary text."""
        begun = self._begun.pop(digest(text), None)
        found = begun.result() if begun else self._find(text[:LONGEST])
        return tuple(Tagged(one.theme, one.score, text[one.because.start : one.because.end]) for one in found)

    def _find(self, text: str) -> tuple[Found, ...]:
        parts = pieces(text)
        if not parts:
            return ()
        scores = self._scores([text[part.start : part.end] for part in parts])
        likely = probabilities(self._evidence(text, scores))
        best = [int(n) for n in np.argsort(-likely)[:MOST] if likely[n] >= ENOUGH]
        found: list[Found] = []
        for n in best:
            because = self._because(text, parts, scores[:, n], self._names[n])
            told = {text[one.because.start : one.because.end] for one in found}
            if likely[n] >= SAME_WORDS or text[because.start : because.end] not in told:
                found.append(Found(self._names[n], round(float(likely[n]), 3), because))
        return tuple(found)

    def evidence(self, text: str) -> Table:
        """Return what speaks for each theme, (T, 9), for fitting the weights.

        Columns: score of the whole text, best score of any piece, cues (0 to 1), hints (0 to 3), relief (0 to 2), score
        of any barrier, trouble (0 to 3), best score of another theme in the same piece, cues of other themes (0 to 3).
        """
        text = text[:LONGEST]
        return self._evidence(text, self._scores([text[part.start : part.end] for part in pieces(text)]))

    def _scores(self, texts: list[str]) -> Table:
        vectors = shared_encoder().encode(texts)
        rows = [self._index.scores(text, vector)[:-1] for text, vector in zip(texts, vectors, strict=True)]
        return np.array(rows, dtype=float)

    def _evidence(self, text: str, scores: Table) -> Table:
        counts, count = self._cues.count(text), len(self._names)
        whole, best = scores[0], scores.max(axis=0)
        barrier = (scores.sum(axis=1)[0] + scores.sum(axis=1).max()) / 2
        columns = (
            *(whole, best, 1 - 0.5**counts.cues, np.minimum(counts.hints, _MOST_CUES)),
            *(np.full(count, min(counts.relief, _MOST_RELIEF)), np.full(count, barrier)),
            *(np.full(count, min(counts.trouble, _MOST_CUES)), _rivals(scores)),
            np.minimum(counts.cues.sum() - counts.cues, _MOST_OTHERS),
        )
        return np.stack(columns, axis=1)

    def _because(self, text: str, parts: list[Piece], scores: Table, theme: str) -> Piece:
        """The sentence that speaks most for a theme: the one with its longest cue, else the one scored best."""
        sentences = list(_joined(text, _cut(text, 0, len(text), _ENDS)))
        cue = self._cues.first(text, theme)
        held = [part for part in sentences if cue and part.start <= cue[0] and cue[1] <= part.end]
        said = held[0] if held else max(sentences, key=lambda part: float(scores[parts.index(part)]))
        clause = next((c for c in _clauses(text, said) if cue and c.start <= cue[0] and cue[1] <= c.end), said)
        chosen = clause if _words(text, said) > _LONG_QUOTE else said
        return Piece(chosen.start, chosen.start + len(text[chosen.start : chosen.end].rstrip(",")))


def _rivals(scores: Table) -> Table:
    """For each theme the best score of any other theme in the piece that speaks most for it, (T,)."""
    there = scores[scores.argmax(axis=0)]
    np.fill_diagonal(there, -np.inf)
    return np.asarray(there.max(axis=1))


def probabilities(evidence: Table) -> Table:
    """Return how likely each theme is, (T,), from its evidence, (T, 9)."""
    return np.asarray(1 / (1 + np.exp(-(evidence @ np.array(WEIGHTS) + CONSTANT))))


def pieces(text: str) -> list[Piece]:
    """Return the whole text, its sentences, neighbouring pairs of these, and the clauses of long ones; none twice."""
    whole = _trimmed(text, 0, len(text))
    sentences = list(_joined(text, _cut(text, 0, len(text), _ENDS)))
    pairs = (Piece(left.start, right.end) for left, right in zip(sentences, sentences[1:], strict=False))
    clauses = (clause for sentence in sentences for clause in _clauses(text, sentence))
    return list(dict.fromkeys((whole, *sentences, *pairs, *clauses))) if whole else []


def _clauses(text: str, sentence: Piece) -> list[Piece]:
    found = list(_joined(text, _cut(text, sentence.start, sentence.end, _CLAUSES)))
    return found if len(found) > 1 else []


def _joined(text: str, parts: Iterable[Piece]) -> Iterator[Piece]:
    """The parts; one of fewer than four words is joined to its neighbour, since alone it says too little."""
    waiting: Piece | None = None
    for part in parts:
        joined = Piece(waiting.start, part.end) if waiting else part
        if waiting and _words(text, waiting) >= _SHORT and _words(text, part) >= _SHORT - 1:
            yield waiting
            joined = part
        waiting = joined
    if waiting:
        yield waiting


def _cut(text: str, start: int, end: int, ends: re.Pattern[str]) -> Iterator[Piece]:
    starts = [start, *(match.end() for match in ends.finditer(text, start, end))]
    for left, right in zip(starts, [*starts[1:], end], strict=True):
        if part := _trimmed(text, left, right):
            yield part


def _trimmed(text: str, start: int, end: int) -> Piece | None:
    said = text[start:end]
    left = len(said) - len(said.lstrip())
    return Piece(start + left, start + len(said.rstrip())) if said.strip() else None


def _words(text: str, part: Piece) -> int:
    return len(text[part.start : part.end].split())

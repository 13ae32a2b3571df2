"""What the mentor's benchmark counts, and the index it counts with."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.catalogue.mentoring import load_knowledge
from bot.domain.mentoring import Knowledge, Ranking
from bot.nlu.encoder import Matrix, shared_encoder
from bot.nlu.retrieval import Passage, TopicIndex, fit
from bot.nlu.topics import encoded, fingerprint, passages, rank
from bot.settings import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Setting:
    """All topics as the model sees them. `vectors` has one row for each of `found`."""

    knowledge: Knowledge
    found: list[Passage]
    vectors: Matrix

    @property
    def ids(self) -> list[str]:
        """Topic ids in the order of the index."""
        return list(self.knowledge.topics)


def setting() -> Setting:
    """Load and encode the content; the vectors are kept beside other temporary files until the content changes."""
    knowledge = load_knowledge(ROOT / "content")
    found = passages(knowledge)
    kept = Path(tempfile.gettempdir()) / f"sounding-board-topics-{fingerprint(found)}.npy"
    if not kept.is_file():
        np.save(kept, encoded(found), allow_pickle=False)
    return Setting(knowledge, found, np.load(kept, allow_pickle=False))


def ranker(given: Setting) -> Callable[[str], Ranking]:
    """Return a function from a text as typed to its ranking."""
    ids, index = given.ids, fit(given.found, given.vectors, len(given.ids) + 1)
    return lambda text: rank(text, shared_encoder().encode([text])[0], ids, index)


def read(name: str) -> dict[str, Any]:
    """Return one of the lists beside this file."""
    body: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return body


def within(rankings: Sequence[tuple[str, Ranking]], most: int) -> float:
    """Return the share whose wanted topic is among the first `most`."""
    return float(np.mean([wanted in [t.id for t in r.topics[:most]] for wanted, r in rankings]))


def shares(rankings: Sequence[Ranking]) -> dict[str, float]:
    """Return the share of each decision."""
    decisions = [ranking.decision for ranking in rankings]
    return {name: decisions.count(name) / len(decisions) for name in ("answer", "offer", "unknown")}


def milliseconds(index: TopicIndex, ids: Sequence[str], texts: Sequence[str], vectors: Matrix) -> tuple[float, float]:
    """Return median and 95th percentile of ranking one text, sentence vector given, in milliseconds."""
    taken = []
    for text, vector in zip(texts, vectors, strict=True):
        begun = time.perf_counter()
        rank(text, vector, ids, index)
        taken.append((time.perf_counter() - begun) * 1000)
    return float(np.median(taken)), float(np.percentile(taken, 95))

"""Ranks classes (topics, intents) for a text: kernel ridge regression over everything a class is recognised by.

One kernel adds three similarities: of sentence vectors (Gaussian on the unit sphere), of letter n-grams
(spelling, endings, compounds) and of words and word pairs (TF-IDF, both hashed; Weinberger et al. 2009,
"Feature Hashing for Large Scale Multitask Learning"). Each topic is regressed on 1 for its own passages and 0
for all others (Rifkin & Klautau 2004, "In Defense of One-Vs-All Classification"). Measured against nearest
examples, BM25 and linear heads by cross-validation on the topics' questions: docs/how-to/edit-a-topic.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Matrix = NDArray[np.float32]
Whole = NDArray[np.int64]

#: Sizes of the hashed space (the second for the linear kernel), and of the table of document frequencies. 4,096 places
#: instead of 16,384 cost a point of top-1 and of top-3.
HASHED, HASHED_LINEAR, COUNTED = 16384, 4096, 65536
#: Beyond so many passages the sentence kernel becomes linear: no vector per passage is kept, and a text is ranked
#: among thousands of topics in a millisecond. At 85 topics that would cost 7 points of top-1 (0.74 to 0.68).
MOST_EXACT = 9000
#: From scores to probabilities, for topics and for "none of them": fitted by maximum likelihood to the same measurement
#: as the thresholds (bot/domain/mentoring.py), with `python -m benchmarks.mentor.run --dev`.
SHARP, SHARP_NONE = 21.0, 27.0
_CHUNK = 4096
_SMALL = frozenset(
    "a an the of to in on for is are was be been do does did how what which who when where why should i we my our "
    "me us you your it its this that they them their he she his her and or but not no with at by from as can "
    "could would will if so just have has had there than then too into out up about all any some s t m re ve ll "
    "don isn won".split()
)
_ENDINGS = ("ings", "ment", "ing", "ies", "edly", "ers", "ed", "er", "ly", "es", "al", "s")


@dataclass(frozen=True)
class Mix:
    """How much each similarity counts.

    Attributes:
        gauss: sharpness of the sentence kernel exp(gauss * (cosine - 1)), whose share is 1.
        letters: share of the letter n-grams beside it.
        words: share of the words and word pairs beside it.
        ridge: regularisation of a passage with weight 1.
        middle: share of a second sentence kernel, over the second half of the vectors; 0 where they have none.
    """

    gauss: float = 2.0
    letters: float = 0.3
    words: float = 0.15
    ridge: float = 0.3
    middle: float = 0.0


TOPICS = Mix()


@dataclass(frozen=True)
class Passage:
    """A piece of text by which one topic (an index from 0) is recognised; `weight` in (0, 1] is its say."""

    topic: int
    text: str
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class TopicIndex:
    """What `fit` learnt. With n passages and T topics, all float32.

    Attributes:
        vectors: sentence vectors of the passages, (n, 384), or (n, 768) with a middle kernel; (0, ...) when linear.
        dense: weight of each passage for each topic, (n, T); when linear, of each dimension, (384, T).
        hashed: weight of each hashed n-gram for each topic, (16384, T); when linear, (4096, T).
            In half precision once it was written.
        rarity: inverse document frequency by n-gram, (65536,); 0 for those never seen.
        mix: as it was learnt with.
    """

    vectors: Matrix
    dense: Matrix
    hashed: Matrix
    rarity: Matrix
    mix: Mix = TOPICS

    def cosines(self, vector: Matrix) -> list[Matrix]:
        """Return the cosine similarity of each passage, (n,): by its sentence vector, and by its middle one if any.

        Args:
            vector: as of `scores`.
        """
        return _cosines(self.vectors, vector, self.mix)

    def scores(self, text: str, vector: Matrix, cosines: Sequence[Matrix] = ()) -> Matrix:
        """Return how well each topic fits, (T,): about 1 for a passage of the topic, about 0 for anything else.

        Args:
            vector: sentence vector of the text, as long as those of the passages, L2-normalised (each half, with two).
            cosines: of the vector, where they are known already.
        """
        near = _near(cosines or self.cosines(vector), self.mix) if len(self.vectors) else vector
        places, values = _sparse(text, self.rarity, len(self.hashed), self.mix)
        weights = self.hashed[places].astype(np.float32)
        return np.asarray(near @ self.dense + values @ weights, dtype=np.float32)


def fit(passages: Sequence[Passage], vectors: Matrix, topics: int, mix: Mix = TOPICS) -> TopicIndex:
    """Learn to tell topics apart.

    Args:
        passages: at least one for each topic.
        vectors: their sentence vectors, (n, 384), L2-normalised, in the same order; (n, 768) for a middle kernel.
        topics: how many topics there are.
    """
    rarity = _rarity([passage.text for passage in passages])
    solve = _fit_exact if len(passages) <= MOST_EXACT else _fit_linear
    return solve(passages, vectors, topics, rarity, mix)


def probabilities(scores: Matrix) -> Matrix:
    """Return the probability that each topic is the one asked for; the same shape, (..., T + 1), rows sum to 1.

    Args:
        scores: of T topics and, last, of "none of them".
    """
    scaled = scores * np.array([SHARP] * (scores.shape[-1] - 1) + [SHARP_NONE], dtype=np.float32)
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def left_out(passages: Sequence[Passage], vectors: Matrix, topics: int, mix: Mix = TOPICS) -> Matrix:
    """Return the scores of every passage with that passage left out of the training, (n, T); for measuring.

    One inverse is enough for that: y - alpha / diag(inverse) (Rifkin & Lippert 2007, MIT-CSAIL-TR-2007-25).
    """
    hashed = _hashed([p.text for p in passages], _rarity([p.text for p in passages]), HASHED, mix)
    inverse = np.linalg.inv(_gram(passages, vectors, hashed, mix))
    wanted = _wanted(passages, topics)
    return np.asarray(wanted - (inverse @ wanted) / np.diag(inverse)[:, None], dtype=np.float32)


def write_index(path: Path, index: TopicIndex) -> None:
    """Write an index; half precision is enough for the vectors and for the weights of n-grams."""
    halves = {"vectors": index.vectors.astype(np.float16), "hashed": index.hashed.astype(np.float16)}
    np.savez(path, dense=index.dense, rarity=index.rarity, **halves)


def read_index(path: Path, mix: Mix = TOPICS) -> TopicIndex:
    """Read what `write_index` wrote; `mix` as it was learnt with."""
    with np.load(path, allow_pickle=False) as parts:
        # Of the weights a text needs a few hundred of 16,384 rows: they stay as they are, and take half the memory.
        kept = {"hashed": np.float16}
        whole: dict[str, Any] = {
            name: np.ascontiguousarray(parts[name], dtype=kept.get(name, np.float32)) for name in parts.files
        }
    return TopicIndex(**whole, mix=mix)


def _fit_exact(passages: Sequence[Passage], vectors: Matrix, topics: int, rarity: Matrix, mix: Mix) -> TopicIndex:
    hashed = _hashed([passage.text for passage in passages], rarity, HASHED, mix)
    dense = np.linalg.solve(_gram(passages, vectors, hashed, mix), _wanted(passages, topics)).astype(np.float32)
    return TopicIndex(vectors, dense, np.asarray(hashed.T @ dense), rarity, mix)


def _fit_linear(passages: Sequence[Passage], vectors: Matrix, topics: int, rarity: Matrix, mix: Mix) -> TopicIndex:
    size = vectors.shape[1]
    squares = mix.ridge * np.eye(size + HASHED_LINEAR, dtype=np.float32)
    sums = np.zeros((size + HASHED_LINEAR, topics), dtype=np.float32)
    for start in range(0, len(passages), _CHUNK):
        part = passages[start : start + _CHUNK]
        hashed = _hashed([p.text for p in part], rarity, HASHED_LINEAR, mix).toarray()
        features = np.hstack([vectors[start : start + _CHUNK], hashed])
        weighted = features * np.array([[p.weight] for p in part], dtype=np.float32)
        squares += weighted.T @ features
        np.add.at(sums.T, [p.topic for p in part], weighted)
    learnt = np.linalg.solve(squares, sums)
    return TopicIndex(vectors[:0], learnt[:size], learnt[size:], rarity, mix)


def _gram(passages: Sequence[Passage], vectors: Matrix, hashed: csr_matrix, mix: Mix) -> Matrix:
    """The kernel between all passages, with the regularisation on its diagonal: (n, n)."""
    gram = _near(_cosines(vectors, vectors, mix), mix) + (hashed @ hashed.T).toarray()
    gram[np.diag_indices_from(gram)] += mix.ridge / np.array([p.weight for p in passages], dtype=np.float32)
    return np.asarray(gram, dtype=np.float32)


def _cosines(passages: Matrix, texts: Matrix, mix: Mix) -> list[Matrix]:
    """How alike passages and texts (or one text) are, by each of their vectors."""
    half = passages.shape[1] // 2 if mix.middle else passages.shape[1]
    parts = (slice(half), slice(half, None)) if mix.middle else (slice(None),)
    return [passages[:, part] @ texts[..., part].T for part in parts]


def _near(cosines: Sequence[Matrix], mix: Mix) -> Matrix:
    """The sentence kernels, added up."""
    shares = (1.0, mix.middle)
    kernels = (share * np.exp(mix.gauss * (alike - 1.0)) for share, alike in zip(shares, cosines, strict=False))
    return np.asarray(sum(kernels), dtype=np.float32)


def _wanted(passages: Sequence[Passage], topics: int) -> Matrix:
    return np.eye(topics, dtype=np.float32)[[passage.topic for passage in passages]]


def _rarity(texts: Sequence[str]) -> Matrix:
    counts = np.zeros(COUNTED, dtype=np.float32)
    for text in texts:
        counts[list({code % COUNTED for family in _codes(text) for code in family})] += 1
    return np.where(counts > 0, np.log((1 + len(texts)) / (1 + counts)) + 1, 0).astype(np.float32)


def _hashed(texts: Sequence[str], rarity: Matrix, size: int, mix: Mix) -> csr_matrix:
    """One row for each text, `size` columns. Nearly all are empty, so that their products take seconds, not minutes."""
    rows = [_sparse(text, rarity, size, mix) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places, values = (np.concatenate(part) for part in zip(*rows, strict=True))
    return csr_matrix((values, places, ends), shape=(len(texts), size))


def _sparse(text: str, rarity: Matrix, size: int, mix: Mix) -> tuple[Whole, Matrix]:
    """Places and values of the hashed n-grams of a text; letters and words are each normalised to their share."""
    shares = zip(_codes(text), (mix.letters, mix.words), strict=True)
    parts = [_family(codes, share, rarity, size) for codes, share in shares]
    return np.concatenate([p for p, _ in parts]), np.concatenate([v for _, v in parts])


def _family(codes: "Counter[int]", share: float, rarity: Matrix, size: int) -> tuple[Whole, Matrix]:
    keys = np.fromiter(codes.keys(), dtype=np.int64, count=len(codes))
    often = np.fromiter(codes.values(), dtype=np.float32, count=len(codes))
    values = (1 + np.log(often)) * rarity[keys % COUNTED]
    values *= np.sqrt(share) / max(float(np.linalg.norm(values)), 1e-9)
    # One bit of the hash is the sign, so that collisions cancel out on average.
    return (keys >> 17) % size, np.where((keys >> 16) & 1, values, -values).astype(np.float32)


def _codes(text: str) -> tuple["Counter[int]", "Counter[int]"]:
    """Hashes of the letter n-grams and of the words and word pairs, with how often each occurs."""
    words = re.findall(r"[a-z0-9&]+", text.lower().replace("'", "").replace("’", ""))
    letters = Counter(code for word in words for code in _letters(word))
    stems = [_stem(word) for word in words if word not in _SMALL]
    pairs = (f"{left} {right}" for left, right in zip(stems, stems[1:], strict=False))
    return letters, Counter(crc32(b"w" + gram.encode()) for gram in (*stems, *pairs))


@lru_cache(maxsize=20_000)
def _letters(word: str) -> tuple[int, ...]:
    return tuple(crc32(gram.encode()) for gram in _grams(f" {word} "))


def _grams(padded: str) -> Iterator[str]:
    for size in (2, 3, 4, 5):
        yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 4), "")
    return word[: len(word) - len(ending)]

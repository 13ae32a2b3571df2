"""Measures the mentor's retrieval: `python -m benchmarks.mentor.run [--dev | --scale | --linear]`.

Without an option: the independent test set, questions.yml, in aggregate only; nothing was or may be tuned on it.
--dev: every example question ranked without itself, and dev_uncovered.yml: what thresholds are chosen with.
--scale: time to rank among the contract's topics and among 5,000 generated ones.
--linear: what the linear kernel, used beyond 9,000 passages, would cost at 85 topics.
"""

import sys
from itertools import product

import numpy as np

from benchmarks.mentor.measure import Setting, milliseconds, ranker, read, setting, shares, within
from bot.domain.mentoring import COVERED, PERHAPS, SURE
from bot.nlu import retrieval
from bot.nlu.encoder import Matrix
from bot.nlu.followups import read as read_followup
from bot.nlu.followups import without_asker
from bot.nlu.retrieval import Passage, fit, left_out, probabilities
from bot.nlu.topics import encoded

SECOND_WRITER = 14  # the example questions from here on were written later, by somebody else
GENERATED, EACH = 5000, 12


def test_set(given: Setting) -> None:
    """Print the figures that docs/evaluation.md reports."""
    ranked, lists = ranker(given), read("questions.yml")
    rows = [(topic, ranked(text)) for topic, texts in lists["topics"].items() for text in texts]
    print(f"topics: {len(rows)} questions, top-1 {within(rows, 1):.3f}, top-3 {within(rows, 3):.3f}")
    print("  decisions", _rounded(shares([r for _, r in rows])))
    answered = [(t, r) for t, r in rows if r.decision == "answer"]
    print(f"  right topic where it answers: {within(answered, 1):.3f}")
    offered = [t in r.offered() for t, r in rows if r.decision == "offer"]
    print(f"  right topic among those offered: {np.mean(offered):.3f}")
    print(f"uncovered: {_rounded(shares([ranked(text) for text in lists['uncovered']]))}")
    views = [(row, ranked(row["text"])) for row in lists["perspective"]]
    print(f"perspective: function {np.mean([r.function == row['function'] for row, r in views]):.3f}", end=", ")
    print(f"topic {within([(row['topic'], r) for row, r in views], 1):.3f}")
    kinds = [read_followup(row["text"]).followup == row["kind"] for row in lists["followups"]]
    print(f"follow-ups: {np.mean(kinds):.3f} of {len(kinds)}")


def development(given: Setting) -> None:
    """Print what the model and the thresholds were chosen by."""
    topics = len(given.ids)
    scores = left_out(given.found, given.vectors, topics + 1)
    asked = np.flatnonzero([_is_question(given, p) for p in given.found])
    wanted = np.array([given.found[i].topic for i in asked])
    later = np.array([_place(given, given.found[i]) >= SECOND_WRITER for i in asked])
    order = np.argsort(-scores[asked][:, :topics], axis=1)
    for name, part in (("first 14 questions", ~later), ("later questions", later)):
        hits = order[part] == wanted[part][:, None]
        print(f"{name}: {part.sum()}, top-1 {hits[:, 0].mean():.3f}, top-3 {hits[:, :3].any(axis=1).mean():.3f}")
    uncovered = _uncovered(given)
    _print_likelihoods(scores[asked], wanted, uncovered)
    _print_thresholds(probabilities(scores[asked]), wanted, later, probabilities(uncovered))


def _uncovered(given: Setting) -> Matrix:
    index = fit(given.found, given.vectors, len(given.ids) + 1)
    asked = [Passage(0, without_asker(text)) for text in read("dev_uncovered.yml")["uncovered"]]
    return np.stack([index.scores(p.text, v) for p, v in zip(asked, encoded(asked), strict=True)])


def _is_question(given: Setting, passage: Passage) -> bool:
    return passage.topic < len(given.ids) and _place(given, passage) >= 0


def _place(given: Setting, passage: Passage) -> int:
    questions = given.knowledge.topics[given.ids[passage.topic]].questions
    bare = [without_asker(" ".join(question.split())) for question in questions]
    return bare.index(passage.text) if passage.weight == 1 and passage.text in bare else -1


def _print_likelihoods(scores: Matrix, wanted: "np.typing.NDArray[np.int64]", uncovered: Matrix) -> None:
    """The sharpness of the probabilities; questions not covered count fourfold, because the list is short."""
    print("mean log-likelihood by SHARP and SHARP_NONE:")
    for sharp, none in product((15, 18, 21, 24, 27), (21, 24, 27, 30)):
        factors = np.array([sharp / retrieval.SHARP] * (scores.shape[1] - 1) + [none / retrieval.SHARP_NONE])
        covered = np.log(probabilities(scores * factors)[np.arange(len(wanted)), wanted]).sum()
        other = 4 * np.log(probabilities(uncovered * factors)[:, -1]).sum()
        print(f"  {sharp} {none}: {(covered + other) / (len(wanted) + 4 * len(uncovered)):.4f}")


def _print_thresholds(
    chances: Matrix, wanted: "np.typing.NDArray[np.int64]", later: "np.typing.NDArray[np.bool_]", uncovered: Matrix
) -> None:
    print("COVERED SURE: answered (later half), right of these, answered though not covered")
    right = chances[:, :-1].argmax(axis=1) == wanted
    for covered, sure in sorted({*product((0.8, 0.85, 0.9, 0.95), (0.2, 0.3, 0.4)), (COVERED, SURE)}):
        said, wrongly = (_answers(c, covered, sure) for c in (chances, uncovered))
        figures = said[later].mean(), right[said & later].mean(), wrongly.mean()
        print(f"  {covered} {sure}:", *(f"{figure:.3f}" for figure in figures))
    for perhaps in (0.3, 0.4, PERHAPS, 0.6):
        lost, kept = ((1 - c[:, -1] < perhaps).mean() for c in (chances, uncovered))
        print(f"PERHAPS {perhaps}: not known {lost:.3f} of the questions, {kept:.3f} of those not covered")


def _answers(chances: Matrix, covered: float, sure: float) -> "np.typing.NDArray[np.bool_]":
    best = chances[:, :-1].max(axis=1)
    return np.asarray((1 - chances[:, -1] >= covered) & (best >= sure))


def scale(given: Setting) -> None:
    """Print the time of one ranking; the sentence vector is made by the encoder in any case and is not counted.

    Texts that say who asks, or whose view they ask for, are encoded a second time without that; this is counted.
    """
    texts = [p.text for p in given.found if p.weight == 1]
    vectors = given.vectors[[p.weight == 1 for p in given.found]]
    some = slice(0, None, max(1, len(texts) // 500))
    index = fit(given.found, given.vectors, len(given.ids) + 1)
    figures = {len(given.ids): milliseconds(index, given.ids, texts[some], vectors[some])}
    rng = np.random.default_rng(7)
    found = [Passage(topic, _mixed(texts, rng)) for topic in range(GENERATED) for _ in range(EACH)]
    random = rng.normal(size=(len(found), vectors.shape[1])).astype(np.float32)
    many = fit(found, random / np.linalg.norm(random, axis=1, keepdims=True), GENERATED + 1)
    names = [f"topic-{number}" for number in range(GENERATED)]
    figures[GENERATED] = milliseconds(many, names, texts[some], vectors[some])
    for topics, (median, most) in figures.items():
        print(f"{topics} topics: median {median:.2f} ms, 95th percentile {most:.2f} ms")


def _mixed(texts: list[str], rng: np.random.Generator) -> str:
    """A made-up question: the words of two real ones, shuffled."""
    words = " ".join(texts[i] for i in rng.integers(len(texts), size=2)).split()
    return " ".join(words[i] for i in rng.permutation(len(words))[:12])


def linear(given: Setting) -> None:
    """Print what the linear kernel, used for thousands of topics, costs in accuracy: first writer to second."""
    topics = len(given.ids) + 1
    places = [_place(given, p) if p.topic < len(given.ids) else -1 for p in given.found]
    kept, asked = (
        [i for i, p in enumerate(places) if p < SECOND_WRITER],
        np.flatnonzero(np.array(places) >= SECOND_WRITER),
    )
    for name, limit in (("exact", retrieval.MOST_EXACT), ("linear", 0)):
        retrieval.MOST_EXACT = limit
        index = fit([given.found[i] for i in kept], given.vectors[kept], topics)
        best = [int(index.scores(given.found[i].text, given.vectors[i])[:-1].argmax()) for i in asked]
        print(f"{name}: top-1 {np.mean([b == given.found[i].topic for b, i in zip(best, asked, strict=True)]):.3f}")


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


MODES = {"": test_set, "--dev": development, "--scale": scale, "--linear": linear}

if __name__ == "__main__":
    MODES["".join(sys.argv[1:2])](setting())

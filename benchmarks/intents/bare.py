"""Few-shot accuracy on public data, many draws, without Rasa: `python -m benchmarks.intents.bare FOLDER [--draws 5]`.

The same files, draws, encoder and classifier as `benchmarks.intents.public`, which trains and parses with the whole
pipeline and takes minutes a draw; this takes seconds. Prints the mean of the draws, each of them, and the milliseconds
that the classifier takes after the encoder.
"""

import argparse
import random
import statistics
import time
from pathlib import Path

import numpy as np

from benchmarks.intents.public import read, sample
from benchmarks.intents.run import Example
from bot.nlu.encoder import Matrix, shared_encoder
from bot.nlu.intents import kinship, learnt
from bot.nlu.retrieval import Passage


def share(train: list[Example], test: list[Example], vectors: dict[str, Matrix]) -> tuple[float, float]:
    """Return the share of the test that is named rightly, and the milliseconds a text without the encoder's.

    Args:
        vectors: what the encoder makes of each text, (768,).
    """
    names = sorted({intent for _, intent in train})
    passages = [Passage(names.index(intent), text) for text, intent in train]
    index, kin = learnt(names, passages, np.stack([vectors[text] for text, _ in train])), kinship(names)
    started = time.process_time()
    right = sum(names[int((index.scores(text, vectors[text]) @ kin).argmax())] == intent for text, intent in test)
    return right / len(test), 1000 * (time.process_time() - started) / len(test)


def main() -> None:
    """Print one row for each data set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shots", type=int, default=10)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=5)
    options = parser.parse_args()
    for path in sorted(options.folder.glob("*_train.csv")):
        name = path.name.removesuffix("_train.csv")
        rows, tests = read(path), read(path.with_name(f"{name}_test.csv"))
        drawn = [
            (sample(rows, options.shots, seed), random.Random(seed).sample(tests, min(options.items, len(tests))))
            for seed in range(options.draws)
        ]
        texts = sorted({text for pair in drawn for part in pair for text, _ in part}, key=len)
        vectors = dict(zip(texts, shared_encoder().encode_deep(texts), strict=True))
        shares, milliseconds = zip(*(share(*pair, vectors) for pair in drawn), strict=True)
        print(
            f"{name}: {100 * statistics.mean(shares):.1f} % ({', '.join(f'{100 * s:.1f}' for s in shares)}), "
            f"{statistics.median(milliseconds):.2f} ms a text",
            flush=True,
        )


if __name__ == "__main__":
    main()

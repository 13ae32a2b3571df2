"""Shows an editor or a test how a text is understood: JSON lines in, one JSON line out for each, in order."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any, TextIO

from bot import bootstrap
from bot.services.dialogue import DialogueEngine
from bot.services.ports import Json
from bot.services.rehearse import explain_score
from bot.services.routes import decision_of, route_of
from bot.services.safety import Safety
from bot.services.typed import without_payload

Engine = Callable[[], DialogueEngine]
Explainer = Callable[[Engine, Json], Awaitable[Json]]


def _typed(call: Json) -> str:
    """The text as a turn hands it to the engine: what is typed is never a payload."""
    return without_payload(str(call["text"]))


def _safety() -> Safety:
    library = bootstrap.content()
    return Safety(library.safety_rules, library.support)


async def _route(engine: Engine, call: Json) -> Json:
    return route_of(await engine().understand(_typed(call)))


async def _answer(engine: Engine, call: Json) -> Json:
    found = _safety().finds(str(call["text"]))
    if found.support and not found.beside:
        return {"decision": "safety"}
    return {"decision": decision_of(await engine().understand(_typed(call), str(call["step"])))}


async def _screen(engine: Engine, call: Json) -> Json:
    category = _safety().finds(str(call["text"])).category
    return {"support": category is not None, "category": category}


async def _score(engine: Engine, call: Json) -> Json:
    return dict(explain_score(bootstrap.content().board.rehearsal, call))


async def _signals(engine: Engine, call: Json) -> Json:
    return dict((await engine().understand(_typed(call)))["signals"])


async def _topic(engine: Engine, call: Json) -> Json:
    ranked = dict((await engine().understand(_typed(call)))["topics"])
    shown = {"decision": ranked["decision"], "topics": ranked["topics"]}
    return shown | ({"function": ranked["function"]} if ranked.get("function") else {})


async def _themes(engine: Engine, call: Json) -> Json:
    return {"themes": [asdict(tagged) for tagged in bootstrap.theme_tagger().tag(str(call["text"]))]}


EXPLAINS: dict[str, Explainer] = {
    "route": _route,
    "answer": _answer,
    "signals": _signals,
    "topic": _topic,
    "safety": _screen,
    "score": _score,
    "themes": _themes,
}


def explain(what: str, lines: TextIO, out: TextIO) -> None:
    """Answer every line of JSON with one line of JSON. A bad line is answered with `{"error": ...}`."""
    # Loaded by the first line that needs it: the safety screen, the rubric and the themes need none.
    engine = lru_cache(maxsize=1)(bootstrap.engine)
    for line in lines:
        if line.strip():
            out.write(json.dumps(asyncio.run(_one(EXPLAINS[what], engine, line)), ensure_ascii=False) + "\n")
            out.flush()


async def _one(explainer: Explainer, engine: Engine, line: str) -> dict[str, Any]:
    try:
        return await explainer(engine, json.loads(line))
    except (ValueError, KeyError, TypeError) as problem:
        return {
            "error": f"Expected one JSON object a line with the keys this command takes ({type(problem).__name__})."
        }

"""A message as the pipeline reads it, for tests of what is kept of it."""

from rasa.shared.core.events import UserUttered

WORDS = "Wobblethorpe"
PARSED = {
    "intent": {"name": "answer", "confidence": 0.9},
    "intent_ranking": [{"name": "answer"}],
    "entities": [{"entity": "function", "value": "sales"}],
    "signals": {"on": ["people"], "quotes": [WORDS], "mirror": f"you {WORDS}", "words": 4},
    "topics": {"decision": "unknown"},
    "text": WORDS,
    "text_tokens": [[0, 12]],
}


def said(text: str = WORDS) -> UserUttered:
    """What was typed, with everything that was inferred from it."""
    return UserUttered(text, parse_data=dict(PARSED), metadata={"today": "2026-11-23", "name": WORDS})

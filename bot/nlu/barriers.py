"""The barrier themes of a text with the words that led to each, outside the pipeline.

A reflection has several messages, and some are edited later by their channel: its themes are read from its whole
text, by the same cues as the coaching signals.
"""

from functools import lru_cache

import spacy
from spacy.language import Language

from bot.domain.reflection import Theme
from bot.nlu.analysis.lexicon import lexicon_for
from bot.nlu.analysis.themes import reasons, themes
from bot.nlu.analysis.words import read
from bot.nlu.word_lists import word_lists


@lru_cache(maxsize=1)
def _tokens() -> Language:
    """A tokenizer without a model: cues need no tags."""
    return spacy.blank("en")


def noticed(text: str) -> tuple[Theme, ...]:
    """Return up to three themes, the best first; 16,000 characters take about 0.15 s."""
    message = read(_tokens()(text))
    findings = lexicon_for(word_lists()).find(message)
    return tuple(Theme(theme, reasons(theme, findings, message)) for theme, _ in themes(findings))

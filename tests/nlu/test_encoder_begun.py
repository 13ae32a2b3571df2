"""A sentence that is begun beforehand is the same sentence, and leaves nothing behind."""

import numpy as np
import pytest

from bot.nlu import encoder
from bot.nlu.encoder import SentenceEncoder, shared_encoder

FIRST, SECOND = "nobody owns the consensus number", "the plant manager was not asked"


@pytest.fixture
def own() -> SentenceEncoder:
    """The encoder of this process, without what tests before this one began and never asked for."""
    shared_encoder()._begun.clear()
    return shared_encoder()


def test_what_was_begun_is_what_would_have_come(own: SentenceEncoder) -> None:
    usual = own.encode([FIRST])
    own.begin(FIRST)
    own.begin(SECOND)
    assert np.array_equal(own.encode([FIRST]), usual)
    assert not np.array_equal(own.encode([SECOND]), usual)
    assert not own._begun


def test_a_sentence_is_worked_on_once_however_often_it_is_begun(
    own: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[list[str]] = []
    plain = own._batch
    monkeypatch.setattr(own, "_batch", lambda texts: worked.append(texts) or plain(texts))
    for _ in range(3):
        own.begin(FIRST)
    own.encode([FIRST])
    assert worked == [[FIRST]]


def test_what_nobody_asks_for_is_dropped_and_no_word_of_it_was_kept(
    own: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "BEGUN", 2)
    for text in (FIRST, SECOND, "a third"):
        own.begin(text)
    assert len(own._begun) == 2 and FIRST not in repr(own._begun)
    assert own.encode([FIRST]).shape == (1, 384)
    own._begun.clear()


def test_half_an_emoji_costs_nothing(own: SentenceEncoder) -> None:
    own.begin("late again \ud83d")
    assert own.encode([FIRST]).shape == (1, 384)
    own._begun.clear()


@pytest.mark.parametrize("count", [2, 4, 7, 32, 33])
def test_several_texts_come_in_their_order_however_they_are_divided(count: int) -> None:
    texts = [f"sentence {n} about the plan of {'sales' if n % 2 else 'the plant in Lyon'}" for n in range(count)]
    together, alone = shared_encoder().encode(texts), np.vstack([shared_encoder().encode([text]) for text in texts])
    assert together.shape == alone.shape
    # In whole numbers of eight bits, what stands beside a text changes it a little.
    assert ((together * alone).sum(axis=1) > 0.98).all()

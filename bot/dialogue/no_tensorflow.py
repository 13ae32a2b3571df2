"""Keeps TensorFlow, and what else Rasa imports and we do not use, out of the serving process.

Rasa imports TensorFlow from many modules at import time, whether or not the pipeline uses it:
that is two thirds of a cold start and of the memory. Our pipeline does not use it, so serving
puts a stand-in on the import path first. Training uses the real one.

The same holds, for a third of what is left, for scikit-learn and for the libraries of chat channels and databases that
Rasa would connect to itself: 174 MB and 2.0 s of CPU until `rasa.core.agent` is imported, 115 MB and 1.2 s without.

Checked against Rasa 3.6.21. A component that really needs TensorFlow fails at its first use
with `TensorFlowNotServed`, which names what was asked for.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

STOOD_IN = (
    *("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "h5py", "sklearn"),
    *("aiogram", "fbmessenger", "mattermostwrapper", "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk"),
    *("aio_pika", "confluent_kafka", "boto3", "botocore", "pymongo", "redis"),
)


class TensorFlowNotServed(RuntimeError):
    """Something called TensorFlow, or another stood-in library, in a process that serves without it."""


class _StandInType(type):
    """Types that can be subclassed, annotated and subscripted, but never used."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandInType(name, (_StandIn,), {})

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        # A decorator such as `@tf.function` meets only functions while modules load.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return super().__call__()

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return Any

    __ror__ = __or__


class _StandIn(metaclass=_StandInType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise TensorFlowNotServed(
            f"This process serves without TensorFlow and scikit-learn, but the pipeline used '{name}'. "
            "Remove the component that needs it from config.yml (a DIET classifier, a TED policy)."
        )


class _StandInModule(ModuleType):
    __path__: list[str] = []
    __version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandInType(name, (_StandIn,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.split(".")[0] not in STOOD_IN:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def serve_without_tensorflow() -> None:
    """Put the stand-in first on the import path. Does nothing if TensorFlow is already loaded."""
    if "tensorflow" not in sys.modules:
        sys.meta_path.insert(0, _Finder())

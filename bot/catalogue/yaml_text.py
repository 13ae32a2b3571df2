"""Parses YAML with libyaml where it is there: ten times as fast, and content is read at every start."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> Any:
    """Return the values of a YAML text.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones

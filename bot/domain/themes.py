"""The barrier themes: what stands in the way of S&OP, as leaders name it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """One theme. `topics` are ids of mentor topics; `questions` are for the next meeting of the programme team."""

    id: str
    title: str
    means: str
    helps: tuple[str, ...]
    topics: tuple[str, ...]
    questions: tuple[str, ...]

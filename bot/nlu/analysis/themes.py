"""Barrier themes and context lenses, by the cue words of the content files."""

from collections.abc import Mapping

from bot.catalogue.cues import LENSES, THEMES
from bot.nlu.analysis.lexicon import Findings

# One cue is enough on its own; of hints it takes two different ones.
_CUE, _HINT, _ENOUGH = 0.7, 0.35, 0.55
_MOST = 3


def themes(findings: Findings, encoder: Mapping[str, float] | None = None) -> tuple[tuple[str, float], ...]:
    """Up to three (theme id, score 0..1), best first.

    Args:
        findings: the cues found.
        encoder: scores 0..1 from the sentence encoder, once there is one; joined as independent evidence.
    """
    scores = {theme: _score(theme, findings, (encoder or {}).get(theme, 0.0)) for theme in THEMES}
    enough = [(theme, round(score, 3)) for theme, score in scores.items() if score >= _ENOUGH]
    return tuple(sorted(enough, key=lambda item: -item[1])[:_MOST])


def _score(theme: str, findings: Findings, encoder: float) -> float:
    """Noisy-or over the different cues found (Pearl 1988, section 4.3): more evidence never lowers a score."""
    doubt = 1.0 - encoder
    for name, weight in ((f"theme:{theme}", _CUE), (f"hint:{theme}", _HINT)):
        doubt *= (1.0 - weight) ** len({hit.cue for hit in findings.of(name)})
    return 1.0 - doubt


def lenses(findings: Findings) -> tuple[str, ...]:
    """The context lenses touched, the one with most cues first."""
    counts = {lens: len(findings.of(f"lens:{lens}")) for lens in LENSES}
    return tuple(sorted((lens for lens in LENSES if counts[lens]), key=lambda lens: -counts[lens]))

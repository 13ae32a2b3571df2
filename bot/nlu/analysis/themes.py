"""Barrier themes and context lenses, by the cue words of the content files."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.catalogue.cues import LENSES, THEMES, Cues
from bot.nlu.analysis.lexicon import Findings

# One cue is enough on its own; of hints it takes three different ones.
_CUE, _HINT, _ENOUGH = 0.7, 0.3, 0.55
_MOST = 3
_MOST_LENSES = 2


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


def lenses(findings: Findings, cues: Cues, touched: Sequence[str], personal: int) -> tuple[str, ...]:
    """Up to two context lenses, the one with most evidence first.

    Args:
        findings: the cues found; each different cue counts.
        cues: where the lens of a theme is kept.
        touched: the themes found; each counts for its lens.
        personal: how many names and feelings there are; they count for the lens of people.
    """
    counts = Counter({lens: len({hit.cue for hit in findings.of(f"lens:{lens}")}) for lens in LENSES})
    counts.update(cues.themes[theme].lens for theme in touched)
    counts["people"] += personal
    return tuple(lens for lens, count in counts.most_common(_MOST_LENSES) if count)

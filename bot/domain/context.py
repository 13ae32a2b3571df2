"""The start of a programme: how the S&OP a leader wants fits the organisation, lens by lens, in their own words."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.domain import drafts
from bot.domain.coaching.complaints import complains, tells_the_present
from bot.domain.coaching.preamble import is_empty
from bot.domain.coaching.signals import Signals
from bot.domain.coaching.summary import confirms
from bot.domain.drafts import Lines
from bot.domain.phrases import Phrases
from bot.domain.pressure.cues import found

LENSES = ("structures", "processes", "systems", "culture", "people")
#: What is asked for, in order, and the words by which people mean one of them.
PARTS: dict[str, str] = {
    "target": r"target|s&op|sop|the s&op you want|aim",
    "structures": r"structures?",
    "processes": r"process(?:es)?(?! to)",
    "systems": r"systems?",
    "culture": r"cultures?",
    "people": r"people(?! to)",
    "wins": r"(?:first\s)?(?:quick\s)?wins?",
    "parallel": r"to retire|retire|to stop|parallel(?:\sprocess(?:es)?)?|process(?:es)? to retire",
    "win-over": r"people to win over|to win over|win over",
}
FITS = ("fits", "partly", "clashes")
#: What is still asked of a part: all of it; of a lens also how it fits, or where it does not.
ASK, FIT, WHERE = "ask", "fit", "where"
WHICH = "?"
#: An answer of at most so many words that says how it fits says nothing more.
BARE = 4
#: Which line is meant stands at the beginning of a reply; only so much of it is searched.
_HEAD = 400
#: The question for a lens can be answered with yes or no.
_YES_NO = re.compile(r"^\W{0,5}(?:(yes|yeah|yep|yup|sure|it does)|(no|nope|not really|hardly|barely))\b", re.I)
#: How it is, and words by which people say how it shall be.
_NOW = re.compile(
    r"\b(?:today|at the moment|right now|currently|these days|nowadays|until now|up to now|so far)\b", re.I
)
_TO_COME = re.compile(
    r"\b(?:will|would|should|shall|must|wants?|needs?|instead|rather|in future|from now|no longer|any ?more)\b|'ll\b",
    re.I,
)
#: A verdict at the beginning of an answer, which the map shows by itself: "it clashes, because ...".
_VERDICT = re.compile(
    r"^\W{0,5}(?:it\s|they\s)?(?:fits?|partly|partially|mostly|clash(?:es)?|yes|no)"
    r"(?:\s?[,:;.–-]\s{0,5}(?:because\s)?|\sbecause\s)",
    re.I,
)


@dataclass(frozen=True)
class Lens:
    """One side of an organisation, as an editor words it (content/context.yml)."""

    id: str
    name: str
    question: str
    where: str
    hint: str


@dataclass(frozen=True)
class ContextBook:
    """The lenses, the cues of each fit, and the pieces of the replies."""

    lenses: tuple[Lens, ...] = ()
    cues: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=lambda: Phrases({}))

    def lens(self, lens_id: str) -> Lens:
        """Return a lens.

        Raises:
            StopIteration: there is none; the catalogue makes sure that there are five.
        """
        return next(lens for lens in self.lenses if lens.id == lens_id)


@dataclass(frozen=True)
class FitMap:
    """A map being drawn.

    Attributes:
        words: what was told, as (part, the leader's words).
        fits: how each lens fits, as (lens, one of FITS).
        skipped: parts left out; `culture.fit` or `culture.where` for one question of a lens.
        correcting: the part whose new words are waited for; WHICH if it is not known which.
        today: how it is today, told where the S&OP that is wanted was asked for.
        done: whether the leader has accepted it.
    """

    words: Lines = ()
    fits: Lines = ()
    skipped: tuple[str, ...] = ()
    correcting: str = ""
    today: str = ""
    done: bool = False

    def said(self, part: str) -> str:
        """Return the words of a part, or an empty string."""
        return dict(self.words).get(part, "")

    def fit(self, lens: str) -> str:
        """Return how a lens fits, or an empty string."""
        return dict(self.fits).get(lens, "")


def read_fit(text: str, cues: dict[str, tuple[str, ...]]) -> str:
    """Return how an answer says that it fits, one of FITS; an empty string if it does not say.

    What fits in one respect and clashes in another fits partly.
    """
    every = tuple(cue for fit in FITS for cue in cues.get(fit, ()))
    said = {_fit_of(piece, cues) for piece in found(text, every)}
    opening = _YES_NO.match(text)
    if not said and opening:
        return "fits" if opening[1] else "clashes"
    return "partly" if len(said) > 1 else next(iter(said), "")


def _fit_of(piece: str, cues: dict[str, tuple[str, ...]]) -> str:
    """Whose longest cue a piece holds: "does not fit" holds "fit" too."""
    longest = {fit: max((len(cue) for cue in cues.get(fit, ()) if found(piece, (cue,))), default=0) for fit in FITS}
    return max(FITS, key=lambda fit: longest[fit])


def waiting(drawn: FitMap) -> tuple[str, str] | None:
    """Return (part, what of it) that is asked for next; None when all was asked."""
    return next(_open(drawn), None)


def _open(drawn: FitMap) -> Iterator[tuple[str, str]]:
    for part in PARTS:
        if part in drawn.skipped:
            continue
        words, fit = drawn.said(part), drawn.fit(part)
        if not words and not fit:
            yield part, ASK
        elif part in LENSES and not fit and f"{part}.{FIT}" not in drawn.skipped:
            yield part, FIT
        elif part in LENSES and not words and fit != "fits" and f"{part}.{WHERE}" not in drawn.skipped:
            yield part, WHERE


def told(drawn: FitMap, text: str, cues: dict[str, tuple[str, ...]]) -> FitMap:
    """Return the map with an answer to what was asked."""
    at = waiting(drawn)
    if at is None:
        return drawn
    part, what = at
    if not text.strip() or (is_empty(text) and (part not in LENSES or what == WHERE)):
        return skip(drawn)
    if part not in LENSES or what == WHERE:
        return _with(drawn, part, text)
    fit = read_fit(text, cues)
    if what == FIT:
        # Beside the fit there may be more to say; an answer without a fit is more about the lens, and enough.
        drawn = (
            drawn if _is_bare(text) else _with(drawn, part, f"{drawn.said(part).rstrip(' .')}. {_beside(text, fit)}")
        )
        return _fitting(drawn, part, fit) if fit else replace(drawn, skipped=(*drawn.skipped, f"{part}.{FIT}"))
    drawn = drawn if fit and _is_bare(text) else _with(drawn, part, _beside(text, fit))
    return _fitting(drawn, part, fit)


def _beside(text: str, fit: str) -> str:
    """What an answer says beside how it fits, word for word; all of it where it does not begin with that."""
    return (_VERDICT.sub("", text, count=1).strip() if fit else "") or text.strip()


def _is_bare(text: str) -> bool:
    return len(text.split()) <= BARE


def _with(drawn: FitMap, part: str, text: str) -> FitMap:
    """The map with the words of one part; the parts stay in order."""
    words = {**dict(drawn.words), part: text.strip()}
    kept = tuple((name, words[name]) for name in PARTS if words.get(name))
    return replace(drawn, words=kept, skipped=_but(drawn.skipped, part), correcting="")


def _fitting(drawn: FitMap, lens: str, fit: str) -> FitMap:
    if not fit:
        return drawn
    fits = {**dict(drawn.fits), lens: fit}
    kept = tuple((name, fits[name]) for name in LENSES if name in fits)
    return replace(drawn, fits=kept, skipped=_but(drawn.skipped, lens), correcting="")


def of_today(drawn: FitMap, text: str, signals: Signals) -> bool:
    """Whether the S&OP that is wanted was asked for, the first time, and the answer only tells how it is today."""
    asked_first = waiting(drawn) == ("target", ASK) and not drawn.today
    now = bool(_NOW.search(text)) and not _TO_COME.search(text)
    return asked_first and (now or complains(text, signals) or tells_the_present(text))


def skip(drawn: FitMap) -> FitMap:
    """Return the map without an answer to what was asked: a whole part, or one question of a lens."""
    at = waiting(drawn)
    if at is None:
        return replace(drawn, correcting="")
    part, what = at
    return replace(drawn, skipped=(*drawn.skipped, part if what == ASK else f"{part}.{what}"))


def shortened(drawn: FitMap) -> FitMap:
    """Return the map with no more than one question for each lens still to be asked."""
    halves = tuple(f"{lens}.{what}" for lens in LENSES for what in (FIT, WHERE))
    return replace(drawn, skipped=tuple(dict.fromkeys((*drawn.skipped, *halves))))


def back(drawn: FitMap) -> FitMap:
    """Return the map with the part asked for last open again, whole; or with a correction undone."""
    if drawn.correcting:
        return replace(drawn, correcting="")
    at = waiting(drawn)
    names = list(PARTS)
    half = at is not None and at[1] != ASK
    before = names[: names.index(at[0]) + half] if at else names
    return _without(drawn, before[-1]) if before else drawn


def _without(drawn: FitMap, part: str) -> FitMap:
    skipped = tuple(name for name in drawn.skipped if name.partition(".")[0] != part)
    return replace(
        drawn, words=drafts.without(drawn.words, part), fits=drafts.without(drawn.fits, part), skipped=skipped
    )


def lines(drawn: FitMap) -> list[str]:
    """Return the parts that the map shows, in order."""
    return [part for part in PARTS if drawn.said(part) or drawn.fit(part)]


def edited(drawn: FitMap, text: str, cues: dict[str, tuple[str, ...]]) -> FitMap:
    """Return the map after a reply to it: accepted, a line changed or left out, or asked which line is meant."""
    shown = lines(drawn)
    if drawn.correcting in PARTS:
        return _changed(drawn, drawn.correcting, text, cues)
    if confirms(text):
        return replace(drawn, done=bool(shown), correcting="" if shown else WHICH)
    hidden = tuple(part for part in PARTS if part not in shown)
    edit = drafts.read_edit(text[:_HEAD], shown, PARTS, hidden)
    if edit.what == drafts.CHANGE:
        return _changed(drawn, edit.key, edit.words + text[_HEAD:], cues)
    if edit.what == drafts.DROP:
        left = _without(drawn, edit.key)
        return replace(left, skipped=(*left.skipped, edit.key), correcting="")
    return replace(drawn, correcting=edit.key or WHICH)


def _changed(drawn: FitMap, part: str, text: str, cues: dict[str, tuple[str, ...]]) -> FitMap:
    """New words for a line; of a lens also, or only, how it fits."""
    if part not in LENSES:
        return _with(drawn, part, text)
    fit = read_fit(text[:_HEAD], cues)
    more = _beside(text, fit)
    only_fit = fit and _is_bare(text) and more == text.strip()
    after = _fitting(drawn if only_fit else _with(drawn, part, more), part, fit)
    # How it fits, or where, is not asked for again once the map is shown.
    return replace(
        after, skipped=tuple(dict.fromkeys((*after.skipped, f"{part}.{FIT}", f"{part}.{WHERE}"))), correcting=""
    )


def clashing(drawn: FitMap) -> list[str]:
    """Return the lenses with words that do not fit: what clashes first, then what fits partly."""
    return [lens for fit in ("clashes", "partly") for lens in LENSES if drawn.fit(lens) == fit and drawn.said(lens)]


def _but(parts: tuple[str, ...], part: str) -> tuple[str, ...]:
    return tuple(name for name in parts if name != part)


def to_dict(drawn: FitMap) -> dict[str, Any]:
    """Return the map as JSON values."""
    return asdict(drawn)


def from_dict(body: dict[str, Any]) -> FitMap:
    """Rebuild a map from `to_dict`."""
    pairs = {name: tuple((str(a), str(b)) for a, b in body.get(name, ())) for name in ("words", "fits")}
    return FitMap(**{**body, **pairs, "skipped": tuple(body.get("skipped", ()))})

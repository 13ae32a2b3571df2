"""A short self-review of the three S&OP leadership behaviours, by what a leader really did in concrete situations.

Every reaction to a situation is defensible and has a manner: in the open, in private, by facts, or by waiting. A manner
has a strength and a blind spot for each behaviour; nothing is scored. It ends with one small experiment.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.pressure.cues import found

BEHAVIOURS = ("engage-and-inspire", "hold-to-account", "recognise-contribution")
MANNERS = ("direct", "beside", "facts", "wait")
#: Situations of a behaviour in one review.
CASES = 2
#: What is asked besides the situations; the last two only where there is an experiment.
WHICH, MIRROR, SELF, TEAM, EXPERIMENT, WHEN = "which", "mirror", "self", "team", "experiment", "when"
#: One S&OP cycle, for who names no date.
CYCLE = timedelta(weeks=4)
#: An experiment of the leader's own has at least so many words.
FEWEST = 3
_NUMBER = re.compile(
    r"\W*(?:(?:number|no\.?|the|option)\s)?(1|2|3|one|two|three|first|second|third)(?:\sone)?\W*", re.I
)
_PLACES = {"1": 0, "one": 0, "first": 0, "2": 1, "two": 1, "second": 1, "3": 2, "three": 2, "third": 2}


@dataclass(frozen=True)
class Reaction:
    """What a leader may do in a situation. `name` fits a button."""

    id: str
    name: str
    manner: str
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A situation and the reactions to it."""

    id: str
    story: str
    reactions: tuple[Reaction, ...]

    def reaction(self, name: str) -> Reaction | None:
        """Return a reaction by its id."""
        return next((one for one in self.reactions if one.id == name), None)


@dataclass(frozen=True)
class Sides:
    """A strength and the blind spot that comes with it; `did` says a manner in the infinitive."""

    strength: str
    blind_spot: str
    did: str = ""


@dataclass(frozen=True)
class Trial:
    """A small experiment for one cycle; `helps` are the manners whose blind spot it looks into."""

    id: str
    text: str
    helps: tuple[str, ...]


@dataclass(frozen=True)
class Behaviour:
    """One leadership behaviour. `preferences` maps letters of a style profile to what they bring to it."""

    id: str
    name: str
    about: str
    cases: tuple[Case, ...]
    manners: Mapping[str, Sides]
    preferences: Mapping[str, Sides]
    trials: tuple[Trial, ...]

    def case(self, name: str) -> Case | None:
        """Return a situation by its id."""
        return next((one for one in self.cases if one.id == name), None)


Behaviours = Mapping[str, Behaviour]


@dataclass(frozen=True)
class Told:
    """One reply. `key` says to what; `choice` is the id of a reaction or experiment; `control` stands for no answer."""

    key: str
    text: str = ""
    choice: str = ""
    control: str | None = None


@dataclass(frozen=True)
class Review:
    """One self-review so far.

    Attributes:
        looked_at: the behaviours it looks at; empty until they are chosen.
        dealt: its situations, as "behaviour/situation".
        on: ISO date of the experiment.
        unclear: whether the last reply could not be read, so that the question is put again with an example.
    """

    id: str
    opened_on: str
    looked_at: tuple[str, ...] = ()
    dealt: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    on: str = ""
    unclear: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Every question of this review, in order."""
        if not self.looked_at:
            return (WHICH,)
        keys: list[str] = []
        for behaviour in self.looked_at:
            keys += [*(key for key in self.dealt if key.startswith(f"{behaviour}/")), f"{MIRROR}/{behaviour}"]
        tried = next((t for t in self.told if t.key == EXPERIMENT), None)
        return (*keys, SELF, TEAM, EXPERIMENT, *(() if tried and tried.control else (WHEN,)))

    @property
    def pending(self) -> str:
        """The question that waits; empty when there is none left."""
        return self.keys[len(self.told)] if len(self.told) < len(self.keys) else ""

    @property
    def behaviour(self) -> str:
        """The behaviour that the question that waits is about; of the questions at the end, the first of the review."""
        about = self.pending.split("/")
        return next((name for name in self.looked_at if name in about), next(iter(self.looked_at), ""))

    def of(self, key: str) -> Told | None:
        """Return the reply to a question."""
        return next((told for told in self.told if told.key == key), None)


def begun(
    now: Review, looked_at: Sequence[str], book: Behaviours, past: Sequence[Review], cases: int = CASES
) -> Review:
    """Return the review with its behaviours chosen and situations dealt: those never met, or longest ago.

    Args:
        past: earlier reviews, newest first.
    """
    seen = [key for one in past for key in one.dealt]
    dealt: list[str] = []
    for name in looked_at:
        keys = [f"{name}/{case.id}" for case in book[name].cases]
        ages = {key: seen.index(key) if key in seen else len(seen) for key in keys}
        dealt += sorted(keys, key=lambda key: -ages[key])[:cases]
    return replace(now, looked_at=tuple(looked_at), dealt=tuple(dealt), unclear=False)


def known(now: Review, book: Behaviours) -> Review:
    """Return the review without situations that an editor has taken out since."""
    there = {f"{one.id}/{case.id}" for one in book.values() for case in one.cases}
    told = tuple(one for one in now.told if one.key in there or one.key.partition("/")[0] not in BEHAVIOURS)
    return replace(now, dealt=tuple(key for key in now.dealt if key in there), told=told)


def replied(now: Review, told: Told) -> Review:
    """Return the review with the question that waits answered."""
    return replace(now, told=(*now.told, told), unclear=False)


def back(now: Review) -> Review:
    """Return the review with the last question open again; from the first one, with the choice of behaviours open."""
    if not now.told:
        return replace(now, looked_at=(), dealt=(), unclear=False)
    return replace(now, told=now.told[:-1], on="", unclear=False)


def shortened(now: Review) -> Review:
    """Return the review with one situation a behaviour; those that were answered stay."""
    told = {one.key for one in now.told}
    first = {key.split("/")[0]: key for key in reversed(now.dealt)}
    return replace(now, dealt=tuple(key for key in now.dealt if key in told or key == first[key.split("/")[0]]))


def read(case: Case, text: str) -> str:
    """Return the id of the reaction a text tells of, by most of its words; empty if none, or if two are as likely."""
    hits = Counter({one.id: len(found(text, one.cues)) for one in case.reactions}).most_common(2)
    clear = bool(hits) and hits[0][1] > 0 and (len(hits) == 1 or hits[0][1] > hits[1][1])
    return hits[0][0] if clear else ""


def reacted(now: Review, behaviour: Behaviour) -> tuple[Reaction, ...]:
    """Return the reactions told of in a review, in the order of its situations."""
    told = (
        (behaviour.case(t.key.partition("/")[2]), t.choice) for t in now.told if t.key.startswith(f"{behaviour.id}/")
    )
    return tuple(found_one for case, choice in told if case and (found_one := case.reaction(choice)))


def manners(now: Review, behaviour: Behaviour) -> tuple[str, ...]:
    """Return the manners of what was told, each once, most frequent first."""
    return tuple(manner for manner, _ in Counter(one.manner for one in reacted(now, behaviour)).most_common())


def preferred(behaviour: Behaviour, pairs: Mapping[str, str]) -> tuple[tuple[str, Sides], ...]:
    """Return what the letters of a style profile bring to a behaviour; none of a profile that is empty."""
    return tuple(
        (letter, behaviour.preferences[letter]) for letter in pairs.values() if letter in behaviour.preferences
    )


def trials(now: Review, book: Behaviours) -> tuple[tuple[str, Trial], ...]:
    """Return three experiments as (behaviour, experiment): those that look into a blind spot of what was told first.

    Of one behaviour its three; of three, the likeliest of each.
    """
    ranked = {name: _ranked(now, book[name]) for name in now.looked_at if name in book}
    if len(ranked) == 1:
        return tuple((name, trial) for name, several in ranked.items() for trial in several[:3])
    return tuple((name, several[0]) for name, several in ranked.items())


def _ranked(now: Review, behaviour: Behaviour) -> list[Trial]:
    mine = manners(now, behaviour)[:1]
    return sorted(behaviour.trials, key=lambda trial: not set(mine) & set(trial.helps))


def chosen(text: str, offered: int) -> int | None:
    """Return the place, from 0, that a reply such as "the second one" names among so many; None if it names none."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) < 30 else None
    place = _PLACES[match[1].lower()] if match else offered
    return place if place < offered else None


def is_own(text: str) -> bool:
    """Whether a text is long enough to be an experiment of the leader's own."""
    return len(text.split()) >= FEWEST


def next_cycle(today: date) -> date:
    """Return the day by which an experiment without a date is looked at."""
    return today + CYCLE


def to_dict(now: Review) -> dict[str, Any]:
    """Return the review as JSON values."""
    return asdict(now)


def from_dict(body: Mapping[str, Any]) -> Review:
    """Rebuild a review from `to_dict`."""
    told = tuple(Told(**one) for one in body["told"])
    return Review(**{**body, "looked_at": tuple(body["looked_at"]), "dealt": tuple(body["dealt"]), "told": told})

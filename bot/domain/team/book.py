"""What sessions are made of: tensions, preferences, roles and blocks, as an editor wrote them (content/team.yml)."""

from dataclasses import dataclass, field

from bot.domain.phrases import Phrases

#: The parts of a session in the order in which they run; a break stands in the middle of the work.
PARTS = ("open", "work", "agree", "close", "break")
ANY = "any"


@dataclass(frozen=True)
class Tension:
    """What pulls a team apart; `cues` recognise it in words (bot/domain/pressure/cues.py)."""

    id: str
    name: str
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Preference:
    """How people like to work: a preference, no label. `letter` is that of MBTI or a similar tool."""

    id: str
    name: str
    letter: str
    cues: tuple[str, ...]
    advice: str


@dataclass(frozen=True)
class Role:
    """Who does what in a session; worth having from `least` minutes on."""

    id: str
    least: int
    title: str
    does: str


@dataclass(frozen=True)
class Variant:
    """How a block is done in one kind of room; steps may hold {purpose}, {behaviour}, {tension} and {rule}."""

    steps: tuple[str, ...]
    materials: str


@dataclass(frozen=True)
class Block:
    """One activity.

    Attributes:
        part: one of PARTS.
        least, most: minutes it takes.
        serves: ids of tensions, or ANY.
        suits: ids of preferences.
    """

    id: str
    part: str
    least: int
    most: int
    title: str
    purpose: str
    serves: frozenset[str]
    suits: frozenset[str]
    questions: tuple[str, ...]
    in_person: Variant
    remote: Variant

    def variant(self, place: str) -> Variant:
        """Return how it is done `remote` or in person."""
        return self.remote if place == "remote" else self.in_person


@dataclass(frozen=True)
class TeamBook:
    """All of it, in the order of the file."""

    tensions: tuple[Tension, ...] = ()
    preferences: tuple[Preference, ...] = ()
    roles: tuple[Role, ...] = ()
    blocks: tuple[Block, ...] = ()
    phrases: Phrases = field(default_factory=lambda: Phrases({}))

    def block(self, block_id: str) -> Block | None:
        """Return a block, or None if an editor has removed it."""
        return next((b for b in self.blocks if b.id == block_id), None)

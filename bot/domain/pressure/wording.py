"""Puts the plan's words into questions: exact, between “ ”, short enough, never the same sentence twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.phrases import Phrases
from bot.domain.pressure.pieces import action
from bot.domain.pressure.plan import PARTS, Plan
from bot.domain.pressure.quoting import quotable

#: A part quoted in front of a question is shorter than one inside it.
LEAD_WORDS = 10
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True)
class Lead:
    """A sentence in front of a question that recalls a part of the plan."""

    part: str
    text: str


def share(*words: str) -> float:
    """Return a number from 0 up to 1 that depends on the words alone."""
    digest = sha256("\x1f".join(words).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def values(plan: Plan, phrases: Phrases, longest: int = 14) -> dict[str, str]:
    """Return what stands for each placeholder the plan can fill, ready for a sentence.

    The leader's words without marks around them (the text has them), but the date with “ ” of its own.
    """
    filled = {part: quotable(plan.words(part), longest) for part in PARTS if part not in ("step", "date")}
    filled["date"] = f"“{quotable(plan.date, longest)}”" if plan.date else ""
    filled["change"] = action(plan)
    filled["step"] = phrases.say(f"step.{plan.step}") if plan.step else ""
    filled["Step"] = filled["step"][:1].upper() + filled["step"][1:]
    return {name: words for name, words in filled.items() if words}


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled, each exactly as given, none read twice."""
    return _PLACEHOLDER.sub(lambda m: words.get(m[1], m[0]), text)


def inside(name: str) -> str:
    """Return a label as it stands inside a sentence: its first letter small, unless it begins with "I" or capitals."""
    return name if re.match(r"I\b|[A-Z]{2}", name) else name[:1].lower() + name[1:]


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the placeholders in a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def unquoted(text: str) -> str:
    """Return a text without what stands between “ ”: the wording that is not the leader's."""
    return " ".join(_QUOTED.sub("“”", text).split())


def quotes(text: str) -> frozenset[str]:
    """Return what stands between “ ” in a text."""
    return frozenset(words[1:-1] for words in _QUOTED.findall(text))


def seed(plan: Plan) -> str:
    """Return what makes the choice of questions this plan's own: its words in plain form."""
    return " ".join(re.findall(r"\w+", plan.text.lower()))


def lead(plan: Plan, phrases: Phrases, said: Sequence[Lead], avoid: frozenset[str], key: str) -> Lead | None:
    """Choose a sentence that recalls another part of the plan, or None where there is none.

    Args:
        said: what has stood in front of questions before; parts recalled least and fresh wordings come first.
        avoid: parts that the question itself holds.
        key: what the choice depends on.
    """
    filled = values(plan, phrases, LEAD_WORDS)
    parts = [part for part in PARTS if part in filled and part != "change"]
    offered = [(p, text) for p in parts if p not in avoid for text in phrases.get(f"lead.{p}")]
    recalled, taken = [lead.part for lead in said], {unquoted(lead.text) for lead in said}
    best = min(
        offered,
        key=lambda o: (recalled.count(o[0]), unquoted(fill(o[1], filled)) in taken, share(key, o[1])),
        default=None,
    )
    return Lead(best[0], fill(best[1], filled)) if best else None


def one_of(wordings: tuple[str, ...], words: Mapping[str, str], used: frozenset[str], key: str) -> str:
    """Return one wording, filled; not one used before as long as there is another."""
    taken = {unquoted(text) for text in used}
    filled = {text: fill(text, words) for text in wordings}
    fresh = [text for text in wordings if unquoted(filled[text]) not in taken and filled[text] not in used]
    return filled[max(fresh or list(wordings), key=lambda text: share(key, text))]

"""Who should question the plan: who is affected, who has the power, who has been forgotten; and whom a reply picks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.firsts import first_of_each
from bot.domain.pressure.book import Book
from bot.domain.pressure.conditions import names, touched, weight_on
from bot.domain.pressure.cues import found
from bot.domain.pressure.people import against, in_plan
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.stakeholders import Stakeholder

MOST = 5
#: So many of the three suggested are people whom the plan itself names.
MOST_NAMED = 2
_ACCEPTS = re.compile(
    r"^\W*(?:y|yes|yep|yeah|ok|okay|sure|fine|good|great|agreed|go|go on|go ahead|accept|"
    r"(?:i'?ll |i )?take (?:these|them|all|those)(?: three)?|use these|all three|these|these three|"
    r"those|those three|the three|them|this one|sounds good|start|perfect|right|as you (?:say|suggest))\b"
    r"[\s\w,.!']{0,25}$",
    re.I,
)
_NOT = re.compile(r"\b(?:not|no|without|except|drop|skip|leave out|instead of|rather than)\b", re.I)
_MORE = re.compile(r"\b(?:add|also|plus|as well|too|and also)\b", re.I)

#: The department in capitals, or alone as the whole reply: anywhere else "it" is no department.
_IT = re.compile(r"\bIT\b|^\W*(?:the )?it\W*$")
#: A text without a known role is taken for a name when it has at most so many words.
_LONGEST_NAME = 4
_NAMED = re.compile(
    r"\b(?:called|named|name is)\s+(?P<a>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)"
    r"|^(?P<b>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)(?=\s*,|\s+(?:from|in|of|at)\b|\s*\(|\s*$)"
    r"|,\s*(?P<c>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?)\s*\.?$"
)


@dataclass(frozen=True)
class Suggested:
    """A stakeholder and why: `against`, `named`, `affected`, `power` or `forgotten`."""

    id: str
    reason: str


def suggest(plan: Plan, book: Book, own_function: str | None = None) -> tuple[Suggested, ...]:
    """Return three stakeholders; people of the leader's own function come last. Fewer only if the book has fewer.

    Up to two whom the plan says to be against it, or names by name or title, go first; the other places are for those
    it lands on, those with the power, and always one who was forgotten.
    """
    told = (("against", against(plan, book)), ("named", in_plan(plan, book)))
    all_told = [Suggested(one.id, why) for why, people in told for one in people]
    others = [one for one in all_told if book.stakeholders[one.id].function != own_function]
    picked = list(first_of_each(others, lambda one: one.id))[:MOST_NAMED]
    for reason, rank in (("affected", _affected), ("power", _power), ("forgotten", _forgotten))[len(picked) :]:
        left = [s for s in book.stakeholders.values() if s.id not in {p.id for p in picked}]
        if left:
            best = max(left, key=lambda s: (rank(s, plan, book, own_function), s.id))
            picked.append(Suggested(best.id, reason))
    return tuple(picked)


def _affected(person: Stakeholder, plan: Plan, book: Book, own: str | None) -> float:
    by_step = book.cues.concerned_by_step.get(plan.step, ())
    nearest = (3 - by_step.index(person.id)) / 3 if person.id in by_step else 0.0
    return weight_on(plan, person, book.cues) + nearest - 0.5 * (person.function == own)


def _power(person: Stakeholder, plan: Plan, book: Book, own: str | None) -> float:
    return person.power + 0.2 * weight_on(plan, person, book.cues) - (person.function == own)


def _forgotten(person: Stakeholder, plan: Plan, book: Book, own: str | None) -> float:
    named, concerned = names(plan, person), len(touched(plan, book.cues) & person.affected_by)
    return 2.0 * concerned - 10.0 * named - 6.0 * (person.function == own) - 0.3 * person.interest


def pick(text: str, suggested: tuple[str, ...], book: Book) -> tuple[str, ...]:
    """Return the stakeholders a reply means, in the order they were suggested and then named; empty if none.

    "Yes" means the suggestion; names replace it; "also" adds to it; names after "not" or "without" are left out.
    """
    wanted, unwanted = _split(text)
    named, refused = mentioned(wanted, book), mentioned(unwanted, book)
    if refused and not named:
        return tuple(s for s in suggested if s not in refused)
    if named:
        kept = suggested if _MORE.search(text) else ()
        return tuple(dict.fromkeys(s for s in (*kept, *named) if s not in refused))[:MOST]
    return suggested if _ACCEPTS.match(text) else ()


def mentioned(text: str, book: Book) -> tuple[str, ...]:
    """Return the ids of the stakeholders a text names, as they come.

    Who is named only within the longer name of another is not meant: "the regional GM" is not the general manager
    where a programme has a regional GM of its own.
    """
    text = _IT.sub("IT department", text)
    named = {person.id: _naming(person, text) for person in book.stakeholders.values()}
    meant = [name for name, pieces in named.items() if pieces and _apart(book.stakeholders[name], text, named)]
    plain = text.replace("-", " ").lower()
    return tuple(sorted(meant, key=lambda name: min(plain.find(piece.replace("-", " ")) for piece in named[name])))


def _apart(person: Stakeholder, text: str, named: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the text still names a person without the longer names of others that hold theirs."""
    mine = named[person.id]
    others = {piece for name, pieces in named.items() if name != person.id for piece in pieces}
    rest = text.lower()
    for longer in (o for o in others if any(len(o) > len(m) and m in o for m in mine)):
        rest = rest.replace(longer, " ")
    return bool(_naming(person, rest))


def _naming(person: Stakeholder, text: str) -> tuple[str, ...]:
    """The pieces of a text that name a stakeholder, in small letters."""
    plain = text.replace("-", " ").lower()
    exact = (person.id.replace("-", " "), person.name.lower(), person.title.lower())
    pieces = [piece.lower() for piece in found(text, person.called)]
    return (*pieces, *(words for words in exact if re.search(rf"\b{re.escape(words)}\b", plain)))


def name_beside(text: str, book: Book) -> str:
    """Return a person's own name that stands beside a role, "Anna" in "Anna, the CFO" or "the CFO Anna", or nothing."""
    told = next((one.name for one in in_plan(Plan(change=text), book) if one.name), "")
    if told and len(text.split()) <= 3 * _LONGEST_NAME:
        return told
    match = _NAMED.search(text.strip())
    name = next((part for part in match.groups() if part), "") if match else ""
    return "" if not name or len(text.split()) > 3 * _LONGEST_NAME or mentioned(name, book) else name


def role_beside(text: str, stakeholder: str, book: Book) -> str:
    """Return how a short text speaks of a stakeholder by a title of their own, "the CFO" for "my CFO", or nothing."""
    told = (one.called for one in in_plan(Plan(change=text), book) if one.id == stakeholder and not one.name)
    return next(told, "")


def unknown_name(text: str) -> str:
    """Return a text without a known role as a name, or an empty string if it is too long to be one."""
    name = text.strip(' \t\n"“”„«».,!')
    return name if 0 < len(name.split()) <= _LONGEST_NAME and name[:1].isupper() else ""


def _split(text: str) -> tuple[str, str]:
    parts = _NOT.split(text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) > 1 else (text, "")

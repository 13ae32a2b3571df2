"""Who is in the plan by name or title: "Petra, our finance controller", "the VP Sales", "Tom from logistics"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.firsts import first_of_each
from bot.domain.pressure.book import Book
from bot.domain.pressure.cues import has
from bot.domain.pressure.plan import Plan

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,20}(?: [A-ZÀ-ÖØ-Þ][\w'’-]{1,20})?"
_ROLE = (
    r"(?:(?i:vp|vice president|head|director|chief|lead|manager)(?: (?:of|for))? [A-Za-z&-]{2,20}"
    r"(?i: chain| planning| data)?|"
    r"C[A-Z]O|GM|MD|(?:[\w&-]{2,20} ){0,2}"
    r"(?i:director|manager|controller|president|chief|boss|lead|planner|sponsor|buyer|head|chair(?:man|woman)?)\b)"
)
_THE = r"(?:[Oo]ur|[Tt]he|[Mm]y|[Aa]n?) "
_FORMS = (
    re.compile(rf"\b(?P<name>{_NAME}),? (?:\(|(?:who is )?)(?P<the>{_THE})(?P<role>{_ROLE})"),
    re.compile(rf"\b(?P<name>{_NAME}) \((?P<the>{_THE})?(?P<role>{_ROLE})\)"),
    re.compile(rf"\b(?P<the>{_THE})?(?P<role>{_ROLE}),? (?P<name>{_NAME})\b"),
    re.compile(rf"\b(?P<name>{_NAME}) (?:from|in|of) (?P<the>)(?P<role>[\w&]{{2,20}}(?: chain| planning)?)\b"),
    re.compile(rf"\b(?P<the>{_THE})(?P<role>{_ROLE})(?P<name>)"),
)
_FROM = _FORMS[3]
#: "Sales isn't", "the plant manager won't come", "finance is against it"; not "demand is not stable".
_AGAINST = re.compile(
    r"\b(?:(?:the|our|my) )?(?P<who>[\w&-]{2,20}(?: [\w&-]{2,20})?) "
    r"(?:(?:is|are|isn['’]?t|aren['’]?t)(?: not)?(?<!is)(?<!are)"
    r"(?: (?:in|on board|with (?:me|us)|keen|happy|convinced|willing|coming|there|part of it|invited))?"
    r"\s*(?=[,.;!\n]|$)|"
    r"(?:is|are) (?:(?:dead |strictly )?against|opposed|still out)\b[^,.;\n]{0,30}|"
    r"(?:won['’]?t|will not) (?!be\b|need\b|have\b)[^,.;\n]{2,30}|"
    r"(?:hates?|refuses?|objects?|opposes?|resists?)\b[^,.;\n]{0,30})",
    re.I,
)
#: Only so much of a plan is looked at.
_READ = 4_000
_SMALL = frozenset(
    "the our my a an this that we they i you it if when then and but so every each all next from in on at by with "
    "to for of as monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december chain planning until before after ask tell".split()
)


@dataclass(frozen=True)
class Someone:
    """A person the plan names.

    Attributes:
        id: the stakeholder they come nearest to.
        name: their own name, or an empty string. `role`: what the leader calls them, without "our" or "the".
        words: the exact piece of the plan.
    """

    id: str
    name: str
    role: str
    words: str

    @property
    def called(self) -> str:
        """How they are spoken of: "Petra, the finance controller", "the VP Sales"."""
        role = f"the {self.role}" if self.role else ""
        return ", ".join(part for part in (self.name, role) if part)


def in_plan(plan: Plan, book: Book) -> tuple[Someone, ...]:
    """Return whom the plan names by own name or title, each stakeholder once, own names first."""
    found = sorted(_read(plan.text[:_READ], book), key=lambda one: not one.name)
    return first_of_each(found, lambda one: one.id)


def _read(text: str, book: Book) -> Iterator[Someone]:
    for form in _FORMS:
        for match in form.finditer(text):
            name, role = match["name"], _bare(match["role"])
            person = _nearest(f"{match['the'] or ''}{role}", book)
            if person and not _SMALL & {*name.lower().split()} and not has(name, book.stakeholders[person].called):
                words = match.group()[match.group().find(role) if match.group().startswith(match["role"]) else 0 :]
                closing = text[match.end() : match.end() + 1] if words.count("(") > words.count(")") else ""
                yield Someone(person, name, "" if form is _FROM else role, words.strip(" ,") + closing)


def against(plan: Plan, book: Book) -> tuple[Someone, ...]:
    """Return whom the plan says to be not with it ("sales isn't", "the plant manager won't come"), each once."""
    told = ((_nearest(match["who"], book), match.group().strip()) for match in _AGAINST.finditer(plan.text[:_READ]))
    return first_of_each([Someone(who, "", "", words) for who, words in told if who], lambda one: one.id)


def _bare(role: str) -> str:
    """A role without the small words before it."""
    words = role.split()
    while len(words) > 1 and words[0].lower() in _SMALL:
        words = words[1:]
    return " ".join(words)


def _nearest(role: str, book: Book) -> str:
    """The stakeholder a role names, the one with the longest name for it, or an empty string."""
    fitting = [
        (max(len(cue) for cue in p.called if has(role, (cue,))), p.id)
        for p in book.stakeholders.values()
        if has(role, p.called)
    ]
    return max(fitting)[1] if fitting else ""

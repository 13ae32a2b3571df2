"""What a text for a message tells beside its words: for whom, what they are to do, how they are."""

import re

from bot.domain.pressure import cues
from bot.domain.pressure.suggestion import mentioned, name_beside
from bot.domain.style.preferences import read_words
from bot.domain.tailoring.book import TailorBook

#: "get the sales director to own the demand review", in a request to tailor.
_GET = re.compile(
    r"\b(?:get|persuade|convince|ask|want|need)\s+(?:\S+\s+){1,6}?to\s+(?!(?:the|a|an|my|our|his|her|their)\b)(\S+(?:\s+\S+){1,25})",
    re.I,
)

#: "tell the sales director he must own the demand review": the same, said of them.
_MUST = re.compile(
    r"\btell\s+(?:\S+\s+){1,5}?(?:that\s+)?(?:he|she|they)\s+(?:must|should|has to|have to|needs? to|ought to)\s+"
    r"(\S+(?:\s+\S+){1,25})",
    re.I,
)
#: What is a title among the words that name a role ("sales team" is none), and which of its words are letters.
_TITLE = re.compile(r"(?:director|manager|president|executive|controller)$|^(?:vp|head) |^c[a-z]o$|^(?:md|gm|coo|ceo)$")
_LETTERS = re.compile(r"\b(?:vp|md|gm|c[a-z]o|dc|hr|it)\b")

#: "for Anna in finance", "get Anna, the CFO, to ...": a name in the middle of a request.
_NAMED = re.compile(
    r"\b(?:for|to|get|with|ask|persuade|convince|want|need)\s+([A-Z][\w'’-]+)(?=,\s+(?:the|our|my)\b|\s+(?:in|from|of|at)\b)"
)

#: "He's very direct", "Marta, she is ...", "Marta is ...": told of somebody, as long as nothing in it is said to them.
_OF_THEM = re.compile(
    r"\W*(?i:(?:well|so|hmm|ok|you know|to be fair|it'?s)\W+)*(?:(?P<name>[A-Z][\w'’-]+),? (?=[a-z]))?"
    r"(?:(?i:he|she|they)\b|(?<= )(?:is|was|can be)\b)"
)
#: Nothing but who it is.
_NAME_ONLY = re.compile(r"\W*(?i:(?:it'?s|for|to)\s+)?(?P<name>[A-Z][\w'’-]+)\W*")
_TO_THEM = re.compile(r"\b(?:you|your|i|we|our|us|let)\b", re.I)


def ask_in(text: str) -> str:
    """Return what they are to do, where a text says it beside for whom; or an empty string."""
    found = _GET.search(text) or _MUST.search(text)
    return found[1].strip(" .!?") if found else ""


def title_in(text: str, stakeholder: str, book: TailorBook) -> str:
    """Return the title by which a text calls somebody, or an empty string; the one that is ours needs no mention."""
    person = book.person(stakeholder)
    called = (piece.lower() for piece in cues.found(text, person.called))
    title = next((piece for piece in called if _TITLE.search(piece)), "")
    return "" if title and title in person.title.lower() else _LETTERS.sub(lambda m: m[0].upper(), title)


def name_in(text: str, book: TailorBook) -> str:
    """Return a person's own name beside their role, or an empty string."""
    found = _NAMED.search(text)
    inside = found[1] if found and not mentioned(found[1], book.book) else ""
    return inside or name_beside(text, book.book)


def only_a_name(text: str) -> str:
    """Return the name of which a text consists, or an empty string."""
    found = _NAME_ONLY.fullmatch(text)
    return found["name"] if found else ""


def of_them(text: str, book: TailorBook) -> tuple[str, dict[str, str]]:
    """Return the name and the preferences in a text that tells how somebody is; nothing where it is said to them."""
    found = _OF_THEM.match(text)
    if not found or _TO_THEM.search(text):
        return "", {}
    told = {pair: letter for pair, letter in read_words(text, book.knows).items() if letter}
    return found["name"] or "", told

"""Two statements of one conversation that do not go together, to be laid side by side without blame.

Five kinds are looked for: an absolute and its exception, two figures for one thing, a wish and what the coachee does
instead, a good word for somebody and what that person then did, and the official way beside the real one. Each needs
both statements to be about the same thing: the same person, or at least two words in common. A pair that is none costs
more trust than a pair that is missed, so what may be a change over time or an intention is left alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.coaching.session import PLAIN, Exchange, Session

LEAST, MOST = 3, 16
#: Letters by which two words count as one: "promotion" and "promotional".
STEM = 5
#: Words that both statements must share where no person links them.
SHARED = 2


def _words(text: str) -> "re.Pattern[str]":
    return re.compile(rf"\b(?:{text})", re.I)


_ABSOLUTE = _words(
    r"(?:never|always|nobody|no one|noone|everyone|everybody|every time|nothing|none of them|not once)\b"
)
#: "In front of everyone" rules nothing out; "never" does wherever it stands.
_NEVER = _words(r"(?:never|always|every time|not once)\b")
_NOBODY = _words(r"(?:nobody|no one|noone|everyone|everybody|none of)\b")
_NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|without|hardly)\b|n'?t\b", re.I)
#: Not told as done: wished, planned, supposed, reported.
_UNREAL = re.compile(
    r"\b(?:would|will|should|could|might|(?<!in )may|if|want|wants|wish|plan to|going to|"
    r"hope|said|says|promised|asked for)\b"
    r"|'(?:ll|d)\b|\?",
    re.I,
)
#: Something that happened, which an absolute rules out.
_HAPPENED = _words(
    r"(?:once|last (?:year|month|week|spring|summer|autumn|winter|quarter)|(?:in|before|at) (?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december|easter|christmas)|did|came|held|kept|"
    r"stayed|agreed|"
    r"helped|fixed|signed|corrected|improved|took|warned|supported|backed|defended|listened|gave|sent|showed|joined|"
    r"worked|shared|offered|thanked|prepared|turned up|stood up|challenged|used|met|asked|brought|wrote|"
    r"called|raised|moved|(?:was|were) the (?:first|only)|on time)\b"
)
_ONCE = _words(r"(?:\w+ )?(?:once|one time|that time)\b|\w+ did\b")
_BAD = _words(
    r"(?:late|again|ignored|refused|cancel\w*|block\w*|shouted|attacked|complained|blamed|failed|missed|lied|worse)\b"
)
_NOBODY_BACKS = _words(
    r"(?:nobody|no one|noone|none of them)\b.*\b(?:backs?|supports?|helps?|listens?|defends?|agrees?) ?(?:me|"
    r"us|with me|to me|to a)?\b"
)
_DID_BACK = _words(
    r"did (?:listen|help|back|support|agree|care|come|ask)|"
    r"(?:defended|backed|supported|helped|listened to|agreed with) (?:me|my|us|our|with)\b"
)
#: Capitals that are no names.
_CAPITALS = frozenset(
    "The This That They Then There These Those When What Who How Why And But Our His Her Their For From "
    "Although Though "
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Every Everyone Everybody Nobody Each All Not Yes Last Next Once Since "
    "After Before "
    "With You She Its One Two Three Well Some Because".split()
)
_FOR = _words(
    r"(?:supports?|behind|backs?|on (?:my|our) side|committed|trust|is fine|are fine|is good|are good|"
    r"reliable|on board|"
    r"stands? by|in favour|lets? (?:me|us) (?:decide|run|do)|leaves? it to (?:me|us))\b"
)
_AGAINST = re.compile(
    r"\b(?:(?:has|have|had|did|does|do|is|was|were|are)(?: not|n'?t)|never|cancel\w*|refus\w*|block\w*|"
    r"ignor\w*|overrul\w*|"
    r"sends? (?:a|his|her|their|someone)|wrong|missing|rubbish|revers\w+|overturn\w+|missed|failed|forgot|late)\b",
    re.I,
)
_DISTRUST = _words(r"(?:i|we) (?:\w+ )?(?:check|control|correct|redo|rework|verify|recalculate|go over)\b")
_WISH = _words(r"(?:i|we) (?:really |just )?(?:want|wish|need)|i'?d like|i would like|my (?:goal|aim|wish) is")
_OWN = _words(r"(?:i|we)\b")
_HABIT = _words(r"(?:myself|ourselves|anyway|rather|still|again|every|always|each)\b")
#: Wishes to do less of something: one thing in common is enough.
_LET_GO = _words(r"(?:without me|without us|stop|keep out|stay out|let go|hand over|not myself)\b")
_POWERLESS = _words(
    r"(?:no (?:influence|power|say|authority)|nothing (?:i|we) can do|(?:can'?t|cannot) (?:change|move|influence))"
)
_EFFECT = _words(
    r"(?:because (?:i|we) asked|after (?:i|we) (?:asked|called|talked)|(?:i|we) (?:got|convinced|persuaded|"
    r"talked) \w+)\b"
)
_REAL = _words(r"(?:the real|really|in (?:reality|practice|fact|truth)|actually)\b")
_THEN = _words(
    r"(?:was|were|ago|used to|last year|before|then|at first|went|grew|fell|rose|from|target|goal|plan|budget)\b"
)
#: Each clause is laid beside each earlier one: of a longer answer only so many are.
CLAUSES = 30
_FIGURE = re.compile(r"(?P<value>[€$£]?\d+(?:[.,]\d+)*|[a-z]+)\s*(?P<unit>%|[a-z]+)", re.I)
_BETWEEN = re.compile(
    r"(?<!\d)[.;:!\n]+|(?<=\?)|, (?=(?:and|but|so|because|fair play|to be fair|(?:i|you|we) \w+)\b)", re.I
)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|because|well|ok|yes|no|oh|mind you|to be fair|tho|though|although)\b[ ,]*)+", re.I
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.I)
_COMMON = frozenset(
    "that this with from have what when they them then than there their about every month monthly meeting people which "
    "would could really every always never nobody everybody everyone come comes just also only very much more "
    "most like "
    "make takes take still myself honestly does into over before after during".split()
)


@dataclass(frozen=True)
class Pair:
    """What was said earlier, and what was said now; both word for word."""

    earlier: str
    now: str


@dataclass(frozen=True)
class _Statement:
    """One clause that can be quoted, with the people named in it and the figures (value, unit)."""

    text: str
    people: frozenset[str]
    figures: frozenset[tuple[str, str]]

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital, so that a name counts that no list knows."""
        return frozenset(re.findall(r"\b[A-Z][^\W\d_A-Z]{2,}", self.text)) - _CAPITALS

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of its words that mean something."""
        found = (word.lower() for word in re.findall(r"[^\W\d_]{4,}", self.text))
        return frozenset(word.rstrip("s")[:STEM] for word in found if word not in _COMMON)


def contradiction(session: Session) -> Pair | None:
    """Return the newest answer's statement that does not go with an earlier one, with that one; or None."""
    last = session.last
    if last is None or last.control or last.captures in PLAIN:
        return None
    laid_out = " ".join(e.asked for e in session.exchanges if e.move == "contradiction")
    earlier = [s for e in session.answered[:-1] if e.control is None for s in _statements(e) if s.text not in laid_out]
    pairs = (Pair(before.text, now.text) for now in _statements(last) for before in earlier if _clash(before, now))
    return next(pairs, None)


def _statements(exchange: Exchange) -> Iterator[_Statement]:
    """The clauses of an answer that can be quoted: long enough to say something, short enough to be heard."""
    for clause in _BETWEEN.split(exchange.answer or "")[:CLAUSES]:
        text = _LEAD.sub("", clause.strip(" ,"))
        if LEAST <= len(text.split()) <= MOST and not set('“”"?') & set(text):
            lowered = text.lower()
            people = {m.id or m.text.lower() for m in exchange.signals.people if m.text.lower().split()[-1] in lowered}
            figures = {f for n in exchange.signals.numbers if n.lower() in lowered and (f := _figure(n))}
            yield _Statement(text, frozenset(people), frozenset(figures))


def _figure(number: str) -> tuple[str, str] | None:
    found = _FIGURE.fullmatch(number.strip().lower())
    return (found["value"], found["unit"].rstrip("s").replace("percent", "%")) if found else None


def _clash(before: _Statement, now: _Statement) -> bool:
    return any(kind(before, now) for kind in _KINDS)


def _exception(before: _Statement, now: _Statement) -> bool:
    """As in "Pavel never listens", and then "in April Pavel held the plan"."""
    if not (_NEVER.search(before.text) or _NOBODY.match(before.text)):
        return False
    told = _HAPPENED.search(now.text) and not any(word.search(now.text) for word in (_NOT, _UNREAL, _BAD, _ABSOLUTE))
    if not told:
        return False
    if before.people & now.people or before.names & now.names or _backed(before, now):
        return True
    shared = len(before.stems & now.stems)
    both_say_who = bool(_PRONOUN.search(before.text) and _PRONOUN.search(now.text))
    others = bool(before.people and now.people) or bool(before.names and now.names)
    named = others and not _NOBODY.match(before.text)
    # "So once he did listen": said against what was said before.
    against = bool(_ONCE.match(now.text))
    return shared >= (1 if both_say_who or against else SHARED) and not named


def _backed(before: _Statement, now: _Statement) -> bool:
    """As in "Nobody backs me", and then somebody did."""
    return bool(_NOBODY_BACKS.search(before.text) and _DID_BACK.search(now.text))


def _two_figures(before: _Statement, now: _Statement) -> bool:
    """As in "Two days on the call", and then "the call eats six days"."""
    differ = any(a[1] == b[1] and a[0] != b[0] for a in before.figures for b in now.figures)
    if not differ or any(word.search(s.text) for s in (before, now) for word in (_UNREAL, _THEN)):
        return False
    units = {unit[:STEM] for _, unit in before.figures}
    return len((before.stems & now.stems) - units) >= SHARED


def _wish_and_habit(before: _Statement, now: _Statement) -> bool:
    """As in "I want Henrik to own the number", and then "I correct his number myself"."""
    if not _WISH.search(before.text) or _WISH.search(now.text) or _NOT.search(now.text):
        return False
    does = _OWN.search(now.text) and _HABIT.search(now.text)
    return bool(does) and len(before.stems & now.stems) >= (1 if _LET_GO.search(before.text) else SHARED)


def _word_and_deed(before: _Statement, now: _Statement) -> bool:
    """As in "My boss supports me", and then "he cancelled three meetings"; "I trust them", "I check every file"."""
    if not _FOR.search(before.text) or _NOT.search(before.text) or _UNREAL.search(before.text + now.text):
        return False
    same = bool(before.people & now.people) or bool(_subject(before) & _subject(now))
    distrusts = "trust" in before.text.lower() and _DISTRUST.search(now.text) and before.stems & now.stems
    return bool(
        (same and _AGAINST.search(now.text)) or distrusts or (_same_thing(before, now) and _AGAINST.search(now.text))
    )


def _same_thing(before: _Statement, now: _Statement) -> bool:
    return len(before.stems & now.stems) >= SHARED


def _subject(statement: _Statement) -> frozenset[str]:
    """Stems of the first words, where the subject stands."""
    return _Statement(" ".join(statement.text.split()[:3]), frozenset(), frozenset()).stems


def _powerless(before: _Statement, now: _Statement) -> bool:
    """As in "I have no influence on him", and then "he changed it because I asked"."""
    if not (_POWERLESS.search(before.text) and _EFFECT.search(now.text)):
        return False
    return bool(before.people & now.people or before.stems & now.stems)


def _official(before: _Statement, now: _Statement) -> bool:
    """As in "Every decision is taken in the meeting", and then "the real decision is taken by phone"."""
    return bool(_REAL.search(now.text) and _ABSOLUTE_WAY.search(before.text) and not _REAL.search(before.text)) and (
        _same_thing(before, now) and not _UNREAL.search(now.text)
    )


_ABSOLUTE_WAY = _words(r"(?:all|every|each|always|everything|one|a single|the same)\b")
_KINDS: tuple[Callable[[_Statement, _Statement], bool], ...] = (
    _exception,
    _two_figures,
    _wish_and_habit,
    _word_and_deed,
    _powerless,
    _official,
)

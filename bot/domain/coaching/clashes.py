"""Whether two statements do not go together, kind by kind; both must be about the same thing."""

import re
from collections.abc import Callable

from bot.domain.coaching.clashes_within import KINDS_WITHIN, all_for_it
from bot.domain.coaching.statements import CONTRACTED_NOT, STEM, Statement, words

#: Words that both statements must share where no person links them.
SHARED = 2


_ABSOLUTE = words(r"(?:never|always|nobody|no one|noone|everyone|everybody|every time|nothing|none of them|not once)\b")
_IN_FRONT = words(r"(?:in front of|before|to|with) (?:everyone|everybody|all of (?:us|them))\b")
#: "In front of everyone" rules nothing out; "never" does wherever it stands.
_NEVER = words(r"(?:never|always|every time|not once)\b")
_NOBODY = words(r"(?:nobody|no one|noone|everyone|everybody|none of)\b")
_NOT = re.compile(rf"\b(?:not|never|no|nobody|nothing|without|hardly)\b|{CONTRACTED_NOT}", re.I)
#: Not told as done: wished, planned, supposed, reported.
_UNREAL = re.compile(
    r"\b(?:would|will|should|could|might|(?<!in )may|if|want|wants|wish|plan to|going to|"
    r"hope|said|says|promised|asked for)\b"
    r"|'(?:ll|d)\b|\?",
    re.I,
)
#: Something that happened, which an absolute rules out.
_HAPPENED = words(
    r"(?:once|last (?:year|month|week|spring|summer|autumn|winter|quarter)|(?:in|before|at) (?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december|easter|christmas)|did|came|held|kept|"
    r"stayed|agreed|"
    r"helped|fixed|signed|corrected|improved|took|warned|supported|backed|defended|listened|gave|sent|showed|joined|"
    r"worked|shared|offered|thanked|prepared|turned up|stood up|challenged|used|met|asked|brought|wrote|"
    r"called|raised|moved|(?:was|were) the (?:first|only)|on time)\b"
)
_ONCE = words(r"(?:\w+ )?(?:once|one time|that time)\b|\w+ did\b")
_BAD = words(
    r"(?:late|again|ignored|refused|cancel\w*|block\w*|shouted|attacked|complained|blamed|failed|missed|lied|worse)\b"
)
_NOBODY_BACKS = words(
    r"(?:nobody|no one|noone|none of them)\b.*\b(?:backs?|supports?|helps?|listens?|defends?|agrees?) ?(?:me|"
    r"us|with me|to me|to a)?\b"
)
_DID_BACK = words(
    r"did (?:listen|help|back|support|agree|care|come|ask)|"
    r"(?:defended|backed|supported|helped|listened to|agreed with) (?:me|my|us|our|with)\b"
)
_FOR = words(
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
_DISTRUST = words(r"(?:i|we) (?:\w+ )?(?:check|control|correct|redo|rework|verify|recalculate|go over)\b")
_WISH = words(r"(?:i|we) (?:really |just )?(?:want|wish|need)|i'?d like|i would like|my (?:goal|aim|wish) is")
_OWN = words(r"(?:i|we)\b")
_HABIT = words(r"(?:myself|ourselves|anyway|rather|still|again|every|always|each)\b")
#: Wishes to do less of something: one thing in common is enough.
_LET_GO = words(r"(?:without me|without us|stop|keep out|stay out|let go|hand over|not myself)\b")
_POWERLESS = words(
    r"(?:no (?:influence|power|say|authority)|nothing (?:i|we) can do|(?:can'?t|cannot) (?:change|move|influence))"
)
_EFFECT = words(
    r"(?:because (?:i|we) asked|after (?:i|we) (?:asked|called|talked)|(?:i|we) (?:got|convinced|persuaded|"
    r"talked) \w+)\b"
)
_REAL = words(r"(?:the real|really|in (?:reality|practice|fact|truth)|actually)\b")
_THEN = words(
    r"(?:was|were|ago|used to|last year|before|then|at first|went|grew|fell|rose|from|target|goal|plan|budget)\b"
)
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.I)
#: "In March he did ask me": said so, it is granted against what was said before.
_DID_AFTER_ALL = re.compile(
    r"\b(?:he|she|they|(?-i:[A-Z]\w+)) did (?!not\b|so\b|it\b|that\b|n'?t)(?P<verb>[a-z]{3,})", re.I
)


def _did_after_all(before: str, now: str) -> bool:
    """Whether "did ask" grants what "never asked", or a bare "never did", denied."""
    done = _DID_AFTER_ALL.search(now)
    verb = done["verb"][:STEM].rstrip("e") if done else ""
    return done is not None and bool(re.search(rf"\b{verb}|\bdid$", before, re.I))


def clash(before: Statement, now: Statement) -> bool:
    """Whether what is said now does not go with what was said before."""
    # "I told them to shut up" and then "I always listen": which came first is no matter here.
    return any(kind(before, now) for kind in _KINDS) or any(kind(now, before) for kind in KINDS_WITHIN)


def _exception(before: Statement, now: Statement) -> bool:
    """As in "Pavel never listens", and then "in April Pavel held the plan"."""
    if all_for_it(before.text) or not (_NEVER.search(before.text) or _NOBODY.match(before.text)):
        return False
    said = _IN_FRONT.sub("", now.text)
    told = _HAPPENED.search(said) and not any(word.search(said) for word in (_NOT, _UNREAL, _BAD, _ABSOLUTE))
    if not told:
        return False
    if before.people & now.people or before.names & now.names or _backed(before, now):
        return True
    shared = len(before.stems & now.stems) + _did_after_all(before.text, now.text)
    both_say_who = bool(_PRONOUN.search(before.text) and _PRONOUN.search(now.text))
    others = bool(before.people and now.people) or bool(before.names and now.names)
    named = others and not _NOBODY.match(before.text)
    # "So once he did listen": said against what was said before.
    against = bool(_ONCE.match(now.text))
    return shared >= (1 if both_say_who or against else SHARED) and not named


def _backed(before: Statement, now: Statement) -> bool:
    """As in "Nobody backs me", and then somebody did."""
    return bool(_NOBODY_BACKS.search(before.text) and _DID_BACK.search(now.text))


def _two_figures(before: Statement, now: Statement) -> bool:
    """As in "Two days on the call", and then "the call eats six days"."""
    differ = any(a[1] == b[1] and a[0] != b[0] for a in before.figures for b in now.figures)
    if not differ or any(word.search(s.text) for s in (before, now) for word in (_UNREAL, _THEN)):
        return False
    units = {unit[:STEM] for _, unit in before.figures}
    return len((before.stems & now.stems) - units) >= SHARED


def _wish_and_habit(before: Statement, now: Statement) -> bool:
    """As in "I want Henrik to own the number", and then "I correct his number myself"."""
    if not _WISH.search(before.text) or _WISH.search(now.text) or _NOT.search(now.text):
        return False
    does = _OWN.search(now.text) and _HABIT.search(now.text)
    return bool(does) and len(before.stems & now.stems) >= (1 if _LET_GO.search(before.text) else SHARED)


def _word_and_deed(before: Statement, now: Statement) -> bool:
    """As in "My boss supports me", and then "he cancelled three meetings"; "I trust them", "I check every file"."""
    if not _FOR.search(before.text) or _NOT.search(before.text) or _UNREAL.search(before.text + now.text):
        return False
    same = bool(before.people & now.people) or bool(_subject(before) & _subject(now))
    distrusts = "trust" in before.text.lower() and _DISTRUST.search(now.text) and before.stems & now.stems
    return bool(
        (same and _AGAINST.search(now.text)) or distrusts or (_same_thing(before, now) and _AGAINST.search(now.text))
    )


def _same_thing(before: Statement, now: Statement) -> bool:
    return len(before.stems & now.stems) >= SHARED


def _subject(statement: Statement) -> frozenset[str]:
    """Stems of the first words, where the subject stands."""
    return Statement(" ".join(statement.text.split()[:3]), frozenset(), frozenset()).stems


def _powerless(before: Statement, now: Statement) -> bool:
    """As in "I have no influence on him", and then "he changed it because I asked"."""
    if not (_POWERLESS.search(before.text) and _EFFECT.search(now.text)):
        return False
    return bool(before.people & now.people or before.stems & now.stems)


def _official(before: Statement, now: Statement) -> bool:
    """As in "Every decision is taken in the meeting", and then "the real decision is taken by phone"."""
    return bool(_REAL.search(now.text) and _ABSOLUTE_WAY.search(before.text) and not _REAL.search(before.text)) and (
        _same_thing(before, now) and not _UNREAL.search(now.text)
    )


_ABSOLUTE_WAY = words(r"(?:all|every|each|always|everything|one|a single|the same)\b")
_KINDS: tuple[Callable[[Statement, Statement], bool], ...] = (
    _exception,
    _two_figures,
    _wish_and_habit,
    _word_and_deed,
    _powerless,
    _official,
    *KINDS_WITHIN,
)

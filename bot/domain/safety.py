"""The safety screen: does a message say that somebody is in danger, hurt, harassed or breaking down?

Deterministic and offline. It looks for phrases (`content/safety/patterns.yml`), after harmless idioms
(`content/safety/idioms.yml`) are set aside. It cannot judge how serious anything is, and it will miss hints;
what it finds is answered with fixed wording and human help, never with an assessment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.safety_rules import Match, RuleIndex, SafetyRules
from bot.domain.safety_words import MASK, STOP

# Most urgent first: a message that speaks of several gets the wording of the first.
CATEGORIES = ("suicide", "self-harm", "danger", "violence", "harassment", "distress", "third-party")
IDIOM = "idiom"
THIRD = "third-party"
_REPORTED_WITHIN = 9  # Words between "said" and what was said.
# These are about the speaker even where no "I" is said ("suicide is on my mind"), unless somebody else is named.
_OWN_UNLESS_NAMED = frozenset({"suicide", "self-harm"})
_SUBJECT_WITHIN = 6  # Words before a phrase in which its subject stands.
#: Words before and after a phrase that count as its sentence; somebody who never ends one must not cost seconds.
_SENTENCE_WITHIN = 60
_NEAR = 2  # Words around a phrase in which "I" makes it the speaker's own.
_ME = frozenset({"me", "myself", "us"})
_MY = frozenset({"my", "our"})


@dataclass(frozen=True)
class Finding:
    """What the screen decided.

    Attributes:
        support: whether the message calls for human help.
        category: one of CATEGORIES when `support` is true, otherwise None.
        beside: nothing was found that must stop the exercise: help is named, and it goes on.
    """

    support: bool
    category: str | None = None
    beside: bool = False


NOTHING = Finding(False)


def screen(text: str, rules: SafetyRules) -> Finding:
    """Decide whether a message calls for human help instead of the exercise.

    Args:
        text: what the person typed, at any length; it is neither kept nor logged.
        rules: the loaded rules.
    """
    words = rules.speller.words(text)
    matches = (*rules.certain.matches(words), *_sound(rules.rules, words, {}, rules))
    found = {_category(match, words, rules) for match in matches}
    others = set(_about_others(words, rules)) if not found - {THIRD} else set()
    category = next((name for name in CATEGORIES if name in found | others), None)
    beside = not others and all(match.rule.beside for match in matches)
    return Finding(True, category, beside) if category else NOTHING


def _sound(index: RuleIndex, words: Sequence[str], turn: Mapping[str, str], rules: SafetyRules) -> Iterator[Match]:
    """Yield the matches that are neither part of an idiom nor guarded; `turn` replaces words before looking."""
    # Setting idioms aside can only take matches away, so it is done only where there is one.
    if next(index.matches([turn.get(word, word) for word in words]), None) is None:
        return
    masked = _without_idioms(words, rules)
    for match in index.matches([turn.get(word, word) for word in masked]):
        if not match.rule.guarded or rules.work.isdisjoint(_sentence(words, match)):
            yield match


def _without_idioms(words: Sequence[str], rules: SafetyRules) -> list[str]:
    masked = list(words)
    for match in rules.idioms.matches(words):
        for place in range(match.start, match.end):
            if words[place] != STOP:
                masked[place] = MASK
    return masked


def _sentence(words: Sequence[str], match: Match) -> Sequence[str]:
    start, end = match.start, match.end
    first, last = max(0, start - _SENTENCE_WITHIN), min(len(words), end + _SENTENCE_WITHIN)
    while start > first and words[start - 1] != STOP:
        start -= 1
    while end < last and words[end - 1] != STOP:
        end += 1
    return words[start:end]


def _category(match: Match, words: Sequence[str], rules: SafetyRules) -> str:
    """The rule's category, or third-party where somebody else says or suffers it."""
    if match.rule.category in (THIRD, "danger"):
        return match.rule.category
    sentence = _sentence(words, match)
    if match.rule.category in _OWN_UNLESS_NAMED:
        own = rules.people.isdisjoint(sentence) or _said_of_oneself(match, words, rules)
        return THIRD if not own or _reported(words, match.start, rules) else match.rule.category
    others = not rules.victims.isdisjoint(sentence) and not _suffered(match, words, sentence, rules)
    return THIRD if others else match.rule.category


def _said_of_oneself(match: Match, words: Sequence[str], rules: SafetyRules) -> bool:
    """Whether the phrase says "I" or "my", or the nearest person named before it is "I"."""
    if not rules.own.isdisjoint(words[match.start : match.end]):
        return True
    before = reversed(words[max(0, match.start - _SUBJECT_WITHIN) : match.start])
    return next((word for word in before if word == "i" or word in rules.people), None) == "i"


def _suffered(match: Match, words: Sequence[str], sentence: Sequence[str], rules: SafetyRules) -> bool:
    """Whether it happens to the speaker: "I" or "my hand" near by, or "me" where nobody is only telling me."""
    near = words[max(0, match.start - _NEAR) : match.end + _NEAR]
    mine = any(word in _MY and after not in rules.people for word, after in zip(near, (*near[1:], ""), strict=True))
    told = any(
        word in _ME and before not in rules.reporting for before, word in zip(("", *sentence), sentence, strict=False)
    )
    return "i" in near or mine or told


def _reported(words: Sequence[str], start: int, rules: SafetyRules) -> bool:
    """Whether somebody else said it, as in "my planner told me: I ..." with what follows."""
    before = words[max(0, start - _REPORTED_WITHIN) : start]
    return any(
        word in rules.reporting and not rules.people.isdisjoint(before[:n]) and "i" not in before[max(0, n - 2) : n]
        for n, word in enumerate(before)
    )


def _about_others(words: Sequence[str], rules: SafetyRules) -> Iterator[str]:
    """Turn what is said of somebody else into the first person, and look again."""
    if rules.people.isdisjoint(words):
        return
    for match in _sound(rules.others, words, rules.turn, rules):
        turned = any(word in rules.turn for word in words[match.start : match.end])
        if turned and not (match.rule.guarded and rules.reporting.isdisjoint(_sentence(words, match))):
            yield THIRD

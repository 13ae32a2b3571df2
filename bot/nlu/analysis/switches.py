"""Decides for each signal name whether it is on, from what was found in the message."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.coaching.requests import asks_for_a_language
from bot.domain.coaching.signals import SIGNAL_NAMES
from bot.nlu.analysis.asked import asks_about_others, asks_their_view, bare_why, owns_up_too
from bot.nlu.analysis.lexicon import Findings, Hit
from bot.nlu.analysis.words import Message

VERY_SHORT, VERY_LONG = 3, 80
_PAST_FOR_STORY = 2
_ONLY_CUES = (
    *("uncertain", "absolute", "blame", "solution-jump", "try", "positive", "parked"),
    *("cause", "cannot", "told", "change", "joke", "doubts-coach", "corrects-coach", "asks-privacy", "said-before"),
    "exception",
)
#: Verbs of the mind: "I think", "I know" tell nothing that is done.
_MIND = frozenset(
    "be have think know want need feel guess mean suppose believe hope wish like love hate see say would will do can "
    "remember hear understand agree assume doubt wonder fear".split()
)
#: What is said to others is "told" and no habit of one's own.
_SPEAKS = frozenset("ask tell say call write speak talk present raise explain suggest propose invite warn".split())
_DOES = frozenset({"VBZ", "VBP", "VBD"})
#: What one did once is a story; what one does is a habit that can be looked at.
_HABITS = frozenset({"VBZ", "VBP"})
_ANSWERS_ITSELF = frozenset({"probably", "because", "yes", "maybe", "well", "that", "here"})
_BEFORE_A_QUESTION = frozenset({"ok", "okay", "and", "so", "but", "well", "then", "hmm", "sorry"})
_REST_OF_NO_IDEA = 8
_SHORT_QUESTION = 4
_ANSWERED_BY_ONESELF = 4
_REPORTS = frozenset("said asked told says asks wrote texted shouted replied".split())
#: "If I bring one page" supposes and does not tell.
_SUPPOSED_BY = frozenset({"if", "unless", "should", "would"})
_THEN = frozenset({"then", "i'll", "ill", "will"})


@dataclass(frozen=True)
class Facts:
    """What the other modules found, as the switches need it.

    Attributes:
        feelings: feeling words that are not denied.
        metaphors: pictures, known ones and similes.
        confidence: a figure from 0 to 10, if one is given.
        has: the signals that are lists elsewhere (people, number, date) and whether they are empty.
        named: the last word of everybody named, as words are compared.
    """

    message: Message
    findings: Findings
    feelings: list[Hit]
    metaphors: list[Hit]
    confidence: int | None
    has: Mapping[str, bool]
    named: frozenset[str] = frozenset()

    def cue(self, name: str) -> list[Hit]:
        """Hits of the cue list of a signal."""
        return self.findings.of(f"signal:{name}")


def switched_on(facts: Facts) -> frozenset[str]:
    """The names of the signals that are on."""
    on = {name for name, rule in _RULES.items() if rule(facts)}
    on |= {name for name in _ONLY_CUES if facts.cue(name)}
    on |= {name for name, there in facts.has.items() if there}
    return frozenset(on - _shadowed(on)) & SIGNAL_NAMES


def _shadowed(on: set[str]) -> set[str]:
    """A signal that another one explains away."""
    hidden = {"will"} if "try" in on else set()
    if "no-idea" in on:
        hidden |= {"problem-talk", "absolute"}
    return hidden


def _words(facts: Facts) -> int:
    return len(facts.message.words)


def _vague(facts: Facts) -> bool:
    """Loose words count only where no number and no date make them precise, and nothing is being told."""
    precise = facts.has["number"] or facts.has["date"] or facts.cue("positive") or facts.cue("solution-jump")
    return bool(facts.cue("vague")) and not precise and _words(facts) <= 25


def _will(facts: Facts) -> bool:
    return any(_leads_to_a_verb(facts.message, hit) for hit in facts.cue("will"))


def _leads_to_a_verb(message: Message, hit: Hit) -> bool:
    """Whether it is a promise; "I am going to Paris" is none."""
    after = message.at(hit.last)
    return not hit.cue.endswith("going to") or (after is not None and after.tag.startswith("VB"))


def _should(facts: Facts) -> bool:
    return bool(facts.cue("should")) and not facts.cue("asks-advice")


def _confidence(facts: Facts) -> bool:
    return facts.confidence is not None or bool(facts.cue("confidence"))


def _conflict(facts: Facts) -> bool:
    return bool(facts.cue("conflict")) or any(_stance_before(facts, turn) for turn in facts.findings.of("turns"))


def _stance_before(facts: Facts, turn: Hit) -> bool:
    """A stance of the coachee's own earlier in the sentence, then the turn."""
    sentence = next(first for first, last in facts.message.sentences() if first <= turn.first < last)
    return any(sentence <= stance.first and stance.last <= turn.first for stance in facts.findings.of("stances"))


def _question(facts: Facts) -> bool:
    """A sentence with a question mark, or one that begins as a question; not one that the writer answers."""
    text = facts.message.text
    for first, last in facts.message.sentences():
        end = facts.message.words[last].start if last < _words(facts) else len(text)
        asked = "?" in text[facts.message.words[last - 1].end : end]
        if asked and last - first > 1 and not _answers_itself(facts.message, first, last):
            return True
    return any(_opens(facts.message, hit) for hit in facts.cue("question"))


def _answers_itself(message: Message, first: int, last: int) -> bool:
    """Whether the writer goes on to answer: "What happened? The German team escalated." asks nobody."""
    after = message.at(last)
    return after is not None and (after.key in _ANSWERS_ITSELF or last - first <= _SHORT_QUESTION)


def _problem_talk(facts: Facts) -> bool:
    return any(not _supposed(facts.message, hit) for hit in facts.cue("problem-talk"))


def _supposed(message: Message, hit: Hit) -> bool:
    """Inside "if the pack isn't there, then I ...": a plan for a problem, not a report of one."""
    first, last = next(s for s in message.sentences() if s[0] <= hit.first < s[1])
    keys = {word.key for word in message.words[first:last]}
    return message.words[first].key == "if" and bool(keys & _THEN)


def _advice(facts: Facts) -> list[Hit]:
    return [*facts.cue("asks-advice"), *facts.cue("asks-coach")]


def _echoes(facts: Facts, hit: Hit) -> bool:
    """What was asked of others, or said over before it is answered: "What do I do? I do it, I always do it"."""
    first, last = next(s for s in facts.message.sentences() if s[0] <= hit.first < s[1])
    words = facts.message.words
    if any(word.key in _REPORTS for word in words[first : hit.first]):
        # "I said, Ben, what do you think?" asked Ben.
        return True
    own = [word.key for word in words[first:last]] == ["what", "do", "i", "do"]
    return own and not first and len(words) - last >= _ANSWERED_BY_ONESELF


def _opens(message: Message, hit: Hit) -> bool:
    """Whether only small words stand before it."""
    return all(word.key in _BEFORE_A_QUESTION for word in message.words[: hit.first])


def _no_idea(facts: Facts) -> bool:
    """Said alone; "I don't know, probably the bonus" is an answer."""
    return any(_words(facts) - (hit.last - hit.first) <= _REST_OF_NO_IDEA for hit in facts.cue("no-idea"))


def _acts(
    message: Message, subjects: frozenset[str], but: frozenset[str] = frozenset(), tags: frozenset[str] = _DOES
) -> bool:
    """Whether one of the subjects does something in it: "they send it late", "I correct the file"."""
    for at, word in enumerate(message.words):
        before = message.at(at - 1)
        if word.key in subjects and not (before is not None and before.key in _SUPPOSED_BY):
            verb = next((w for w in message.words[at + 1 : at + 4] if not w.tag.startswith("RB")), None)
            if verb and not verb.stop and not verb.comma and verb.tag in tags and verb.lemma.lower() not in _MIND | but:
                return True
    return False


def _others(facts: Facts) -> frozenset[str]:
    """The pronouns of others, and the last words of whoever is named."""
    return frozenset({"he", "she", "they", "nobody", "everybody", "everyone"}) | facts.named


def _story(facts: Facts) -> bool:
    """Something that happened: a cue for it and at least two verbs in the past."""
    past = sum(word.tag == "VBD" for word in facts.message.words)
    return past >= _PAST_FOR_STORY and bool(facts.cue("story"))


_RULES: Mapping[str, Callable[[Facts], bool]] = {
    "very-short": lambda facts: _words(facts) <= VERY_SHORT,
    "very-long": lambda facts: _words(facts) >= VERY_LONG,
    "feeling": lambda facts: bool(facts.feelings),
    "metaphor": lambda facts: bool(facts.metaphors),
    "owns-up": lambda facts: bool(facts.cue("owns-up")) or owns_up_too(facts.message.text),
    "asks-why": lambda facts: bool(facts.cue("asks-why")) or bare_why(facts.message.text),
    "asks-view": lambda facts: asks_their_view(facts.message.text),
    "asks-language": lambda facts: asks_for_a_language(facts.message.text),
    "asks-advice": lambda facts: (
        any(not _echoes(facts, hit) for hit in _advice(facts)) or asks_about_others(facts.message.text)
    ),
    "asks-coach": lambda facts: (
        any(not _echoes(facts, hit) for hit in facts.cue("asks-coach")) or asks_about_others(facts.message.text)
    ),
    "vague": _vague,
    "will": _will,
    "should": _should,
    "confidence": _confidence,
    "conflict": _conflict,
    "question": _question,
    "story": _story,
    "no-idea": _no_idea,
    "problem-talk": _problem_talk,
    "own-act": lambda facts: _acts(facts.message, frozenset({"i", "we"}), _SPEAKS, _HABITS),
    "other-act": lambda facts: _acts(facts.message, _others(facts)),
}

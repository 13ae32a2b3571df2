"""The writer's own feelings in a message: not denied, not somebody else's, not asked, not only supposed."""

from collections.abc import Sequence

from bot.nlu.analysis.lexicon import Findings, Hit
from bot.nlu.analysis.words import Message, Word

#: A question of so few words asks how they feel.
_SHORT_QUESTION = 3
_LONGEST_FEELING = 4
_REACH = 4
_BODY = 3
_SAID_OF_OTHERS = frozenset({"annoying", "irritating", "infuriating"})
#: ", I'm afraid" and ", I am afraid" have so many words.
_POLITE = 3
_ASKED_IF = 6
_LONGEST_SAID, _NEAR = 60, 3
_FEEL = frozenset("feel felt feeling quite very so rather really a bit".split())
_PARTS = frozenset({"and", "but", "so", "because"})
_ONESELF, _THINGS = (
    frozenset("i im ive id i'll my me we us our weve".split()),
    frozenset("it its it's this that".split()),
)
#: Done to somebody, it is theirs.
_DONE_TO = frozenset(
    "hurt hurts scare scares upset upsets embarrass offend insult shame humiliate annoy annoys bother bothers irritate "
    "irritates frustrate frustrates anger angers disappoint disappoints worry worries".split()
)
_OTHER = frozenset("he she they hes shes theyre".split())
_THEY = _OTHER | frozenset("you everybody everyone nobody people".split())
#: "The team is tired": somebody, though in the singular and without a name.
_GROUPS = frozenset(
    "team boss chef wife husband mother father mum dad sister brother daughter son manager director planner buyer "
    "controller founder owner colleague deputy assistant predecessor successor customer supplier department plant "
    "factory warehouse company board office sales finance marketing production logistics cfo ceo coo gm vp man woman "
    "guy lady person family crew staff management".split()
)
#: "They would hate me" is what others feel, "they scare me" what I feel.
_FELT_FOR = frozenset("hate hated hates love envy blame".split())
_NEGATIONS = frozenset("not never no without isnt wasnt arent dont doesnt didnt wont cant hardly".split())
_WOULD = frozenset({"id", "would", "wed", "we'd"})


def feelings(message: Message, findings: Findings) -> list[Hit]:
    """The writer's feeling words that are not denied: of "not angry, just tired" only "tired"."""
    found = findings.of("signal:feeling")
    return [
        hit
        for hit in found
        if not any(fails(message, hit) for fails in (_is_denied, _of_others, _comments, _is_asked, _is_quoted))
    ]


def _has_an_object(message: Message, at: int) -> bool:
    """Whether somebody else follows, as in "I didn't want to hurt Jerry"."""
    word = message.at(at)
    if word is None or word.stop or word.comma or word.key in ("me", "us"):
        return False
    return word.tag in ("NNP", "PRP", "PRP$", "DT")


def _is_denied(message: Message, hit: Hit) -> bool:
    return _denied(message, hit.first)


def _is_asked(message: Message, hit: Hit) -> bool:
    """Whether the message ends with it as a question: "So he stopped. Happy?" tells no feeling."""
    first, last = next(s for s in message.sentences() if s[0] <= hit.first < s[1])
    alone = last == len(message.words) and last - first <= _SHORT_QUESTION
    return alone and "?" in message.text[message.words[last - 1].end :]


def _is_quoted(message: Message, hit: Hit) -> bool:
    """Whether somebody else says it: "He said 'just tell us where it hurts'"; not where it is told as one's own."""
    if not message.words[hit.first].spoken:
        return False
    furthest = max(0, hit.first - _LONGEST_SAID)
    begins = next(at for at in range(hit.first, -1, -1) if at <= furthest or not message.words[at - 1].spoken)
    return not {"i", "me", "my"} & {word.key for word in message.words[max(0, begins - _REACH) : begins]}


def _comments(message: Message, hit: Hit) -> bool:
    """Whether it is said of what is told and not felt: "he's got a point, annoyingly", "a better one, I'm afraid"."""
    after, word = message.at(hit.last), message.words[hit.last - 1]
    led = message.words[max(0, hit.last - _POLITE) : hit.last]
    if word.key in ("hate", "love") and after is not None and after.key in ("to", "it"):
        return True  # "I rather hate to admit it".
    asks = {before.key for before in message.words[max(0, hit.first - _ASKED_IF) : hit.first]}
    if {"if", "whether"} & asks and {"asked", "asks", "ask"} & asks:
        return True  # "He asked if I was tired."
    if word.key == "afraid" and (after is None or after.stop) and any(before.comma for before in led):
        return True
    return hit.last - hit.first == 1 and (word.key.endswith("ly") or word.key in _SAID_OF_OTHERS)


def _of_others(message: Message, hit: Hit) -> bool:
    """Whether somebody else feels it: in its clause others are the subject and the writer has no part before it."""
    first = hit.first
    furthest = max(0, first - _LONGEST_SAID)
    while first > furthest and not (
        message.words[first].stop or message.words[first].comma or message.words[first].key in _PARTS
    ):
        first -= 1
    before = message.words[first : hit.first]
    after = {word.key for word in message.words[hit.last : hit.last + 2]}
    if message.words[hit.first].key in _FELT_FOR and {"me", "us"} & after:
        return True
    if message.words[hit.first].key in _DONE_TO and _has_an_object(message, hit.last):
        return True
    subject = next((word.key for word in before if word.key not in _PARTS), "")
    nearest = next((key for key in reversed(_subjects(before)) if key in _ONESELF | _OTHER), "")
    if subject in _THINGS or nearest in _ONESELF:
        # "In our mother's kitchen he was proud": of several the nearest feels it.
        return False
    named = any(word.text.istitle() and not word.stop and word.key not in _ONESELF for word in before)
    others = named or any(word.tag in ("NNS", "NNP") or word.key in _THEY | _GROUPS for word in before)
    return others and not {"me", "us"} & after


def _subjects(words: Sequence[Word]) -> list[str]:
    """The words without the "my" of "my team": that is somebody else."""
    keys = [word.key for word in words]
    return [
        key
        for at, key in enumerate(keys)
        if not (key in ("my", "our") and _GROUPS & set(keys[at + 1 : at + 1 + _NEAR]))
    ]


def _denied(message: Message, at: int) -> bool:
    """A negation among the two words before, in the same clause; "without", and what would be felt, reach further."""
    before = message.words[max(0, at - _REACH) : at]
    if any(word.key == "without" for word in before) or (before and before[-1].key in _WOULD):
        return True
    for back in range(at, max(at - 2, 0), -1):
        if message.words[back].stop or message.words[back].comma:
            return False
        if message.words[back - 1].key in _NEGATIONS:
            return True
    return False


def feeling_word(message: Message, hits: list[Hit]) -> str | None:
    """The first feeling in a few words, without "feel" and "quite"."""
    for hit in hits:
        first = hit.first
        while first < hit.last - 1 and message.words[first].key in _FEEL:
            first += 1
        if (
            first >= _BODY
            and message.words[first - _BODY].key == "my"
            and message.words[first - 1].key in ("was", "is")
        ):
            # "My voice was shaking" says it, "shaking" does not.
            first -= _BODY
        if hit.last - first <= _LONGEST_FEELING:
            return message.between(first, hit.last)
    return None

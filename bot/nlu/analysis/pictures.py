"""Pictures nobody listed: "the review is a confessional", "like a hen on eggs", "as if I held the umbrella"."""

from collections.abc import Iterator
from unicodedata import normalize

from bot.catalogue.cues import Cues
from bot.nlu.analysis.lexicon import Hit
from bot.nlu.analysis.words import Message

_LONGEST = 10
_DOERS = frozenset("i we he she they you".split())
_KIN = frozenset(
    "grandmother neighbour father mother dad mum brother sister husband wife son daughter uncle aunt grandfather "
    "cousin".split()
)
_BEFORE = 6
_IS = frozenset(
    "is are was were am im its it's hes shes thats theyre be being feels isnt like than become became remain".split()
)
#: "It's a ceilidh": subject and verb in one word.
_BOTH = frozenset("im it's hes shes thats theyre".split())
_DETERMINERS = frozenset("a an the my our his her their one two three four another some no same".split())
#: "A sort of village fete": words that only soften the likeness.
_SOFTENING = frozenset("sort kind bit of".split())
_GOES_ON = frozenset(
    "of in on at with without that who which where nobody into from behind under between to for".split()
)
#: "I call it the museum": so many words at most are a name.
_CALLS, _NAMED, _LONGEST_NAME = frozenset("call calls called".split()), frozenset("it that this them me us".split()), 6
#: "Would like a chef" is a wish, "looks like the factory" a likeness of things at work.
_NOT_LIKE = frozenset("would id wed we'd i you they people who not should dont didnt".split())


def pictured(message: Message, cues: Cues) -> Iterator[Hit]:
    """Yield the picture of each clause that says that something is, or is like, a thing one can point at."""
    for at, word in enumerate(message.words):
        if is_thing(word.key, cues) and word.tag.startswith(("NN", "JJ")) and not _of_the_family(message, at):
            first = _begins(message, at)
            if first is not None and not _happened(message, at):
                yield Hit(first, whole_picture(message, at, first), "picture")
    yield from _as_if(message, cues)
    yield from _called(message)


def is_thing(key: str, cues: Cues) -> bool:
    """Whether a word names a thing one can point at, or several of them."""
    plain = normalize("NFKD", key).encode("ascii", "ignore").decode()
    return plain in cues.words["picture_nouns"] or plain.removesuffix("s") in cues.words["picture_nouns"]


def _begins(message: Message, noun: int) -> int | None:
    """Where the picture begins, without its article; None where nothing says "is" or "like" before it."""
    for at in range(noun - 1, max(noun - 1 - _BEFORE, -1), -1):
        word = message.words[at]
        if word.key in _IS and not message.words[at + 1].stop:
            return _without_article(message, at + 1) if _compares(message, at) else None
        if message.words[at + 1].stop or message.words[at + 1].comma:
            return None
        if not (word.key in _DETERMINERS | _SOFTENING or word.tag.startswith(("JJ", "NN", "RB", "VBG", "VBN", "CD"))):
            return None
    return None


def _of_the_family(message: Message, at: int) -> bool:
    """Whether "my father" is meant: "he is older, like my father" draws no picture."""
    before = message.at(at - 1)
    return message.words[at].key in _KIN and before is not None and before.key in ("my", "our", "his", "her", "their")


def _called(message: Message) -> Iterator[Hit]:
    """The name somebody has for a thing: "I call it the museum"."""
    for at, word in enumerate(message.words[:-3]):
        named, article = message.words[at + 1], message.words[at + 2]
        if word.key in _CALLS and named.key in _NAMED and article.key in ("the", "a", "an") and not article.comma:
            end = min(_clause_end(message, at + 3), at + 3 + _LONGEST_NAME)
            last = next((i for i in range(end - 1, at + 2, -1) if message.words[i].tag.startswith("NN")), None)
            if last is not None and not article.stop and not message.words[at + 3].key[0].isdigit():
                yield Hit(at + 2, last + 1, "called")


def _happened(message: Message, noun: int) -> bool:
    """Whether it tells what it was that time, as in "last month it was a bee"."""
    words = message.words[max(0, noun - _BEFORE) : noun]
    return bool({"last", "yesterday", "once"} & {w.key for w in words}) and any(w.key in ("was", "were") for w in words)


def _compares(message: Message, at: int) -> bool:
    before = message.at(at - 1)
    if message.words[at].key in _BOTH:
        # "She's got twins", "he's building a bridge": what somebody has or does.
        return message.words[at + 1].tag not in ("VBG", "VBN", "VBD")
    if before is not None and before.key in _KIN and message.words[at].key != "like":
        # "My father was a judge": he was one.
        return False
    does = next((word.tag for word in message.words[at + 1 : at + 4] if not word.tag.startswith("RB")), "") == "VBG"
    if (
        before is not None
        and does
        and (before.key in _DOERS or before.tag == "NNP")
        and message.words[at].key != "like"
    ):
        # "I was eating cake": that is what I did.
        return False
    return before is not None and not (message.words[at].key == "like" and before.key in _NOT_LIKE)


def _without_article(message: Message, at: int) -> int:
    articles = {"a", "an", "the"}
    while message.words[at].key in articles | _SOFTENING or message.words[at].tag == "RB":
        at += 1
    return at


def whole_picture(message: Message, noun: int, first: int) -> int:
    """The noun, with what is said of it where that is short."""
    end = noun + 1
    while (after := message.at(end)) and after.tag.startswith("NN") and not (after.stop or after.comma):
        end += 1
    if after is None or after.stop or after.comma or after.key not in _GOES_ON:
        return end
    whole = _clause_end(message, end)
    fits = whole - first <= _LONGEST and message.words[whole - 1].tag not in ("IN", "RP", "TO")
    return whole if fits else end


def _as_if(message: Message, cues: Cues) -> Iterator[Hit]:
    for at, word in enumerate(message.words[:-2]):
        if word.key in ("if", "though") and at and message.words[at - 1].key == "as":
            end = _clause_end(message, at + 1)
            words = message.words[at + 1 : end]
            if len(words) <= _LONGEST + 2 and any(w.key in cues.words["picture_nouns"] for w in words):
                yield Hit(at + 1, end, "picture")


def _clause_end(message: Message, at: int) -> int:
    words = message.words
    return next((i for i in range(at, len(words)) if words[i].stop or words[i].comma), len(words))

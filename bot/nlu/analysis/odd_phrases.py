"""A clause about everyday things where work is spoken of: "we polish the speedometer", "two drivers, one wheel".

It may be a picture or may not, so it is only ever given back word for word, and not called one. Where it might be
told of what somebody did, of a person, or of what the company makes, there is none.
"""

from collections.abc import Iterator

from bot.catalogue.cues import Cues
from bot.nlu.analysis.pictures import is_thing
from bot.nlu.analysis.words import Message, Word

_SHORTEST, _LONGEST = 4, 12
#: Where several such things meet, one need not be far from work.
_TOGETHER = 2
#: Things of a day as it is: alone they draw no picture.
_OF_A_DAY = frozenset(
    "house car taxi bus train plane bike bicycle kitchen garden bed bedroom bath father mother uncle baby doctor "
    "school "
    "dinner breakfast coat dog cat church garage clinic restaurant pub gym football tennis piano guitar letters stamp "
    "suit newspaper rain snow wind eyes wedding funeral court judge nurse teacher lawyer wall gate shed clock alarm "
    "cake biscuit chocolates cookie bun pancake pudding yoghurt apple boots jacket hat lamp candle fan fridge "
    "calculator actor lunch neighbour neighbours drawer cupboard translator pocket queue roof carpet twins bin".split()
)
_MADE = frozenset(
    "make sell build ship plan produce deliver stock order forecast buy pack load store supply launch export import "
    "manufacture need want".split()
)
_SPEAKERS = frozenset("i we it it's its you everybody everyone nobody im weve ive youre somebody one".split())
_LEAD = frozenset("perhaps maybe well so and but honestly basically really often sometimes always still just".split())
_AT_HOME = frozenset("wife husband daughter son kids children home partner family".split())
_NAMES = frozenset({"PERSON", "ORG", "GPE", "DATE", "TIME", "MONEY", "PERCENT", "PRODUCT", "NORP"})


def odd_phrase(message: Message, cues: Cues) -> str | None:
    """Return the first such clause of a message, word for word, or None."""
    return next((message.between(*clause) for clause in _clauses(message) if _is_odd(message, clause, cues)), None)


def _clauses(message: Message) -> Iterator[tuple[int, int]]:
    """Sentences that state something, without small words in front."""
    for first, last in message.sentences():
        end = message.words[last].start if last < len(message.words) else len(message.text)
        while first < last and message.words[first].key in _LEAD:
            first += 1
        if "?" not in message.text[message.words[last - 1].end : end] and first < last:
            yield first, last


def _is_odd(message: Message, clause: tuple[int, int], cues: Cues) -> bool:
    words = message.words[slice(*clause)]
    things = [word.key for word in words if is_thing(word.key, cues) and word.tag.startswith("NN")]
    far = [key for key in things if key not in _OF_A_DAY]
    enough = bool(far) or len(things) >= _TOGETHER
    literal = any(word.key in _AT_HOME for word in words)
    return (
        enough
        and not literal
        and _SHORTEST <= len(words) <= _LONGEST
        and _is_timeless(words)
        and not set(message.between(*clause)) & set('"“”()')
    )


def _is_timeless(words: tuple[Word, ...]) -> bool:
    """Told of how it is, by whom it is: no past, no name, no figure, and nobody makes or sells the thing."""
    finite = [word.tag for word in words if word.tag in ("VBD", "VBZ", "VBP", "MD")]
    if finite and finite[0] in ("VBD", "MD") or any(word.entity in _NAMES or word.text[0].isdigit() for word in words):
        return False
    begins = words[0].key in _SPEAKERS or words[0].tag in ("VBG", "CD") or (not finite and words[0].tag in ("DT", "JJ"))
    return begins and not any(word.lemma.lower() in _MADE and word.tag.startswith("VB") for word in words)

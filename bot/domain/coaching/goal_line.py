"""The one sentence of a goal that says it, word for word: people who ramble say it somewhere in the middle."""

import re

from bot.domain.coaching.complaints import tells_the_present

#: A sentence of more words is shown by the wish inside it.
MOST = 26
#: A long sentence ends before a last "and", where so many words stand before it.
ENOUGH = 12
#: Fewer words say nothing by themselves.
LEAST = 3
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
_WISH = re.compile(
    r"\b(?:(?:i|we)(?:'d| would)? (?:really |just |also )?(?:want|wish|need|like|love|hope)|"
    r"my (?:goal|aim|wish)|should|must|has to|have to|needs? to|so that|to be able)\b",
    re.I,
)
#: "That he asks before he promises", "to have decided", "no volume goes out unchecked": said where a wish was asked
#: for.
_NAMES_IT = re.compile(r"\W*(?:that|to|no|zero|one|an?|the|every|all)\b", re.I)
#: "That he says, and what do you think?" is a wish for all its mark.
_WISHED_FOR = re.compile(r"\W*(?:that|to)\b", re.I)
#: Said of the talk, of how it is, or to win a moment.
_NOT_IT = re.compile(
    r"\W*(?:well|hm+|ok(?:ay)?|sorry|i don'?t know|it(?:'s| is) (?:a bit |a little |a long |hard|difficult|like)|"
    r"that(?:'s| is) (?:all|it)|what will be|haha|lol|because|now is|before|after|by|until|in|on|at)\b",
    re.I,
)
_ALSO = re.compile(r"\b(?:also|besides|as well)\b", re.I)
_TAKES_BACK = re.compile(r"\W*no, ", re.I)
_LEAD = re.compile(
    r"^(?:(?:no(?=,)|well|so|and|but|ok|okay|yes|also|honestly|actually|i mean)\b[ ,]*)+(?=\w+ \w+ \w)", re.I
)
LAUGH = re.compile(r"(?<![ ,])[ ,]*\b(?:(?:ha){2,}h?|lo+l|(?:he){2,})\b\W*$", re.I)


def goal_sentence(text: str, wants: str | None) -> str:
    """Return the sentence of a goal that says what is wanted, exactly as it was typed; the wish alone where it is long.

    Args:
        text: the whole answer.
        wants: the wish that the analysis cut out of it, if it found one.
    """
    said = [piece.strip() for piece in _SENTENCES.split(text.strip()) if piece.strip()]
    if len(said) <= 1 and len(text.split()) <= MOST:
        return LAUGH.sub("", text.strip()).strip()
    anew = max((at for at, piece in enumerate(said) if at and _TAKES_BACK.match(piece)), default=0)
    said = said[anew:]
    wished = [piece for piece in said if wants and wants in piece] or [piece for piece in said if _WISH.search(piece)]
    chosen = next(iter([*wished, *(piece for piece in said if _names_it(piece)), *filter(_stands, said)]), text.strip())
    if said and chosen is not said[0] and _ALSO.search(chosen) and _says_enough(said[0]):
        chosen = said[0]  # What is wanted also is not what was wanted first.
    bare = LAUGH.sub("", _LEAD.sub("", chosen)).strip()
    if len(bare.split()) > MOST:
        shorter = re.split(r",? (?:and then|and so|because|which) ", bare, maxsplit=1)[0]
        bare = wants or (shorter if len(shorter.split()) >= ENOUGH else bare)
    return bare if len(bare.split()) >= LEAST else text.strip()


#: "And that I can tell him no": the other half of the wish.
_SECOND_HALF = re.compile(r"and (?:that|to|i|we|not)\b", re.I)


def with_second_half(text: str, said: str) -> str:
    """Return the sentence of a goal with the one behind it, where that one goes on wishing; as it was typed."""
    at = text.find(said)
    behind = text[at + len(said) :].lstrip(" .!") if at >= 0 and said else ""
    second = _SENTENCES.split(behind)[0].strip() if behind else ""
    if not _SECOND_HALF.match(second) or second.endswith("?") or len(f"{said} {second}".split()) > MOST + ENOUGH:
        return said
    return text[at : text.index(second, at + len(said)) + len(second)]


def _says_enough(sentence: str) -> bool:
    return _stands(sentence) and len(sentence.split()) > 2 * LEAST and not tells_the_present(sentence)


def _names_it(sentence: str) -> bool:
    asked = _stands(sentence.rstrip("?")) if _WISHED_FOR.match(sentence) else _stands(sentence)
    return bool(_NAMES_IT.match(sentence)) and asked and not tells_the_present(sentence)


def _stands(sentence: str) -> bool:
    return len(sentence.split()) >= LEAST and not sentence.endswith("?") and not _NOT_IT.match(sentence)

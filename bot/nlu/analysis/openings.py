"""What may stand before a clause without changing it: joining words, openings before a comma, "wondering why"."""

import re

from bot.nlu.analysis.words import Message

#: Openings that only join what follows to what was said before.
_OPENINGS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "failing that,in other words,for example,for instance,to be honest,to be fair,in fact,of course,as usual,"
        "at least,in the end,by the way,on top of that,after all,mind you,in short,same thing,the thing is,"
        "the point is,the problem is,thing is,i mean,in my view,for me,to be clear,one more thing,god,oh god,gosh,oh"
    ).split(",")
)
_LONGEST = max(map(len, _OPENINGS))
#: "Then the board sees it": without its first word it says the same.
_JOINS_ON = frozenset("then also well actually honestly basically anyway ok okay yes no yeah oh so plus".split())
#: "I wonder why I am the only one who cares": what is asked so is taken to be true.
_WONDERING = frozenset("wondering wonder wondered asking ask".split())
_WONDERED_AT = re.compile(r"(?:i|we|he|she|they|it)(?:['’](?:m|ve|re|s|d))?|im|ive", re.I)
#: "I suppose he commits when nobody is watching": what is supposed is told.
_HEDGES = frozenset({("i", "suppose"), ("i", "guess"), ("i", "think"), ("i", "believe")})
_HEDGE_WORDS, _CLAUSE_WORDS = 2, 4
#: Single marks in front of words and behind them; "the planners' mails" has none in front.
_BEGUN, _ENDED = re.compile(r"(?:^|\s)['‘](?=\w)"), re.compile(r"\w['’](?=$|[\s.,!?])")
_QUOTATION = re.compile(r"[\"“”] ")


def opening(message: Message, first: int, last: int) -> int:
    """How many words up to a comma only join the clause to what was said: 2 in "failing that, he commits"."""
    for length in range(1, min(_LONGEST, last - first - 2) + 1):
        if message.words[first + length].comma:
            return length if tuple(word.key for word in message.words[first : first + length]) in _OPENINGS else 0
    return 0


def hedge(message: Message, first: int, last: int) -> int:
    """How many words only say how sure somebody is: 2 in "I suppose he commits when it is small"."""
    keys = tuple(word.key for word in message.words[first : first + _HEDGE_WORDS])
    after = message.at(first + _HEDGE_WORDS)
    if keys not in _HEDGES or after is None or last - first < _HEDGE_WORDS + _CLAUSE_WORDS:
        return 0
    clause = _WONDERED_AT.fullmatch(after.text) and not (after.stop or after.comma)
    return _HEDGE_WORDS if clause else 0


def hedged(message: Message, at: int) -> bool:
    """Whether a pause and then "I suppose" stand before the word at `at`."""
    first = at - _HEDGE_WORDS
    if first < 0 or tuple(word.key for word in message.words[first:at]) not in _HEDGES:
        return False
    return message.words[first].stop or message.words[first].comma or joined_on(message, first)


def joined_on(message: Message, at: int) -> bool:
    """Whether nothing but a joining word stands between the word at `at` and the pause before it."""
    while at and not message.words[at].stop and message.words[at - 1].key in _JOINS_ON:
        at -= 1
        if message.words[at].stop or message.words[at].comma:
            return True
    return False


def wondered(message: Message, at: int) -> bool:
    """Whether a clause begins at `at` that somebody wonders at: "wondering why | I'm the only one who cares"."""
    before = [word.key for word in message.words[max(0, at - 2) : at]]
    asked = len(before) > 1 and before[0] in _WONDERING and before[1] == "why"
    return asked and bool(_WONDERED_AT.fullmatch(message.words[at].text))


def after_quotation(message: Message, at: int) -> bool:
    """Whether only a closing quotation mark parts a word from its sentence: 'called me "the abacus" | in front of'."""
    between = message.text[message.words[at - 1].end : message.words[at].start] if at else ""
    return bool(_QUOTATION.fullmatch(between))


def half_quoted(text: str) -> bool:
    """Whether somebody else's words begin in a text, 'between single marks, and do not end in it."""
    return len(_BEGUN.findall(text)) > len(_ENDED.findall(text))

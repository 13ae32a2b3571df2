"""Which words of the coachee are worth giving back: the unusual, felt, pictured and concrete ones."""

from collections.abc import Iterator, Mapping, Sequence

from bot.catalogue.cues import Cues
from bot.nlu.analysis.clauses import introduces_work, tells_nothing
from bot.nlu.analysis.lexicon import Hit
from bot.nlu.analysis.mirror import APOSTROPHES, LEADS
from bot.nlu.analysis.spans import Cutter, Span
from bot.nlu.analysis.spelling import misspelt
from bot.nlu.analysis.words import Word

_LEAST_WORDS, _LEAST_QUOTED, _LONGEST, _MOST = 4, 2, 14, 3
_BEST_LENGTH, _COMFORTABLE = range(4, 13), 12
# Weights were set by reading quotes of the tuned half of benchmarks/signals.
_WEIGHTS = {"metaphor": 4.0, "feeling": 3.0, "absolute": 1.0, "blame": 1.0, "conflict": 1.0, "problem-talk": 1.2}
# "I don't know", "what would you do" and "as I said" say nothing that could be given back.
EMPTY = ("no-idea", "asks-advice", "asks-coach", "doubts-coach", "said-before", "parked")
_WHOLE = ("metaphor", "feeling")
_UNUSUAL, _MOST_UNUSUAL = 0.6, 2.0
# What people say of themselves without exception, or admit, is what they came with.
_OWN_ABSOLUTE, _SELF = 1.5, 0.4
_NO_VERB = 1.2
_WHOLE_SENTENCE, _BEST_LENGTH_WHOLE = 0.2, range(4, 14)
_CLAUSE, _GOOD_LENGTH, _TOO_LONG, _FIGURE = 0.8, 1.0, 0.8, 0.5
# Of a feeling told, the clause that begins with "I" is the one to hear.
_OWN, _OWN_FEELING = frozenset({"i", "im", "my", "it"}), 0.5
_AM = frozenset({"i", "im", "my"})
_FIRST_PERSON = frozenset({"i", "im", "ive", "id", "we", "weve", "my", "our"})
_ASKING = frozenset("do does did is are was were can could will would should shall have has".split())
# What hurts outside work is heard, and not held up.
_SORROW = frozenset("died dead death funeral cancer suicide divorce divorced tumour stroke miscarriage".split())
_IS_A = frozenset({"is", "was", "are", "am", "a", "an"})
_POSTS = frozenset("manager director head lead leader planner vp controller chief name".split())
_SUBORDINATE = 0.6
# "It will be nine o'clock" says little without what stood before it.
# A terse answer has what it speaks of in the question before it.
_TERSE = 10
_WITHOUT_A_NOUN, _LOOSE = frozenset("he she they his hers theirs".split()), 1.0
_WITHOUT_A_THING, _LOOSER = frozenset({"it", "its", "it's", "that", "thats", "this", "mine", "there"}), 2.0
_WHOLE_MESSAGE, _SHORT_MESSAGE = 0.3, 5
_ENOUGH = 1.0
_POINT, _TOLD_AT_LENGTH = 0.5, 10
# In a story told at length, what the writer did last is what they came to say.
_OWN_END, _LONG_STORY = 1.5, 25
# "I have become someone I don't like" is told once.
_TURNED_ON_ONESELF, _OWN_DOUBT = (
    frozenset("become became dont didnt cant couldnt never myself nobody ashamed".split()),
    0.6,
)
_ONLY_A_POST = 1.5
# Who says what they run, and something besides, came for what is said besides.
_BESIDES = 3
# "My own part is that I like a good agenda": what they admit goes before what explains it.
_OWNED, _LED_IN = 2.0, 6
# "It makes me a liar" says what it does to them, whatever it begins with.
_DONE_TO_ME = 4.0
# "Now it IS my number": who types a word in capitals means it.
_EMPHASIS = 2.0
_PLAIN_CAPITALS = frozenset("IS ARE WAS WERE AM DO DOES DID NOT NEVER ALWAYS ALL EVERY MY ME WE THEY HE SHE NO".split())
# "My kids got their mum back, I suppose": half meant, and whole without it.
_TAKEN_BACK = (("i", "suppose"), ("i", "guess"), ("i", "think"))
# "I used to like Mondays, isn't that ridiculous", "he won, didn't he": so many words behind a comma ask for a nod.
_NODS, _LONGEST_NOD = (
    frozenset("isnt arent dont doesnt didnt wasnt werent cant wont havent hasnt right eh innit huh".split()),
    4,
)
# "I sent him an article, can you believe it."
_ASIDES = frozenset(
    tuple(aside.split())
    for aside in (
        "can you believe it,would you believe it,if you want to know,if you like,you know,believe it or not,"
        "to be honest,if im honest,to be fair,as it happens,poor man,poor thing,bless him,bless her"
    ).split(",")
)
# "A little offended, yes."
_CONFIRMS = frozenset("yes no yeah sure actually really".split())
# "Say, Dervla, the lots are yours": what is said to somebody begins at the comma.
_SAYING = frozenset("say says said tell ask asked write call".split())

# Where the lively words are, by signal.
Marks = Mapping[str, Sequence[Hit]]


def quotable(cutter: Cutter, marks: Marks, cues: Cues, words: int) -> tuple[Span, ...]:
    """Up to three pieces, best first; none of a message too short to be mirrored, none with a slip of the keys."""
    if words < _LEAST_WORDS:
        return ()
    corrected = _corrected(cutter)
    whole = (span for span in cutter.spans(_LONGEST) if cutter.is_whole(span) and span.first >= corrected)
    meant = (_without_tail(cutter, span) for span in whole)
    clean = (
        span
        for span in meant
        if not any(_slip(cutter, word) for word in cutter.words(span)) and _stands_up(cutter, span)
    )
    scored = [(_worth(cutter, span, marks, cues) - _parrots(span, words), span) for span in clean]
    return tuple(_best(scored))


def _corrected(cutter: Cutter) -> int:
    """Where a message begins anew with "No, that ...", which takes back what stands before it; else 0."""
    words = cutter.message.words
    return max(
        (
            at
            for at, word in enumerate(words[:-3])
            if at and word.key == "no" and word.stop and words[at + 1].comma and not cutter.is_question(at)
        ),
        default=0,
    )


def _without_tail(cutter: Cutter, span: Span) -> Span:
    """Without a last "I suppose" or "isn't it", where a whole clause stands before it."""
    words = cutter.words(span)
    taken_back = tuple(word.key for word in words[-2:]) in _TAKEN_BACK
    asides = (at for at in range(3, len(words)) if words[at].comma and tuple(w.key for w in words[at:]) in _ASIDES)
    if (aside := next(asides, None)) is not None:
        return Span(span.first, span.first + aside)
    if len(words) > 2 and words[-1].key in _CONFIRMS and words[-1].comma:
        return Span(span.first, span.last - 1)
    nods = (at for at in range(len(words) - 1, 2, -1) if words[at].comma and words[at].key in _NODS)
    nod = next((len(words) - at for at in nods if len(words) - at <= _LONGEST_NOD), 0)
    shorter = Span(span.first, max(span.first, span.last - (2 if taken_back else nod)))
    return shorter if len(shorter) > 2 and cutter.is_clause(shorter) else span


def _stands_up(cutter: Cutter, span: Span) -> bool:
    """Whether it has its subject, and does not only say who the writer is."""
    words = cutter.words(span)
    besides = len(cutter.message.words) > len(words) + _BESIDES
    if tells_nothing(words) or (introduces_work(words) and besides) or _spliced(cutter, span):
        return False
    # "I have a head full of things" introduces nobody.
    of_oneself = words[0].key in _AM - {"i"} or (words[0].key == "i" and words[1:2] and words[1].key in _IS_A)
    introduces = of_oneself and any(word.key in _POSTS for word in words)
    hedges = len(words) > 1 and words[1].key in ("guess", "suppose", "wonder", "doubt")
    # "Rewe is a supermarket" explains a word.
    explains = len(words) <= _SHORT_MESSAGE and [w.key in _IS_A for w in words[1:3]] == [True, True]
    if _SORROW & {word.key for word in words}:
        return False
    if any(word.key in _SAYING and after.comma for word, after in zip(words, words[1:], strict=False)):
        return False
    if any(word.key == "let" and after.key == "me" for word, after in zip(words, words[1:], strict=False)):
        return False  # "Let me think, it's the Monday call" wins a moment first.
    beyond = cutter.message.at(span.last)
    if beyond is not None and not beyond.stop and not cutter.has_verb(span):
        return False  # "Eleven years quality | and now I take the minutes": the verb is in what follows.
    if len(words) > 1 and words[-2].key in _SAYING and words[-1].text.istitle() and beyond is not None and beyond.comma:
        return False  # "My wife says Gus, you talk about it": what she says is cut off.
    if words[0].tag in ("WP", "WRB") and len(words) > 1 and words[1].key in _ASKING:
        # "He asked one question: what do you want me to decide" is his and not the writer's.
        return False
    return words[0].tag not in ("VBZ", "VBD", "VBP", "MD") and not (introduces or hedges or explains)


def _spliced(cutter: Cutter, span: Span) -> bool:
    """Whether it begins in the middle and joins two sentences by a comma: "she runs supply, she says no"."""
    words = cutter.words(span)
    begins_within = words[0].comma and not words[0].stop
    return begins_within and any(
        word.comma and word.tag == "PRP" and after.tag in ("VBD", "VBZ", "VBP", "MD")
        for word, after in zip(words[1:], words[2:], strict=False)
    )


def is_empty_talk(text: str, marks: Marks, cutter: Cutter) -> bool:
    """Whether a piece of the message only talks about the talk ("it is a long story")."""
    return any(cutter.text(Span(hit.first, hit.last)) in text for name in EMPTY for hit in marks[name])


def _slip(cutter: Cutter, word: Word) -> bool:
    """Whether a word is misspelt or a bare letter; a missing apostrophe, a name, "e.g." and "e-mail" are no slips."""
    shortens = cutter.message.text[word.end : word.end + 1] in (".", "-")
    if len(word.text) == 1 and word.text.isalpha() and word.key not in ("a", "i") and not shortens:
        return True
    return word.key not in APOSTROPHES and not word.entity and misspelt(word.text)


def _parrots(span: Span, words: int) -> float:
    """Giving the whole message back adds nothing."""
    return _WHOLE_MESSAGE if words > _SHORT_MESSAGE and len(span) >= words - 1 else 0.0


def _best(scored: Sequence[tuple[float, Span]]) -> Iterator[Span]:
    kept: list[Span] = []
    for worth, span in sorted(scored, key=lambda item: (-item[0], item[1].first)):
        if worth >= _ENOUGH and len(kept) < _MOST and not any(span.overlaps(other) for other in kept):
            kept.append(span)
            yield span


def _worth(cutter: Cutter, span: Span, marks: Marks, cues: Cues) -> float:
    if len(span) < _LEAST_QUOTED:
        return 0.0
    if any(_cuts(span, hit) for name in _WHOLE for hit in marks[name]):
        return 0.0
    if any(span.overlaps(Span(hit.first, hit.last)) for name in EMPTY for hit in marks[name]):
        return 0.0
    first = cutter.words(span)[0].key
    marked = (
        _OWN_FEELING * bool(marks["feeling"] and first in _OWN)
        + _SELF * (first in ("i", "im", "ive"))
        + sum(weight for name, weight in _WEIGHTS.items() if any(_holds(span, hit) for hit in marks[name]))
    )
    if span.last == len(cutter.message.words) and span.last >= _TOLD_AT_LENGTH:
        # What is told at some length has its point at the end.
        marked += _POINT
    if first in _AM and span.last >= len(cutter.message.words) - 1 and len(cutter.message.words) >= _LONG_STORY:
        marked += _OWN_END
    if first in _AM and any(word.key in _TURNED_ON_ONESELF for word in cutter.words(span)):
        marked += _OWN_DOUBT
    keys = [word.key for word in cutter.words(span)]
    if any(pair in (("makes", "me"), ("made", "me"), ("make", "me")) for pair in zip(keys, keys[1:], strict=False)):
        marked += _DONE_TO_ME
    marked += _EMPHASIS * any(word.text in _PLAIN_CAPITALS for word in cutter.words(span))
    owned = (span.first - _LED_IN <= hit.first < span.last for hit in marks.get("owns-up", ()))
    marked += _OWNED * (first in _AM and any(owned))
    near = len(cutter.message.words) <= _TERSE
    if first == "i" and len(span) > 1 and cutter.words(span)[1].key in LEADS:
        marked -= _ONLY_A_POST
    loose = _LOOSE * (first in _WITHOUT_A_NOUN and not near) + _LOOSER * (first in _WITHOUT_A_THING)
    if first in _FIRST_PERSON and any(_holds(span, hit) for hit in marks["absolute"]):
        marked += _OWN_ABSOLUTE
    return marked + _wording(cutter, span, cues) + _shape(cutter, span) - loose


def _holds(span: Span, hit: Hit) -> bool:
    return span.first <= hit.first and hit.last <= span.last


def _cuts(span: Span, hit: Hit) -> bool:
    """Whether the span would show only a part of a picture."""
    return span.overlaps(Span(hit.first, hit.last)) and not _holds(span, hit)


def _wording(cutter: Cutter, span: Span, cues: Cues) -> float:
    unusual = {word.key for word in cutter.words(span) if _is_unusual(word, cues)}
    figures = any(word.key[0].isdigit() or word.tag == "CD" for word in cutter.words(span))
    return min(_MOST_UNUSUAL, _UNUSUAL * len(unusual)) + _FIGURE * figures


def _is_unusual(word: Word, cues: Cues) -> bool:
    if word.key in cues.words["plain_words"] | cues.words["open_words"] | cues.words["dangling_words"]:
        return False
    return len(word.key) > 3 and word.tag.startswith(("NN", "VB", "JJ", "RB"))


def _shape(cutter: Cutter, span: Span) -> float:
    whole = _is_sentence(cutter, span) and len(span) in _BEST_LENGTH_WHOLE
    length = (
        _GOOD_LENGTH * (whole or len(span) in _BEST_LENGTH)
        - (0.0 if whole else _TOO_LONG * max(0, len(span) - _COMFORTABLE))
        - (2.0 if len(span) < 3 else 0.0)
    )
    return (
        length
        - _SUBORDINATE * cutter.is_subordinate(span)
        + _CLAUSE * cutter.is_clause(span)
        - (0.0 if cutter.has_verb(span) else _NO_VERB)
        + _WHOLE_SENTENCE * _is_sentence(cutter, span)
    )


def _is_sentence(cutter: Cutter, span: Span) -> bool:
    """Whether it begins and ends where a sentence does: nothing of it is left out."""
    after, alone = cutter.message.at(span.last), len(span) >= len(cutter.message.words) - 1
    return not alone and cutter.words(span)[0].stop and (after is None or after.stop)

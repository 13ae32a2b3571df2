"""The exact words for special reflections: a picture, a feeling, what is wanted, the two sides of a "but"."""

from collections.abc import Iterator

from bot.catalogue.cues import Cues
from bot.nlu.analysis.lexicon import Findings, Hit
from bot.nlu.analysis.pictures import pictured, whole_picture
from bot.nlu.analysis.spans import Cutter, Span
from bot.nlu.analysis.two_sides import two_sides
from bot.nlu.analysis.words import Message

_BESIDE = 3
_WITHOUT = frozenset({"without", "no", "not", "stop", "stopped", "stopping"})
_ARTICLES, _LIKE = frozenset({"a", "an", "the", "my", "our"}), frozenset({"like"})
_FEELS, _OTHERS = frozenset({"feel", "feels", "felt"}), frozenset({"he", "she", "they"})
_REPORTS, _NEAR_IF = frozenset("say says said write writes wrote shouts shouted call calls called".split()), 12
_LONGEST_PICTURE, _LONGEST_SIDE, _LONGEST_WISH = 12, 12, 14
#: "Is a prison": the picture is the prison.
_IS = frozenset("is are was were be its it's".split())
_NEGATIONS = frozenset("not never no without isnt wasnt arent dont doesnt didnt wont cant hardly".split())
_COMPARED = frozenset(
    {
        "little",
        "is",
        "its",
        "it's",
        "feels",
        "felt",
        "bit",
        "was",
        "looks",
        "seems",
        "just",
        "am",
        "im",
        "are",
        "sounds",
        "more",
    }
)
_NOT_PICTURES = frozenset("we i it this that me them him her us you to these those crazy hell everyone others".split())
_WANTS = frozenset({"want", "need", "wish", "hope", "hoping", "like", "love", "goal"})
_WISHING_ONLY_AFTER = frozenset({"like", "love"})
_WOULD = frozenset({"id", "would", "wed", "we'd"})
_HEARTILY = frozenset("really also just rather so much all".split())
_WISHERS = frozenset({"i", "we", "id", "we'd", "my", "our", "im", "just", "really", "all"})
_OF_THE_TALK = frozenset({"hear", "know", "say", "talk", "understand", "think", "ask"})
_GOES_ON = frozenset({"that", "who", "which", "where", "how", "when", "than", "what"})
_FURTHEST_WISH = 40
_OBJECTS = frozenset("us me him".split())
_LED = frozenset({"to", "be"})
_LEADING = frozenset({"to", "is", "that", "would", "be"})
_NOT_TURNS_AFTER = frozenset({"anything", "nothing", "all", "everything"})
_EXCEPTED = frozenset("me him her them us myself".split())
_NEED_A_COMMA = frozenset({"yet", "still", "though"})


def metaphors(message: Message, findings: Findings, cues: Cues) -> list[Hit]:
    """Where pictures stand: known ones, what is called a thing one can point at, and what follows "is like"."""
    found = list(pictured(message, cues))
    known = [_with_what_follows(message, hit) for hit in findings.of("signal:metaphor")]
    for hit in (*_joined(message, known), *_similes(message)):
        if not any(hit.overlaps(other) for other in found):
            found.append(hit)
    return found


def _with_what_follows(message: Message, hit: Hit) -> Hit:
    """A known picture to its end: "a graveyard" in "a graveyard shift with slides"."""
    if not message.words[hit.last - 1].tag.startswith("NN"):
        return hit
    return Hit(hit.first, max(hit.last, whole_picture(message, hit.last - 1, hit.first)), hit.cue)


def _joined(message: Message, hits: list[Hit]) -> list[Hit]:
    """Pictures side by side are one: "the referee in a boxing match"."""
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.first):
        apart = joined and any(word.stop for word in message.words[joined[-1].last : hit.first + 1])
        if joined and not apart and hit.first - joined[-1].last < _BESIDE:
            joined[-1] = Hit(joined[-1].first, max(hit.last, joined[-1].last), hit.cue)
        else:
            joined.append(hit)
    return joined


def _similes(message: Message) -> Iterator[Hit]:
    for at, word in enumerate(message.words[:-1]):
        before, after = message.at(at - 1), message.words[at + 1]
        if (
            word.key != "like"
            or before is None
            or word.stop
            or before.key not in _COMPARED
            or after.key in _NOT_PICTURES
        ):
            continue
        if after.key in ("a", "an", "the") or after.tag == "VBG":
            yield Hit(at + 1, _clause_end(message, at + 1), "like")


def _clause_end(message: Message, at: int) -> int:
    return next(
        (i for i in range(at + 1, len(message.words)) if message.words[i].stop or message.words[i].comma),
        len(message.words),
    )


def picture(message: Message, cutter: Cutter, hits: list[Hit]) -> str | None:
    """The first picture that can be quoted, with the words that describe it: "pure theatre"."""
    for hit in hits:
        first = hit.first
        if not _ones_own(message, hit):
            continue
        if message.words[hit.first].tag.startswith("NN") and first and _describes(message, first):
            first -= 1
        if first > 1 and _WITHOUT & {word.key for word in message.words[max(0, first - 2) : first]}:
            # "Group therapy without a therapist": the picture is what comes before.
            continue
        while first < hit.last - 1 and message.words[first].key in _IS:
            first += 1
        first = _with_its_article(message, first)
        span = cutter.trimmed(Span(first, hit.last))
        if span and len(span) <= _LONGEST_PICTURE:
            return cutter.text(span)
    return None


def _ones_own(message: Message, hit: Hit) -> bool:
    """Whether the writer draws it of what is.

    Not so in "Pavel writes: sales is a zoo", "if I do there will be war" and "she got crucified".
    """
    words, after = message.words[hit.first : hit.last], message.at(hit.last)
    if any(word.spoken for word in words) or (after is not None and after.key == "sorry"):
        return False
    first = next(start for start, end in message.sentences() if start <= hit.first < end)
    colon = first and ":" in message.text[message.words[first - 1].end : message.words[first].start]
    reported = colon and _REPORTS & {word.key for word in message.words[max(0, first - _BESIDE) : first]}
    supposed = any(word.key in ("if", "unless") for word in message.words[max(first, hit.first - _NEAR_IF) : hit.first])
    as_if = hit.first and message.words[hit.first - 1].key in ("as", "if", "though") or words[0].key in ("if", "though")
    done_to = len(words) == 1 and words[0].tag in ("VBN", "VBD")
    felt_by = [word.key for word in message.words[max(first, hit.first - _BESIDE - 1) : hit.first]]
    theirs = bool(_FEELS & set(felt_by)) and bool(_OTHERS & set(felt_by))
    return not (reported or done_to or theirs or (supposed and not as_if))


def _with_its_article(message: Message, first: int) -> int:
    """Where a picture begins with its "like" and its article: "like a teenager", "a ceilidh where nobody dances"."""
    at = first
    while at and not message.words[at].stop and not message.words[at].comma and message.words[at - 1].tag == "JJ":
        at -= 1
    for before in (_ARTICLES, _LIKE):
        joined = at and not (message.words[at].stop or message.words[at].comma)
        if joined and message.words[at - 1].key in before:
            at -= 1
            first = at
    return first


def _describes(message: Message, at: int) -> bool:
    before = message.words[at - 1]
    return before.tag == "JJ" and not message.words[at].stop and not message.words[at].comma


def wants(message: Message, cutter: Cutter) -> str | None:
    """What follows the coachee's own want, need, wish or hope, up to the end of the clause."""
    for at, word in enumerate(message.words[:-2]):
        if word.key in _WANTS and _wishes(message, at) and (span := _wish(message, cutter, at + 1)):
            return cutter.text(span)
    return None


def _wishes(message: Message, at: int) -> bool:
    word = message.words[at]
    before = [message.words[i].key for i in range(max(0, at - 3), at)] if not word.stop else []
    if (_NEGATIONS | {"whether", "if"}) & set(before) or not (word.stop or _WISHERS & set(before)):
        return False
    if word.key in _WISHING_ONLY_AFTER:
        # "I'd really like", and not "I'd stop feeling like a guest".
        return any(key in _WOULD and set(before[at + 1 :]) <= _HEARTILY for at, key in enumerate(before))
    return word.tag.startswith("VB") or word.key in ("goal", "hope", "want", "need")


def _wish(message: Message, cutter: Cutter, first: int) -> Span | None:
    if message.words[first].comma or (message.words[first].stop and message.words[first - 1].key != "goal"):
        return None
    while first < len(message.words) - 1 and message.words[first].key in _LEADING:
        if message.words[first].key == "to":
            # "To be able to sit there" and "to stay" are wishes; "be able to sit there" is none.
            break
        first += 1
    led = next((n for n in range(3) if message.words[min(first + n, len(message.words) - 1)].key not in _LED), 0)
    # Beyond that it would be too long to be heard, and of one endless sentence the end would be sought for every wish.
    furthest = min(len(message.words), first + _FURTHEST_WISH)
    ends = [i for i in range(first + 1, furthest) if cutter.is_edge(i)] + [furthest]
    ends = [end for end in ends if cutter.ends_whole(Span(first, end))] or ends[:1]
    joined = [end for end in ends[1:2] if message.words[ends[0]].key == "and" and not message.words[ends[0]].stop]
    joined = [end for end in joined if not _wishes_again(message, ends[0], end)]
    further = len(ends) > 1 and message.words[ends[0]].key in _GOES_ON
    for end in [*(ends[1:2] if further else joined), ends[0]]:
        span = Span(first, end)
        bare = Span(first + led, end)
        if 2 <= len(bare) <= _LONGEST_WISH and cutter.trimmed(bare) == bare and _one_piece(message, bare):
            # "Us to disagree out loud" is no wish without its "I want".
            whole = message.words[first].key not in _OBJECTS
            return span if whole and cutter.stands(bare, first) and cutter.ends_whole(bare) else None
    return None


def _wishes_again(message: Message, first: int, last: int) -> bool:
    """Whether another wish begins there: "to be heard | and also I want to be left alone"."""
    return any(word.key in _WANTS and word.tag.startswith("VB") for word in message.words[first:last])


def _one_piece(message: Message, span: Span) -> bool:
    """One sentence, and not a wish for something from the coach."""
    words = message.words[span.first : span.last]
    return (
        words[0].key not in _OF_THE_TALK
        and not any(word.stop for word in words[1:])
        and not any(word.key in ("you", "your") for word in words)
    )


def contrast(message: Message, cutter: Cutter, findings: Findings) -> tuple[str, str] | None:
    """Two sides weighed in so many words, or the clauses on either side of the first "but", if both stand alone."""
    if weighed := two_sides(message.text):
        return weighed
    for hit in findings.of("turns"):
        if not _turns(message, hit):
            continue
        left, right = _left(message, cutter, hit), _right(message, cutter, hit)
        if left and right and cutter.is_clause(left) and cutter.has_verb(right):
            return cutter.text(left), cutter.text(right)
    return None


def _turns(message: Message, hit: Hit) -> bool:
    word, before = message.words[hit.first], message.at(hit.first - 1)
    if before is None or before.key in _NOT_TURNS_AFTER or before.key in ("not", "dont"):
        return False
    after = message.at(hit.last)
    excepted = after is not None and after.key in _EXCEPTED and after.tag == "PRP"
    if word.key == "but" and (after is None or word.spoken or excepted):
        return False  # "Nobody noticed but me": no turn, an exception.
    return word.key not in _NEED_A_COMMA or word.comma or word.stop or before.key == "and"


def _left(message: Message, cutter: Cutter, hit: Hit) -> Span | None:
    """The longest piece that ends where the turn begins; a sentence before "But" counts."""
    end = hit.first
    starts = [i for i in range(end - 1, -1, -1) if i == 0 or cutter.is_edge(i)]
    sentence = next((i for i in starts if message.words[i].stop), 0)
    spans = [cutter.trimmed(Span(start, end)) for start in starts if start >= sentence]
    return _longest([span for span in spans if span and cutter.stands(span, sentence)])


def _right(message: Message, cutter: Cutter, hit: Hit) -> Span | None:
    start = hit.last
    stop = next((i for i in range(start + 1, len(message.words)) if message.words[i].stop), len(message.words))
    ends = [i for i in range(start + 1, stop) if cutter.is_edge(i)] + [stop]
    spans = [cutter.trimmed(Span(start, end)) for end in ends]
    whole = [span for span in spans if span and cutter.stands(span, start)]
    # "S&OP but without S&OP, it's a bloke with a clipboard": what was left out in front is the turn.
    return _longest([s for s in whole if not any(w.tag.startswith("NN") for w in message.words[start : s.first])])


def _longest(spans: list[Span]) -> Span | None:
    fitting = [span for span in spans if 2 <= len(span) <= _LONGEST_SIDE]
    return max(fitting, key=len, default=None)

"""Options as the coachee lists them: numbered, on lines, in sentences, between commas."""

import re

from bot.domain.coaching.complaints import describes
from bot.domain.coaching.goal_line import LAUGH
from bot.domain.coaching.plans import could_be_done, is_done_by_them
from bot.domain.coaching.preamble import is_empty

_BLANKS = re.compile(r"[^\S\n]{3,}")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_NUMBERED = re.compile(r"(?:^|\s)(?:\(?\d{1,2}[.)]|[-*•])\s+")
_BETWEEN = re.compile(
    r"\s*(?:;|\n+|,?\s+or\s+(?:else\s+)?(?=(?:i|we|just|maybe|perhaps|ask|get|let|have|do)\b))\s*", re.I
)
#: "Tell him that ..., or we ...": something said to somebody, with what follows if they do not.
_OR_ELSE = re.compile(
    r"\W*(?:i (?:could |would |will )?)?(?:tell|warn|let \w+ know|make it clear)\b[^;\n]{3,80}? or "
    r"(?:else\b|(?:i|we|they|he|she)\b(?! (?:could|can|might|may)\b))[^;\n]*$",
    re.I,
)
#: "Stop joking? No. Read it out": what is asked and denied is no option, and what cannot be done is none either.
_DENIED = re.compile(
    r"(?:^|(?<=[.!]\s))[^.!?\n]{3,80}(?:\?\s+(?:no|never|nah|hardly|of course not)\b[^.!?\n]{0,40}(?:[.!]\s+|$)|"
    r"[.!]\s+no[.,]\s+)",
    re.I,
)
#: "Sales would add: let them sign it", "they'd say do it on Friday".
_WOULD_SAY = re.compile(
    r"^\W*(?:[\w ]{2,30} would|\w+'d) (?:add|say|suggest|answer|propose)(?P<mark>:| that)?,?\s+(?=\w)", re.I
)
#: "Tell them all. Nah": what was said last is taken back.
_TAKEN_BACK = re.compile(
    r"(?:^|(?<=[.!?,;]\s))[^.!?\n]{3,120}[.!?,]\s+(?:nah|nope|no|just kidding|kidding|joking|no,? not really|"
    r"scrap that|no way)\W*$",
    re.I,
)
#: "One more... The chair can be somebody else": the question said over.
_SAID_OVER = re.compile(
    r"^\W*(?:(?:ok|well|hm+|yes)[ ,.]+)*(?:one more|another(?: one)?|something else|what else)\s*"
    r"(?:\.{2,}|…|[:,?.-])\s*(?=\w+ \w)",
    re.I,
)
#: "1 show it. 2 keep it": figures without a mark, where they count from one.
_FIGURES = re.compile(r"(?P<before>^|[.,;!?\n]\s*|\s)(?P<figure>[1-9])\s+(?=[a-z\"“])", re.I)
#: "Third, a list every Monday": a way, where others stand before it.
_ONE_MORE = re.compile(r"^\W*(?:secondly|thirdly|second|third|fourth|finally|lastly)[,:] (?=\w+ \w)", re.I)
_CANNOT = re.compile(
    r"^\W*(?:i|we) (?:can'?t|cannot|can not|could never|couldn'?t|won'?t|"
    r"will never)\b[^.!?\n]{2,80}[.!]\s+(?:but\b[ ,]*)?(?=\w)",
    re.I,
)
#: "Cancel it, or I'm not sure" names one thing.
_DOUBTS = re.compile(r"(?:i'?m not sure|i am not sure|i don'?t know|maybe not|perhaps not|something|whatever)\b", re.I)
_LEAD = re.compile(r"^(?:and|or|then|also|maybe|perhaps)\s+(?=\w+\s+\w)", re.I)
#: "I have two choices, X or Y", "either X or Y".
_LAID_OUT = re.compile(
    r"\b(?:two|three|four|[234]|a few|several|a couple of) (?:choices|options|ways|possibilities|alternatives)\b"
    r"[^.:,;\n]{0,40}[.:,;-] ?(?P<list>[^.!?\n]{5,300})|\beither (?P<either>[^.!?\n]{3,150} or [^.!?\n]{3,150})",
    re.I,
)
#: "I could call him"; not what could have been, nor what one could do in despair.
_WAY = re.compile(
    r"\W*(?:(?:or|and|well|ok|maybe|perhaps|then|also|so)[ ,]+)*(?:i|we) could "
    r"(?!have\b|not\b|be\b|see\b|feel\b|hear\b|only\b|never\b|hardly\b|cry\b|scream\b|sleep\b|"
    r"tell (?:that )?(?:he|she|they|it)\b|"
    r"(?:do|manage|live with|use|have done) (?:it|that|this|better|nothing|with)\b)\w+ \w+",
    re.I,
)
#: "I would like to go to him before": a way, where what is liked can be done.
_WOULD_LIKE = re.compile(
    r"^\W*(?:i|we)(?:'d| would) like to (?!(?:find|look|work|change|stop|be|get|have|talk about|speak about)\b)", re.I
)
_LIST_SIGNS = re.compile(r" *(?:,|;| or | and ) *(?:or |and )?", re.I)
#: What begins like this belongs to what stands before the comma.
_HANGING = re.compile(
    r"(?:who|which|that|because|so|but|if|when|then|since|as|not|with|without|for|to|at|on|in|by|whose|where|while|"
    r"although|i (?!could)|he|she|they|it|we (?!could))\b",
    re.I,
)
#: In front of a figure that ends a sentence: "on one call at 2. Write ...".
_COUNTED = re.compile(
    r"\b(?:at|on|in|by|before|after|to|of|than|day|week|page|slide|press|line|plant|the|number|no|decision|until|for)$",
    re.I,
)
LOOKED_BACK = 12
#: "Blunt: ... Kind: ... As a question: ..."
LABEL = r"(?:blunt(?:ly)?|kind(?:ly)?|(?:as )?(?:a )?question|first|second|third) ?[:-] "
_LABELS = re.compile(rf"(?:^|(?<=[.;,!?\n ]))(?={LABEL})", re.I)
#: A list has at most so many parts, of so many words.
PARTS, PART, LEAST = 6, 14, 2
#: A joke has at most so many words.
JOKE = 6


def split_options(text: str) -> list[str]:
    """Return the options in one reply: one, unless they are numbered, on lines, or joined by `;` or "or I ...".

    None where all of it was a joke or was taken back.
    """
    # Runs of blanks say nothing, and patterns that look behind them would read each from every one of its places.
    text = _SAID_OVER.sub("", _BLANKS.sub(" ", text.strip()))
    text = _without_whose(_CANNOT.sub("", _DENIED.sub("", text)).strip()) or text
    first, _, rest = text.partition(". ")
    text = rest if rest.strip() and is_empty(first) else text
    whole, text = text, _TAKEN_BACK.sub("", text).strip()
    cleaned = [_bare(part) for part in _parts(text)]
    kept = [part for part in cleaned if len(part) > 1 and not _DOUBTS.match(part) and not is_empty(part)]
    meant = [part for part in kept if not _jokes(part)]
    return meant if kept or not text else [whole.strip()]


def _parts(text: str) -> list[str]:
    marked = [part.strip() for part in _NUMBERED.split(text) if part.strip()] if _is_marked(text) else []
    marked = marked if len(marked) > 1 else _counted_off(text)
    # "Tell him he comes himself or we skip his point" is said to somebody, and is one thing.
    either = [text.strip()] if _OR_ELSE.match(text) else _BETWEEN.split(text.strip())
    return marked if len(marked) > 1 else [each for part in either for each in _sentences(part)]


def _bare(part: str) -> str:
    """One way without what joins it to the others."""
    return _LEAD.sub("", _ONE_MORE.sub("", part.strip(" ,.;!")))


def _jokes(part: str) -> bool:
    return len(part.split()) <= JOKE and LAUGH.search(part) is not None


def _without_whose(text: str) -> str:
    """An option without who would name it; "they would say I exaggerate" names none."""
    found = _WOULD_SAY.match(text)
    rest = text[found.end() :] if found else ""
    return rest if found and (found.group("mark") or could_be_done(rest)) else text


def _counted_off(text: str) -> list[str]:
    """What stands behind the figures of a list without marks ("1 show it. 2 keep it"); nothing where they do not count.

    Three figures count by themselves, two only where something ends before the second.
    """
    found = list(_FIGURES.finditer(text))
    counts = [mark.group("figure") for mark in found] == [str(n) for n in range(1, len(found) + 1)]
    parted = all(mark.group("before").strip() for mark in found[1:])
    if not found or found[0].start() or not counts or len(found) < (LEAST if parted else LEAST + 1):
        return []
    ends = [*(mark.start() for mark in found[1:]), len(text)]
    return [text[mark.end() : end].strip() for mark, end in zip(found, ends, strict=True)]


def _is_marked(text: str) -> bool:
    """Whether a text is a list with marks; "call them at 2. write to him" has none."""
    return any(not _COUNTED.search(text[: mark.start()][-LOOKED_BACK:]) for mark in _NUMBERED.finditer(text))


def _sentences(part: str) -> list[str]:
    """Sentences that each name something to do ("Publish both. Talk to Femi."); any other belongs to the first."""
    pieces = [piece for piece in re.split(r"(?<=[.!])\s+", part.strip()) if piece]
    each_a_way = all(could_be_done(p) or _ONE_MORE.match(p) or is_done_by_them(p) and not describes(p) for p in pieces)
    return pieces if len(pieces) > 1 and each_a_way else [part]


def split_list(text: str) -> list[str]:
    """Return the options in a reply to a question for several: as `split_options`, and what stands between commas."""
    labelled = [part.strip(" ,.;") for part in _LABELS.split(text) if part.strip(" ,.;")]
    parts = labelled if len(labelled) > 1 else split_options(text)
    if len(parts) != 1:
        return parts
    text = parts[0]
    sentences = [piece for piece in _SENTENCES.split(text.strip()) if piece]
    if 1 < len(sentences) <= PARTS and all(map(_stands_alone, sentences)):
        return [_bare(sentence) for sentence in sentences]
    if len(sentences) > 1:
        return parts  # The commas of a story part no list.
    pieces: list[str] = []
    for piece in _LIST_SIGNS.split(text.strip(" .;!")):
        if pieces and (_HANGING.match(piece) or len(piece.split()) < LEAST):
            return parts
        pieces.append(piece)
    fits = 1 < len(pieces) <= PARTS and all(0 < len(piece.split()) <= PART for piece in pieces)
    return pieces if fits else parts


def _stands_alone(sentence: str) -> bool:
    """Whether a sentence among several, where several ways were asked for, is one of them."""
    fits = LEAST <= len(sentence.split()) <= PART and not sentence.endswith("?") and not _jokes(sentence)
    return fits and not (_HANGING.match(sentence) or describes(sentence))


def offered(text: str) -> list[str]:
    """Return the ways laid out where nobody asked for any: "two choices, X or Y", "either X or Y", "I could X."."""
    found = _LAID_OUT.search(text)
    said = (found.group("list") or found.group("either")) if found else ""
    listed = (
        [piece.strip(" .,") for piece in re.split(r" or |, | ?; ?", said) if len(piece.split()) > 1] if said else []
    )
    if len(listed) > 1:
        return listed
    orders = split_options(text)
    if len(orders) > 1 and all(could_be_done(order) for order in orders) and not text.rstrip().endswith("?"):
        return orders
    sentences = re.split(r"(?<=[.!?;\n])\s+", text.strip())
    ways: list[str] = []
    for sentence in sentences:
        liked = _WOULD_LIKE.match(sentence)
        wished = liked is not None and could_be_done(sentence[liked.end() :])
        goes_on = bool(ways) and _ONE_MORE.match(sentence) is not None
        if (_WAY.match(sentence) or goes_on or wished) and not sentence.endswith("?"):
            ways.append(_bare(sentence))
    return ways

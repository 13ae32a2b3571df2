"""What a coachee touches in passing: a question inside a longer answer, a thing set aside for another day."""

import re

from bot.nlu.analysis.lexicon import Findings
from bot.nlu.analysis.spelling import misspelt
from bot.nlu.analysis.words import Message

_LEAST, _MOST = 3, 16
#: A question in passing of fewer words ("is 7 enough") goes with what stands before it.
_LEAST_ASKED = 4
_SAID_OVER = 5
_FORBIDDEN = frozenset('"“”„«»\n{}')
#: "What would you do?" is asked of the coach, and answered by the coach.
_OF_THE_COACH = re.compile(r"\byou(?:r|rs)?\b", re.I)
#: What leads up to it, or says only that it is set aside.
_LEAD = re.compile(
    r"^(?:(?:and|but|so|well|oh|also|then|ok|though|maybe|by the way|somewhere|somehow|anyway|besides|of course|"
    r"(?:i|we) (?:also )?(?:wonder|ask (?:myself|me|ourselves)|can'?t work out|don'?t know|should ask)"
    r"(?: also| me)?(?: if| whether)?|(?:there is|there'?s) (?:also|another thing with|another thing)|"
    r"i leave(?: the question of)?|"
    r"(?:what|that'?s what) [\w' ]{0,20} is)\b[ ,:]*)+",
    re.I,
)
_TAIL = re.compile(
    r"(?:,| -|;|:)? ?(?:but|and|well|though|maybe)?,? ?"
    r"\b(?:that(?:'?s| is| one)?|this|leave|park|never mind|let(?:'s| us)|i (?:ask|leave|cannot|can'?t)|i'?ll|i will|"
    r"another|not now|not for|nobody has|nobody told|i keep|aside|later|diff(?:erent)? topic|one day|"
    r"(?:is|are|was) (?:perhaps |maybe )?(?:an?|another)(?: open| other| different)? (?:question|story|matter|topic|"
    r"thing))\b[^,]*$",
    re.I,
)
#: "Leave it, it is the better word": nothing is named that is left.
_LEFT = re.compile(r"\W*(?:leave|forget|drop) (?:it|that|this)\b", re.I)
#: "1. First" begins a list; "on slide 61. What ..." ends a sentence.
_EDGE = re.compile(r"(?<![\s(]\d)[.!?\n]+(?=\s|$)")


def parked(message: Message, findings: Findings) -> tuple[str, ...]:
    """Return the questions and asides of an answer word for word, without lead, tail and question mark.

    A text that is one question and nothing else is not parked: it is addressed to the coach.
    """
    sentences = _sentences(message.text)
    if len(sentences) == 1 and sentences[0][2]:
        return ()
    aside = [message.words[hit.first].start for hit in findings.of("signal:parked")]
    found = (
        _core(text, asked)
        for start, text, asked in sentences
        if (asked and not _said_over(start, text)) or any(start <= at < start + len(text) for at in aside)
    )
    return tuple(dict.fromkeys(piece for piece in found if piece))


def _said_over(start: int, text: str) -> bool:
    """A short question in front is the coach's, said over before the answer."""
    return not start and len(text.split()) <= _SAID_OVER


def _sentences(text: str) -> list[tuple[int, str, bool]]:
    """(start, text, whether it ends in a question mark) of each sentence."""
    found, start = [], 0
    for stop in [*_EDGE.finditer(text), None]:
        end = stop.start() if stop else len(text)
        if text[start:end].strip():
            found.append((start, text[start:end], bool(stop and "?" in stop.group())))
        start = stop.end() if stop else end
    return found


def _core(sentence: str, asked: bool) -> str:
    """The sentence without what only sets it aside; empty where what is left could not be quoted."""
    if not asked and _LEFT.match(sentence):
        return ""
    text = _LEAD.sub("", sentence.strip(" ,;:-()")).strip(" ,")
    bare = (
        _TAIL.sub("", text).strip(" ,;:-") if not asked else re.sub(r", (?:i ask myself|later|that one .*)$", "", text)
    )
    if not asked and len(bare.split()) < _LEAST and bare != text:
        return ""
    text = bare
    words = text.split()
    if asked and len(words) < _LEAST_ASKED:
        return ""
    slip = any(misspelt(word.strip(".,")) for word in words)
    return (
        text
        if _LEAST <= len(words) <= _MOST and not _FORBIDDEN & set(text) and not slip and not _OF_THE_COACH.search(text)
        else ""
    )

"""What a terse answer leaves to give back: its last words, what it goes on from, and what there is so far.

A terse coachee says little worth a quotation of its own, and is met by few words as well.
"""

import re
from collections.abc import Iterator

from bot.domain.coaching.noting import HASTY, SHORTENED, Candidate
from bot.domain.coaching.session import PLAIN, Exchange, Session

#: An answer of so many words is short; its last sentence is given back within these words.
SHORT, LEAST_LAST, MOST_LAST = 16, 2, 7
#: An answer of so few words adds too little to be given back: two things said before it are.
BARE, BOTH = 5, 2
#: A sentence said before is given back within these words.
LEAST_SAID, MOST_SAID = 3, 10
#: What was said in the answer before needs no link.
APART = 2
#: Letters by which two words count as one.
STEM = 6
#: "That if he falls on his face, it is not me who caught him": within so many words it is given back whole.
LEAST_THOUGHT, MOST_THOUGHT = 5, 18
_THOUGHT = re.compile(r"(?:(?:well|probably|i think|and|mostly|maybe)[ ,]+)?(?:that|because) (.*)$", re.I | re.S)
_MARKS = frozenset('“”"?()\n')
_SENTENCES = re.compile(r"(?<=[.!])\s+")
#: Said of the talk or to the coach, or taken half back.
_NOT_SAID_BACK = re.compile(
    r"\b(?:you|your|i (?:suppose|guess|think|don'?t know)|not sure|maybe|whatever|joke|joking|kidding|serious|later|"
    r"that'?s (?:it|all)|for now|no idea|who knows|to know|of course|thank\w*|for sure|or something|and so on|"
    r"sort of|kind of|more or less|almost|right now|no problem|not much|nothing much|nothing else)\b",
    re.I,
)
#: "Which is fine" hangs on the sentence before it, "that's ugly written down" comments on it.
_HANGS_ON = re.compile(
    r"(?:which|who|that|this|it|it's|its|thats|there|god|oh|because|to|as|than|like|with|without|by|from|in|on|at|for|before|after|until|during)\b",
    re.I,
)
_SUPPOSES = re.compile(r"if\b", re.I)
_JOINS = re.compile(r"^\W*(?:(?:and|but|so|then|or|well|ok)[ ,]+)+", re.I)


def last_words(last: Exchange) -> Iterator[Candidate]:
    """The last sentence of a short answer of two or more: "Then he can. | If he sees why"."""
    said = (last.answer or "").strip()
    sentences = _SENTENCES.split(said)
    # What is said of whoever will know is worth a nod: "Morag. She'll have predicted it".
    told = (
        last.step in ("goal", "reality") and last.captures not in (*PLAIN, "measure")
    ) or last.captures == "who-knows"
    if not told or last.signals.words > SHORT or len(sentences) < BOTH or _MARKS & set(said):
        return
    words = _said_back(_JOINS.sub("", sentences[-1]), LEAST_LAST, MOST_LAST)
    if words:
        yield "last-words", {"quote": words}


def whole_thought(last: Exchange) -> str:
    """What follows "That" or "Because" in an answer of one sentence, whole: half of it would be another thought."""
    said = (last.answer or "").strip().rstrip(" .!")
    found = None if _MARKS & set(said) or len(_SENTENCES.split(said)) >= BOTH else _THOUGHT.match(said)
    words = found.group(1) if found else ""
    return words if LEAST_THOUGHT <= len(words.split()) <= MOST_THOUGHT and not SHORTENED.search(words) else ""


def linked(session: Session, last: Exchange) -> Iterator[Candidate]:
    """A short answer beside what was said of the same thing some answers before."""
    now = _whole(last)
    if last.step != "reality" or last.signals.words > SHORT or not now or "joke" in last.signals.on:
        return
    for exchange in reversed(session.answered[:-APART]):
        earlier = "" if exchange.control or exchange.captures in PLAIN else _whole(exchange)
        if earlier and not HASTY.search(f"{earlier} {now}") and _stems(earlier) & _stems(now):
            yield "linked", {"earlier": earlier, "now": now}
            return


def so_far(session: Session, last: Exchange) -> Iterator[Candidate]:
    """Two things said and never given back, where the last answer is too bare to be."""
    if last.step != "reality" or last.signals.words > BARE:
        return
    returned = " | ".join(f"{e.quoted} {e.asked}" for e in session.exchanges).lower()
    told = [e for e in session.answered[:-1] if e.step == "reality" and not e.control and not e.signals.feeling]
    open_ones = [said for e in told if (said := _whole(e)) and said.lower() not in returned]
    if len(open_ones) > 1:
        yield "so-far", {"one": open_ones[-2], "two": open_ones[-1]}


def _whole(exchange: Exchange) -> str:
    """An answer of one short sentence, or the last one of a short answer, word for word."""
    said = (exchange.answer or "").strip()
    if _MARKS & set(said) or exchange.signals.words > SHORT:
        return ""
    sentence = _JOINS.sub("", _SENTENCES.split(said)[-1])
    return "" if _SUPPOSES.match(sentence) else _said_back(sentence, LEAST_SAID, MOST_SAID)


def _said_back(sentence: str, least: int, most: int) -> str:
    """A sentence without its full stop, if it can be said back; otherwise nothing."""
    words = sentence.strip(" .!,;")
    # "I laughed. And then I didn't": half of it says nothing.
    unfit = (
        words.lower().endswith(("n't", "n’t"))
        or SHORTENED.search(words)
        or _NOT_SAID_BACK.search(words)
        or _HANGS_ON.match(words)
    )
    return "" if unfit or not least <= len(words.split()) <= most else words


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w{5,}", text.lower())}

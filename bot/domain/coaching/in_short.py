"""Each line of the summary as short as it can be said, in the coachee's own words and no others."""

import re

from bot.domain.coaching.goal_line import goal_sentence, with_second_half
from bot.domain.coaching.session import Exchange, Fact, Session
from bot.domain.coaching.whom import close_to_home, is_close, is_heavy

#: A line of more words is shown by the sentences that say the thing itself.
LONG = 28
_PROMISE = re.compile(r"\b(?:i|we)(?:'ll| will| want| go| ask| take| would)\b|\d", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+")
#: How it is today is told in so many words, by a sentence of its own.
LEAST, MOST = 5, 22
_MARKS = frozenset('“”"?()')
#: Wished, supposed, asked of the talk, or only joining what stands before it.
_NOT_TODAY = re.compile(
    r"^(?:i (?:want|wish|hope|would|could|will|guess|think|suppose|don'?t know|do not know|just said|already|said)|"
    r"i'?(?:d|ll)|"
    r"that|which|because|so|if|or|but|then|maybe|perhaps|yes|no|it would|you)\b|"
    r"\b(?:would|could|should|your|question)\b",
    re.I,
)
_BEFORE_IT = re.compile(
    r"^(?:(?:(?:I make of it|it tells me|it shows me|I realise|I see) )?that|and|but|so|well|honestly),? (?=I\b)", re.I
)
_HEDGE = re.compile(r"(?<![ ,])[ ,]{1,4}(?:maybe|perhaps|probably|I guess|I suppose|I think)$", re.I)
_WANTS = re.compile(r"i want\b", re.I)
_OF_ONESELF = re.compile(r"^(?:and )?i(?:'m|'ve)?\b", re.I)
#: Points: said of oneself as one's own part, close to home or heavy, done by oneself, and what is wrong.
OWN_PART, CLOSE, OWN_DEED, WRONG = 3.0, 2.0, 1.0, 0.5


def in_short(session: Session, name: str) -> str:
    """One line of the summary, word for word; empty where nothing was said.

    A goal is the sentence that says it, a day the sentence it stands in, how it is today the most telling sentence of
    Reality, and what is long is cut to what holds the figure or the promise.
    """
    fact = session.latest(name)
    if name == "today" and fact is None:
        return as_it_is(session)
    text = fact.text.strip() if fact else ""
    if fact is None:
        return text
    if name == "goal":
        heard = session.exchanges[fact.turn].signals if 0 <= fact.turn < len(session.exchanges) else None
        said = goal_sentence(text, heard.wants if heard and heard.wants and heard.wants in text else None)
        return with_second_half(text, said)
    if name in ("date", "when"):
        return _day_sentence(session, fact)
    if len(text.split()) <= LONG:
        return text
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return " ".join(s for s in sentences if _PROMISE.search(s)) or text


def _day_sentence(session: Session, fact: Fact) -> str:
    """The sentence that names the day, out of several."""
    said = [piece.strip() for piece in _SENTENCES.split(fact.text.strip()) if piece.strip()]
    heard = session.exchanges[fact.turn].signals.dates if 0 <= fact.turn < len(session.exchanges) else ()
    meant = [mention.text for mention in heard if mention.on == fact.on] or [mention.text for mention in heard]
    return next((piece for piece in said if any(day in piece for day in meant)), fact.text.strip())


def as_it_is(session: Session) -> str:
    """Return the most telling sentence of Reality: one's own part before what lies near, before what is wrong."""
    planned = " ".join(f.text for f in session.facts if f.capture in ("option", "choice", "action", "goal")).lower()
    told = [e for e in session.statements() if e.step == "reality" and not e.control]
    scored = [
        (_points(exchange, sentence, near), at, sentence)
        # Whether an answer lies near is asked once, and not for each of its sentences.
        for at, exchange, near in ((n, e, close_to_home(e)) for n, e in enumerate(told))
        for piece in _SENTENCES.split(exchange.answer or "")
        if _stands(sentence := _bare(piece), exchange) and sentence.lower() not in planned
    ]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else ""


def _bare(piece: str) -> str:
    """A sentence without its marks, and "That I let him" or "I make of it that I let him" without what is before."""
    return _HEDGE.sub("", _BEFORE_IT.sub("", piece.strip(" .!;,-")))


def _stands(sentence: str, exchange: Exchange) -> bool:
    whole = LEAST <= len(sentence.split()) <= MOST and not _MARKS & set(sentence)
    # "I want him to like me more than I want the job" tells how it is.
    own_part = "owns-up" in exchange.signals.on and _WANTS.match(sentence) is not None
    return whole and (own_part or not _NOT_TODAY.search(sentence))


def _points(exchange: Exchange, sentence: str, close: bool) -> float:
    on, mine = exchange.signals.on, _OF_ONESELF.match(sentence) is not None
    near = is_heavy(sentence) or (close and is_close(sentence))
    return OWN_PART * (mine and "owns-up" in on) + CLOSE * near + OWN_DEED * mine + WRONG * bool({"problem-talk"} & on)

"""A day, a figure, a sign, the sentence they will say, a picture: noted once more, so that both have heard the same."""

import re
from collections.abc import Iterator

from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.session import Exchange, Session
from bot.domain.coaching.signals import DateMention

Candidate = tuple[str, dict[str, str]]

#: With so many commas it is a list and no sentence of theirs.
LIST = 2
#: A sentence of so many words can be said back as it will be said.
SAID_ALOUD = 28
#: An option has at least so many words to be said back.
LISTED = 3
#: Asked for what would make the figure one higher, not for what keeps it where it is.
_ONE_MORE = re.compile(r"\b(?:higher|one more|point more|surer|one point up)\b", re.I)
#: A picture of so many answers ago comes back at a turn of the conversation, if it was not given back lately.
PICTURED, NOT_LATELY = 3, 6
#: Shortened in haste: never given back.
SHORTENED = re.compile(r"\b(?:n|ur|u|w|tht|wk|yr|cos|coz|bout|smth|pls|thx|its a|sorry)\b")
#: Typed in haste: given back at once, but not held up beside something else.
HASTY = re.compile(
    r"\b(?:i|n|ur|u|w|tht|wk|yr|cos|coz|hes|shes|bout|smth|pls|thx|id|ill|dont|doesnt|didnt|cant|wont|isnt|im|ive|thats|theyre|"
    r"its a|sorry)\b"
)
#: "Q1. The meeting of 18 February": the day is meant.
LONG_SPANS = frozenset({"quarter", "cycle"})
_IF = re.compile(r"if\b", re.I)
HALF_MEANT = re.compile(r"\b(?:i (?:think|suppose|guess)|maybe|perhaps|somehow)\b", re.I)


def noted(session: Session, last: Exchange) -> Iterator[Candidate]:
    """A day, a figure, the sign, the sentence they will say: once more, so that both have heard the same."""
    sign = phrase_of(session, session.latest("measure")) if last.captures == "measure" else ""
    sign = re.sub(r"^(?:[Tt]hat|[Ww]hen) (?=\w+ \w+ \w)", "", sign)
    if len(sign.split()) >= LISTED and not (HASTY.search(sign) or HALF_MEANT.search(sign) or _IF.match(sign)):
        yield "sign", {"quote": sign}
    if (
        last.captures in ("date", "when")
        and last.signals.dates
        and is_whole_day(last)
        and not _NOT_YET.search(last.answer or "")
    ):
        yield "day", {"date": day(last)}
    sentence = _to_be_said(session) if last.captures == "first-sentence" else ""
    if len(sentence.split()) >= LISTED and not HASTY.search(sentence):
        yield "aloud", {"quote": sentence}
    surer = phrase_of(session, session.latest("confidence-up")) if last.captures == "confidence-up" else ""
    sure = session.latest("confidence")
    if len(surer.split()) >= LISTED and sure and sure.value is not None and _ONE_MORE.search(last.asked):
        yield "raised", {"quote": surer, "number": str(min(10, sure.value + 1))}
    if last.captures == "confidence" and last.signals.confidence is not None:
        yield "figure", {"number": str(last.signals.confidence)}


def _to_be_said(session: Session) -> str:
    """The sentence they will say, whole, with its question mark if it has one; empty where it is more than one."""
    fact = session.latest("first-sentence")
    text = fact.text.strip().strip('"“”') if fact else ""
    one = len(text.split()) <= SAID_ALOUD and not set('\n“”"') & set(text) and not re.search(r"[.!?]\s", text)
    first = phrase_of(session, fact)
    # A piece from the middle is another sentence.
    return text.rstrip(".!") if one else first if text.startswith(first) else ""


#: "Not before March": the day named is none.
_NOT_YET = re.compile(r"\bnot (?:before|until|till)\b", re.I)
#: Said of a day, and no part of it.
_HEDGE = re.compile(r"[ ,]+(?:i (?:guess|think|suppose|hope)|maybe|perhaps|probably|or so|lol)\W*$", re.I)


def is_whole_day(last: Exchange) -> bool:
    """Whether the words for the day end where the coachee paused; "before the February | forecast" does not."""
    rest = (last.answer or "").partition(day(last))[2]
    if any(re.match(rf" (?:and|or) {re.escape(other.text)}", rest) for other in last.signals.dates):
        return False  # "Monday and Tuesday" are two.
    return not re.match(r"[ -]\w", rest) or bool(
        re.match(r" (?:at|because|so|since|when|and|but|i|we|before)\b", rest, re.I)
    )


def coarseness(mention: DateMention) -> int:
    """How much of the calendar a mention covers, roughly: "this week, Thursday" means the day."""
    return 2 if mention.precision in LONG_SPANS else int(mention.precision == "week")


def day(last: Exchange) -> str:
    """The date named, a day before a quarter and one with a figure before a bare weekday, without its preposition."""
    named = [mention.text for mention in sorted(last.signals.dates, key=coarseness)]
    date = next((text for text in named if re.search(r"\d", text)), named[0])
    bare = re.sub(r"^(?:not )?(?:by|on|at|of|in|from|within|during|for|around|until|till)\s+", "", date, flags=re.I)
    return _HEDGE.sub("", bare).rstrip(".,;")


def pictured(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    """On the way into options and will: a picture told before, or an odd sentence, before it is forgotten."""
    if step == last.step or step not in ("options", "will"):
        return
    lately = " ".join(e.said for e in session.exchanges[-NOT_LATELY:])
    told = [e.signals.metaphor for e in session.answered[:-PICTURED] if e.signals.metaphor and not e.control]
    fresh = [image for image in told if image not in lately and len(image.split()) > 1]
    yield from [("pictured", {"image": image}) for image in fresh[:1]]
    odd = [e.signals.odd for e in session.answered[:-PICTURED] if e.signals.odd and not e.control]
    fit = [said for said in odd if said not in lately and not HASTY.search(said) and said.count(",") < LIST]
    yield from [("kept", {"image": said}) for said in fit[:1]]

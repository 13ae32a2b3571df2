"""The short reflection before a question: the coachee's exact words in a frame that fits any phrase.

Simple forms give words back; complex ones add meaning by what they put together (a contrast, a
feeling, what is wanted, something from earlier). Frames come from `content/coaching/reflections.yml`.
Motivational interviewing counts one reflection to one question as fair (MITI 4.2.1); coachees tire
of a quotation in every turn, so there are never three bare ones in a row, nor four of any form.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.session import PLAIN, Exchange, Session
from bot.domain.coaching.threads import threads

#: Forms that join two facts of the conversation, by what was answered last.
JOINED = {"measure": "known-by", "option": "ways", "when": "dated", "obstacle": "between", "if-then": "answered"}
#: Questions that lay the coachee's words out before they ask, by their move.
IN_THE_QUESTION = {"contradiction": "both-sides", "thread": "returned", "clean": "picture", "feeling": "named"}
COMPLEX = frozenset(
    {
        "contrast",
        "feeling",
        "wants",
        "callback",
        "gather",
        "chosen",
        "against",
        "beside",
        *JOINED.values(),
        *IN_THE_QUESTION.values(),
    }
)
SIMPLE = frozenset({"quote", "echo", "parked", "metaphor", "mirror", "hearing", "listed", "aloud", "day", "figure"})
#: Answers of fewer words are not given back: that would be parroting.
LEAST_WORDS = 4
#: So short an answer is not said back whole; with "you" for "I" it is another sentence.
WHOLE_AND_SHORT = 5
#: A quotation has at least so many words.
LEAST_QUOTED = 4
#: How many reflections may follow each other.
IN_A_ROW = 2
#: In an answer of so many words there is more than a remark about the talk.
LONG_ENOUGH = 15
#: A wish of more words is not set beside something else.
SHORT_WISH = 10
#: Forms with nothing but a quotation: two at most follow each other.
QUOTING = frozenset({"quote", "echo", "parked", "metaphor", "listed"})
#: An option has at least so many words to be said back.
LISTED = 3
#: Forms that only note a day or a figure.
NOTED = frozenset({"day", "figure"})
#: Forms that tell how things hang together would wear out.
ONCE = frozenset({"against", "gather", "chosen", *JOINED.values()})

#: Typed in haste: said back in the second person or not at all.
_HASTY = re.compile(r"\bi\b|\b(?:dont|doesnt|didnt|cant|wont|isnt|im|ive|thats|theyre|its a|sorry)\b")

#: "In August, during the low water" tells when and not what.
_CIRCUMSTANCE = re.compile(r"(?:in|on|at|during|for|with|by|from|until)\b", re.I)
#: "If I had the page ready" answers a question and is half a sentence.
_HALF = re.compile(r"if (?!.*(?:, |then |\w+ )you(?:'ll| will| go| ask| take| do| call| wait| tell| send)\b)")

Frames = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Reflection:
    """One reflection: its form, the finished sentence, and the words it quotes."""

    form: str
    text: str
    quoted: str


NO_REFLECTION = Reflection("", "", "")


def reflect(session: Session, step: str, question: str, frames: Frames) -> Reflection:
    """Return the reflection to stand before `question`, or `NO_REFLECTION`.

    None after a control word or a very short answer, after three in a row (the third is never a bare
    quotation), or when the question itself quotes the coachee.

    Args:
        step: the step the question belongs to; a new one is entered with what was gathered so far.
    """
    last = session.last
    if last is None or last.control or "“" in question or _in_a_row(session) > IN_A_ROW:
        return NO_REFLECTION
    said, tired = _said(session), _in_a_row(session) == IN_A_ROW
    for form, values in (*_gathered(session, last, step), *_joined(session, last), *_candidates(session, last)):
        quoted = " ".join(values.values())
        if tired and form in QUOTING:
            continue
        if form in NOTED and any(value in question for value in values.values()):
            continue
        if form in ONCE and any(e.reflection == form for e in session.exchanges if not e.undone):
            continue
        if (
            form != _previous_form(session)
            and form in frames
            and (form in NOTED or not any(v.lower() in said for v in values.values()))
        ):
            return Reflection(form, _framed(session, frames[form], values), quoted)
    return NO_REFLECTION


def _gathered(session: Session, last: Exchange, step: str) -> Iterator[tuple[str, dict[str, str]]]:
    """On the way into options and will: the wish, and what stands before it or was chosen."""
    if step == last.step or step not in ("options", "will"):
        return
    goal = phrase_of(session, session.latest("goal"))
    other = session.latest("choice") if step == "will" else session.latest("note")
    two = phrase_of(session, other)
    if goal and two and goal != two and not _HASTY.search(f"{goal} {two}"):
        yield ("chosen" if step == "will" else "gather"), {"one": goal, "two": two}


def _joined(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """What was just said beside what it belongs to: the sign beside the wish, the plan beside the obstacle."""
    beside = {"measure": "goal", "when": "action", "obstacle": "action", "if-then": "obstacle"}
    capture = last.captures or ""
    if capture not in JOINED or (capture == "option" and len(session.every("option")) < 2):
        return
    first = session.every("option")[-2] if capture == "option" else session.latest(beside[capture])
    if capture == "when" and not last.signals.dates:
        return
    one = phrase_of(session, first)
    two = _day(last) if capture == "when" else phrase_of(session, session.latest(capture))
    pictured = any(e.signals.metaphor and e.signals.metaphor in one for e in session.answered)
    if one and two and one != two and not pictured and not _HASTY.search(f"{one} {two}"):
        yield JOINED[capture], {"one": one, "two": two}


def _candidates(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    signals = last.signals
    if signals.on & _ABOUT_THE_TALK and signals.words < LONG_ENOUGH:
        return
    if signals.contrast:
        yield "contrast", {"left": signals.contrast[0], "right": signals.contrast[1]}
    if signals.feeling and len(signals.feeling.split()) <= 6:
        yield "feeling", {"feeling": signals.feeling}
    if (
        last.step == "goal"
        and signals.wants
        and len(signals.wants.split()) >= LISTED
        and signals.words > len(signals.wants.split()) + 1
    ):
        yield "wants", {"wants": signals.wants}
    if last.step == "reality" and "solution-jump" in signals.on and signals.quotes:
        yield "parked", {"quote": signals.quotes[0]}
    yield from _beside_what_was_said(session, last)
    yield from _noted(session, last)
    if signals.words >= LEAST_WORDS and last.captures not in PLAIN:
        yield from _given_back(session, last)
    yield from _listed(session, last)
    yield from _from_before(session, last)


def _noted(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """A day, a figure, the sentence they will say: once more, so that both have heard the same."""
    if last.captures in ("date", "when") and last.signals.dates:
        yield "day", {"date": _day(last)}
    sentence = phrase_of(session, session.latest("first-sentence")) if last.captures == "first-sentence" else ""
    if len(sentence.split()) >= LISTED and not _HASTY.search(sentence):
        yield "aloud", {"quote": sentence}
    if last.captures == "confidence" and last.signals.confidence is not None:
        yield "figure", {"number": str(last.signals.confidence)}


def _listed(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """The option just named, put on the list."""
    newest = phrase_of(session, session.latest("option")) if last.captures == "option" else ""
    if len(newest.split()) >= LISTED and not _HASTY.search(newest):
        yield "listed", {"quote": newest}


def _day(last: Exchange) -> str:
    """The date named, the one with a figure before a bare weekday, without its preposition."""
    named = [mention.text for mention in last.signals.dates]
    date = next((text for text in named if re.search(r"\d", text)), named[0])
    return re.sub(r"^(?:not )?(?:by|on|at|in|before|until|till|from|within|during|for|around)\s+", "", date, flags=re.I)


#: Said of the conversation and not of the matter; giving it back would be a quarrel.
_ABOUT_THE_TALK = frozenset({"no-idea", "asks-advice", "asks-coach", "doubts-coach", "said-before"})


def _beside_what_was_said(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """What is meets what is wanted; somebody spoken of before meets what is said of them now."""
    signals = last.signals
    mirror = signals.mirror
    if not mirror or last.step not in ("reality", "options"):
        return
    wanted = _wanted(session)
    if wanted and "problem-talk" in signals.on and len(wanted.split()) <= SHORT_WISH:
        yield "against", {"mirror": mirror, "wants": wanted}
    earlier = _said_before_of(session, last)
    if earlier:
        yield "beside", {"earlier": earlier, "mirror": mirror}


def _wanted(session: Session) -> str:
    """The wish inside the goal, as the analysis cut it out; empty where the goal has none."""
    goal = session.latest("goal")
    asked_at = goal.turn if goal else -1
    return (session.exchanges[asked_at].signals.wants or "") if 0 <= asked_at < len(session.exchanges) else ""


def _said_before_of(session: Session, last: Exchange) -> str:
    """A phrase about somebody whom the last answer names too, said at least two answers ago; the newest such."""
    people = {m.id or m.text.lower() for m in last.signals.people}
    for exchange in reversed([e for e in session.answered if e is not last][:-1]):
        shared = [m.text.lower().split()[-1] for m in exchange.signals.people if (m.id or m.text.lower()) in people]
        about = [phrase for phrase in telling_phrases(exchange) if any(who in phrase.lower() for who in shared)]
        if about and exchange.control is None:
            return about[0]
    return ""


def telling_phrases(exchange: Exchange) -> list[str]:
    """Return the phrases of an answer that can be given back word for word: those the analysis found whole."""
    said = [q for q in exchange.signals.quotes if len(q.split()) >= LEAST_QUOTED and not set('“”"') & set(q)]
    return [quote for quote in said if not _HASTY.search(quote) and not _CIRCUMSTANCE.match(quote)]


def _given_back(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """In the second person where that is safe, or word for word; by turns, so that neither becomes a tune."""
    simple: list[tuple[str, dict[str, str]]] = []
    if last.signals.mirror and not _parrots(last, last.signals.mirror) and not _HALF.match(last.signals.mirror):
        simple += [(form, {"mirror": last.signals.mirror}) for form in ("mirror", "hearing")]
    for quote in [phrase for phrase in telling_phrases(last) if not _parrots(last, phrase)][:1]:
        forms = ("quote", "echo") if len(session.exchanges) % 2 else ("echo", "quote")
        simple += [(form, {"quote": quote}) for form in forms]
    yield from simple


def _akin(one: str, two: str) -> bool:
    """Whether two texts speak of the same thing: a longer word begins alike in both."""
    first, second = ({word[:6] for word in re.findall(r"\w{5,}", text.lower())} for text in (one, two))
    return bool(first & second)


def _parrots(last: Exchange, said_back: str) -> bool:
    """Whether a short answer would come back whole and unchanged."""
    return last.signals.words <= WHOLE_AND_SHORT and _bare(last.answer or "") == _bare(said_back)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _from_before(session: Session, last: Exchange) -> Iterator[tuple[str, dict[str, str]]]:
    """When the last words are too few to give back, something from earlier may be worth setting beside them."""
    if last.step in ("reality", "options", "will"):
        strong = threads(session, strong=True)
        related = [thread for thread in threads(session) if thread in strong or _akin(thread, last.answer or "")]
        for earlier in [thread for thread in related if not _HASTY.search(thread)][:1]:
            yield "callback", {"earlier": earlier}


def _framed(session: Session, frames: tuple[str, ...], values: Mapping[str, str]) -> str:
    turn = len(session.exchanges)
    digest = sha256(f"{session.id}{turn}".encode()).digest()[0]
    turned = [*frames[digest % len(frames) :], *frames[: digest % len(frames)]]
    text = min(turned, key=lambda frame: _heard_before(session, frame))
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text[0].upper() + text[1:]


def _heard_before(session: Session, frame: str) -> int:
    """How often the coachee has read this frame; one without words of its own counts with every short echo."""
    words = max(re.split(r"\{\w+\}|[“”]", frame), key=len).strip(" .,")
    if not words:
        return sum(
            1 for e in session.exchanges if e.reflection and e.said.startswith(e.quoted[:1].upper() + e.quoted[1:])
        )
    return sum(1 for e in session.exchanges if e.reflection and words.lower() in e.said.lower())


def _in_a_row(session: Session) -> int:
    """How many reflections stand one after the other up to now; a day or a figure noted is none and parts none."""
    count = 0
    for exchange in reversed([e for e in session.exchanges if not e.undone and e.reflection not in NOTED]):
        if not exchange.reflection:
            break
        count += 1
    return count


def _previous_form(session: Session) -> str:
    standing = [e for e in session.exchanges if not e.undone]
    return standing[-1].reflection if standing else ""


def _said(session: Session) -> str:
    """Everything the coach already gave back; the same words are not quoted twice."""
    return " | ".join(f"{e.quoted} | {e.asked}" for e in session.exchanges).lower()

"""What of an answer can be given back, as (form of reflection, the words it needs), the most telling first."""

import re
from collections.abc import Iterator

from bot.domain.coaching.extras import OF_THE_TALK
from bot.domain.coaching.noting import HASTY, LISTED, Candidate, noted, pictured
from bot.domain.coaching.of_whom import VOICED
from bot.domain.coaching.recall import feeling_of, felt, known, phrase_of
from bot.domain.coaching.session import PLAIN, Exchange, Session
from bot.domain.coaching.setting_beside import (
    beside_a_day,
    beside_what_was_said,
    gathered,
    joined,
    short_of,
    two_things,
)
from bot.domain.coaching.short_answers import last_words, linked, so_far, whole_thought
from bot.domain.coaching.telling import OF_ONESELF, telling_phrases
from bot.domain.coaching.threads import threads
from bot.domain.coaching.whom import last_name, left_out

#: Answers of fewer words are not given back: that would be parroting.
LEAST_WORDS = 4
#: So short an answer is not said back whole; with "you" for "I" it is another sentence.
WHOLE_AND_SHORT = 5
#: In an answer of so many words there is more than a remark about the talk.
LONG_ENOUGH = 15
#: "I said yes because I was new and wanted to look able" is quoted up to so many words, of so long a text.
IN_FULL, FULL_TEXT = 18, 4000
#: Named in the last so many turns, nobody comes up "again".
LATELY = 2
#: More options than this are not listed again in one sentence.
MOST_WAYS = 4
#: "It to be thirty minutes" is wished of something named elsewhere.
_OF_THIS = re.compile(r"(?:it|him|her|them|this|that|me|us)\b", re.I)
_OR = re.compile(r"\bor\b", re.I)
#: "I gave the target", "I said eleven": told to the coach once more, and not of the matter.
_TOLD_US = re.compile(r"(?:i|you) (?:just |already |have )*(?:said|told|gave|answered|mentioned|meant)\b", re.I)
#: "I always leave it to them. Almost."
_ALMOST = re.compile(r"[.,;] *(?:well,? )?(?:almost|nearly|mostly|not quite|sort of|in theory|officially)\W*$", re.I)
#: "74 %" by itself says nothing.
_COUNTS_SOMETHING = re.compile(r"[^\W\d_]{3,}")
#: What will be done holds what will be said.
_TO_SOMEBODY, _YOU = frozenset({"if-then", "action", "obstacle", "option", "choice"}), re.compile(r"\byour?\b", re.I)
_BECAUSE = re.compile(r"\b(?:because|since|so that|as it)\b", re.I)
#: "If I had the page ready" answers a question and is half a sentence.
_HALF = re.compile(
    r"if (?!.*(?:, |then |\w+ )you(?:'ll| will| go| ask| take| do| call| wait| tell| send)\b)"
    r"(?!.*, (?:it|he|she|they|the|nobody|everybody|everyone|nothing)\b)"
)


def candidates(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    """Yield every reflection that fits the last answer before a question of `step`."""
    yield from short_of(session, last)
    yield from _owned(last)
    yield from pictured(session, last, step)
    yield from gathered(session, last, step)
    yield from joined(session, last)
    yield from _candidates(session, last, step)


def _owned(last: Exchange) -> Iterator[Candidate]:
    """What was said of one's own part, first of all and by itself."""
    if "owns-up" in last.signals.on and last.captures != "measure":
        own = [phrase for phrase in telling_phrases(last) if OF_ONESELF.match(phrase)]
        yield from [("owned", {"quote": _in_full(last, one)}) for one in own[:1] if not _parrots(last, one)]


def _in_full(last: Exchange, phrase: str) -> str:
    """The sentence a phrase stands in, where it is theirs from its first word on and short; else the phrase."""
    said = (last.answer or "")[:FULL_TEXT]
    whole = next((one.strip(" .!") for one in re.split(r"(?<=[.!?;])\s+|\n", said) if phrase in one), "")
    fits = OF_ONESELF.match(whole) and len(whole.split()) <= IN_FULL and not set('“”"?()') & set(whole)
    return whole if fits and not re.search(r"(?:^|\s)['‘]\w", whole) else phrase


def _candidates(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    signals = last.signals
    if signals.on & _ABOUT_THE_TALK and signals.words < LONG_ENOUGH:
        return
    if signals.contrast:
        left, right = signals.contrast
        between = (last.answer or "").partition(left)[2].partition(right)[0]
        yield ("either" if _OR.search(between) else "contrast"), {"left": left, "right": right}
    clause = felt(session)
    if clause and clause in telling_phrases(last):
        yield "felt", {"quote": clause}
    feeling = feeling_of(session)
    if feeling and len(feeling.split()) <= 6:
        yield "feeling", {"feeling": feeling}
    if (
        last.step == "goal"
        and signals.wants
        and len(signals.wants.removeprefix("to ").split()) >= LISTED
        and not OF_THE_TALK.match(signals.wants)
        and not _OF_THIS.match(signals.wants)
        and signals.words > len(signals.wants.split()) + 1
    ):
        yield "wants", {"wants": signals.wants}
    if last.step == "reality" and "solution-jump" in signals.on and signals.quotes:
        yield "parked", {"quote": signals.quotes[0]}
    yield from two_things(last)
    yield from beside_what_was_said(session, last)
    yield from beside_a_day(last)
    yield from noted(session, last)
    yield from last_words(last)
    yield from linked(session, last)
    picked = [*_somebody_again(session, last), *_counted(session, last)]
    yield from picked if len(session.exchanges) % 2 else ()
    yield from _listed(session, last)
    if signals.words >= LEAST_WORDS and last.captures not in PLAIN:
        yield from _given_back(session, last)
    yield from picked
    if step == last.step:
        # A new phase begins with its own question.
        yield from so_far(session, last)
        yield from _from_before(session, last)


def _somebody_again(session: Session, last: Exchange) -> Iterator[Candidate]:
    """Somebody who was spoken of before and now comes up again, by name only."""
    before = [m.text for e in session.answered[:-LATELY] for m in e.signals.people if m.kind != "function"]
    lately = " ".join(e.said for e in session.exchanges[-LATELY:])
    people = [m for m in last.signals.people if m.kind == "name" and last_name(m) not in left_out(session)]
    named = [m.text for m in people if m.text in before and m.text not in lately]
    if last.step == "reality" and last.captures != "first-sentence":
        yield from [("again", {"person": who}) for who in named[:1]]


def _counted(session: Session, last: Exchange) -> Iterator[Candidate]:
    """A telling figure by itself."""
    figure = known(session, frozenset({"figure"})).get("figure", "")
    if (
        figure
        and last.captures != "topic"
        and not last.signals.mirror
        and last.step == "reality"
        and _COUNTS_SOMETHING.search(figure)
        and last.signals.words >= LEAST_WORDS
    ):
        yield "counted", {"quote": figure}


def _listed(session: Session, last: Exchange) -> Iterator[Candidate]:
    """The option just named, put on the list."""
    option = session.latest("option") if last.step == "options" else None
    said_now = option is not None and session.exchanges[option.turn] is last
    newest = phrase_of(session, option) if said_now else ""
    if len(newest.split()) >= LISTED and not HASTY.search(newest):
        yield "listed", {"quote": newest}


#: Said of the conversation and not of the matter; giving it back would be a quarrel.
_ABOUT_THE_TALK = frozenset(
    "no-idea asks-advice asks-coach asks-view asks-language doubts-coach corrects-coach asks-privacy "
    "said-before".split()
)


def all_ways(session: Session) -> str:
    """Return the options, each between quotation marks, to be chosen from; empty where one cannot be quoted whole."""
    ways = [phrase_of(session, fact) for fact in session.every("option")]
    if not 1 < len(ways) <= MOST_WAYS or not all(ways):
        return ""
    return ", ".join(f"“{way}”" for way in ways[:-1]) + f" and “{ways[-1]}”"


def _given_back(session: Session, last: Exchange) -> Iterator[Candidate]:
    """In the second person where that is safe, or word for word; by turns, so that neither becomes a tune."""
    simple: list[Candidate] = []
    mirror = last.signals.mirror or ""
    chose = last.captures == "choice" and not _BECAUSE.search(last.answer or "")
    chose = chose or bool(_ALMOST.search(last.answer or ""))
    unfit = (
        _parrots(last, mirror),
        _HALF.match(mirror),
        HASTY.search(mirror),
        _TOLD_US.match(mirror),
        chose,
        _in_marks(last, mirror),
        _hoped(session, last),
    )
    if mirror and not any(unfit):
        simple += [(form, {"mirror": mirror}) for form in ("mirror", "hearing")]
    told = [phrase for phrase in telling_phrases(last) if not _parrots(last, phrase)]
    thought = whole_thought(last) if last.step in ("goal", "reality") else ""
    told = [thought, *told] if thought else told
    if last.captures in _TO_SOMEBODY:
        # "I leave a note: got five minutes? I owe you one" is said to somebody else.
        told = [phrase for phrase in told if not _YOU.search(phrase) or (last.answer or "").startswith(phrase)]
    if chose:
        told = []  # What was not chosen is not held up: "the list; the second is too bold for me".
    if "owns-up" in last.signals.on:
        # Beside one's own part anything else would miss the point.
        told = [phrase for phrase in told if OF_ONESELF.match(phrase)]
    for quote in told[:1]:
        forms: tuple[str, ...] = ("quote", "echo") if len(session.exchanges) % 2 else ("echo", "quote")
        if VOICED.search(last.answer or "") or last.captures == "option" or _in_marks(last, quote):
            # "He'd say I wasn't listening": it is not their own word; and an option is said to nobody.
            forms = ("echo",)
        simple += [(form, {"quote": quote}) for form in forms]
    yield from simple


def _hoped(session: Session, last: Exchange) -> bool:
    """Whether the answer says what is to be: "that he is not offended" is no "he is not offended" yet."""
    goal = session.latest("goal")
    kept = last.captures == "goal" and goal is not None and goal.text.strip() in (last.answer or "")
    return kept or last.captures == "measure"


def _in_marks(last: Exchange, quote: str) -> bool:
    """Whether the words stood between quotation marks: somebody else's, and not what "you say"."""
    return any(f"{mark}{quote}".lower() in (last.answer or "").lower() for mark in '"“')


def _akin(one: str, two: str) -> bool:
    """Whether two texts speak of the same thing: a longer word begins alike in both."""
    first, second = ({word[:6] for word in re.findall(r"\w{5,}", text.lower())} for text in (one, two))
    return bool(first & second)


def _parrots(last: Exchange, said_back: str) -> bool:
    """Whether a short answer would come back whole and unchanged."""
    return last.signals.words <= WHOLE_AND_SHORT and _bare(last.answer or "") == _bare(said_back)


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _from_before(session: Session, last: Exchange) -> Iterator[Candidate]:
    """When the last words are too few to give back, something from earlier may be worth setting beside them."""
    if last.step == "reality":
        related = [thread for thread in threads(session) if _akin(thread, last.answer or "")]
        for earlier in [thread for thread in related if not HASTY.search(thread)][:1]:
            yield "callback", {"earlier": earlier}

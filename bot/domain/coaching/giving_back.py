"""What of an answer can be given back, as (form of reflection, the words it needs), the most telling first."""

import re
from collections.abc import Iterator

from bot.domain.coaching.extras import OF_THE_TALK
from bot.domain.coaching.noting import HASTY, LISTED, SHORTENED, Candidate, day, is_whole_day, noted, pictured
from bot.domain.coaching.recall import felt, known, phrase_of
from bot.domain.coaching.session import PLAIN, Exchange, Session
from bot.domain.coaching.short_answers import last_words, linked, so_far, whole_thought
from bot.domain.coaching.shown import VOICED
from bot.domain.coaching.threads import threads

#: Forms that join two facts of the conversation, by what was answered last.
JOINED = {"measure": "known-by", "option": "ways", "when": "dated", "obstacle": "between", "if-then": "answered"}
#: Answers of fewer words are not given back: that would be parroting.
LEAST_WORDS = 4
#: So short an answer is not said back whole; with "you" for "I" it is another sentence.
WHOLE_AND_SHORT = 5
#: A quotation has at least so many words; one fewer where it does not begin with "it" or "they".
LEAST_QUOTED = 4
#: In an answer of so many words there is more than a remark about the talk.
LONG_ENOUGH = 15
#: An answer of so many words holds more than one thing.
TELLS_MORE, BOTH = 18, 2
#: Named in the last so many turns, nobody comes up "again".
LATELY = 2
#: A wish of more words is not set beside something else.
SHORT_WISH = 10
#: More options than this are not listed again in one sentence.
MOST_WAYS = 4
_OF_ONESELF = re.compile(r"(?:I|it is me|it's me|my|me)\b", re.I)
#: "Sharpen it" says nothing beside something else; "I think" takes a sign half back.
_THIN = re.compile(r"\b(?:it|that|this|them)$", re.I)
#: "In August, during the low water" tells when and not what.
_CIRCUMSTANCE = re.compile(
    r"(?:in|on|at|during|for|with|by|from|until|before|after|since)\b"
    r"(?!.* (?:was|were|is|had|did|came|went|held|kept|worked)\b)",
    re.I,
)
_OF_THEM = re.compile(r"(?:it|he|she|they|that|this|there|you|today|then|now)\b", re.I)
_SCENE = re.compile(
    r"(?:in|on|at|during|last (?:week|month|year|time|\w+day)|yesterday|[\w ]{1,20} ago)\b", re.I)  # fmt: skip
#: Beside a day, a sentence of five words tells something; "some time before the visit" is a day as well.
_TELLS = re.compile(r"(?!(?:some|next|early|late|mid|end)\b)(?:\S+ ){4,}\S+", re.I)
#: Said of this talk and not of what it is about.
_OF_THE_TALK = re.compile(
    r"^I (?:\w+ )?(?:don'?t|do not) (?:\w+ )?know$|\b(?:like|want|need) to (?:talk|speak) (?:about|with|to)\b|"
    r"\bI(?: only)? have (?:\w+ ){1,3}min(?:ute)?s\b|\bbeing (?:asked|coached)\b|"
    r"\bgive me a (?:\w+ )?(?:second|moment|minute|break)\b|"
    r"\b(?:this|these|your) (?:chat|conversation|coaching|bot|questions?)\b", re.I)  # fmt: skip
#: "I think the date and the quantity" hedges, and breaks off.
_HEDGED = re.compile(r"I (?:think|mean|believe|guess)\b", re.I)
#: "If I had the page ready" answers a question and is half a sentence.
_HALF = re.compile(
    r"if (?!.*(?:, |then |\w+ )you(?:'ll| will| go| ask| take| do| call| wait| tell| send)\b)"
    r"(?!.*, (?:it|he|she|they|the|nobody|everybody|everyone|nothing)\b)"
)


def candidates(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    """Yield every reflection that fits the last answer before a question of `step`."""
    yield from _owned(last)
    yield from pictured(session, last, step)
    yield from _gathered(session, last, step)
    yield from _joined(session, last)
    yield from _candidates(session, last, step)


def _owned(last: Exchange) -> Iterator[Candidate]:
    """What was said of one's own part, first of all and by itself."""
    if "owns-up" in last.signals.on:
        own = [phrase for phrase in telling_phrases(last) if _OF_ONESELF.match(phrase)]
        yield from [("owned", {"quote": phrase}) for phrase in own[:1] if not _parrots(last, phrase)]


def _gathered(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    """On the way into options and will: the wish, and what stands before it or was chosen."""
    if step == last.step or step not in ("options", "will"):
        return
    goal = phrase_of(session, session.latest("goal"))
    other = session.latest("choice") if step == "will" else session.latest("note")
    two = phrase_of(session, other)
    if min(len(goal.split()), len(two.split())) >= LISTED and goal != two and not HASTY.search(f"{goal} {two}"):
        yield ("chosen" if step == "will" else "gather"), {"one": goal, "two": two}


def _joined(session: Session, last: Exchange) -> Iterator[Candidate]:
    """What was just said beside what it belongs to: the sign beside the wish, the plan beside the obstacle."""
    beside = {"measure": "goal", "when": "action", "obstacle": "action", "if-then": "obstacle"}
    capture = last.captures or ""
    if capture not in JOINED or (capture == "option" and len(session.every("option")) < 2):
        return
    first = session.every("option")[-2] if capture == "option" else session.latest(beside[capture])
    if capture == "when" and not (last.signals.dates and is_whole_day(last)):
        return
    one = phrase_of(session, first)
    two = day(last) if capture == "when" else phrase_of(session, session.latest(capture))
    pictured = any(e.signals.metaphor and e.signals.metaphor in one for e in session.answered)
    if one and two and one != two and not pictured and not HASTY.search(f"{one} {two}"):
        yield JOINED[capture], {"one": one, "two": two}


def _candidates(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    signals = last.signals
    if signals.on & _ABOUT_THE_TALK and signals.words < LONG_ENOUGH:
        return
    if signals.contrast:
        yield "contrast", {"left": signals.contrast[0], "right": signals.contrast[1]}
    clause = felt(session)
    if clause and clause in telling_phrases(last):
        yield "felt", {"quote": clause}
    if signals.feeling and len(signals.feeling.split()) <= 6:
        yield "feeling", {"feeling": signals.feeling}
    if (
        last.step == "goal"
        and signals.wants
        and len(signals.wants.split()) >= LISTED
        and not OF_THE_TALK.match(signals.wants)
        and signals.words > len(signals.wants.split()) + 1
    ):
        yield "wants", {"wants": signals.wants}
    if last.step == "reality" and "solution-jump" in signals.on and signals.quotes:
        yield "parked", {"quote": signals.quotes[0]}
    yield from _two_things(last)
    yield from _beside_what_was_said(session, last)
    yield from _beside_a_day(last)
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


def _beside_a_day(last: Exchange) -> Iterator[Candidate]:
    """What is told beside the day that was asked for: "before June, that one nearly finished me"."""
    days = [mention.text.lower() for mention in last.signals.dates]
    if last.captures in ("date", "when") and days:
        told = [phrase for phrase in telling_phrases(last) if not any(one in phrase.lower() for one in days)]
        yield from [("echo", {"quote": phrase}) for phrase in told if _TELLS.match(phrase)][:1]


def _two_things(last: Exchange) -> Iterator[Candidate]:
    """A long answer in two of its clauses, in the order in which they were said."""
    said = last.answer or ""
    # "Two weeks ago, all-hands" sets the scene; what happened in it is told elsewhere.
    telling = sorted(telling_phrases(last), key=lambda phrase: bool(_SCENE.match(phrase)))
    two = sorted(telling[:BOTH], key=said.find)
    long = last.signals.words >= TELLS_MORE and last.captures not in PLAIN
    if long and last.step in ("goal", "reality") and len(two) == BOTH and not _same(*two):
        yield "two", {"one": two[0], "two": two[1]}


def _somebody_again(session: Session, last: Exchange) -> Iterator[Candidate]:
    """Somebody who was spoken of before and now comes up again, by name only."""
    before = [m.text for e in session.answered[:-LATELY] for m in e.signals.people if m.kind != "function"]
    lately = " ".join(e.said for e in session.exchanges[-LATELY:])
    named = [m.text for m in last.signals.people if m.kind == "name" and m.text in before and m.text not in lately]
    if last.step == "reality" and last.captures != "first-sentence":
        yield from [("again", {"person": who}) for who in named[:1]]


def _counted(session: Session, last: Exchange) -> Iterator[Candidate]:
    """A telling figure by itself."""
    figure = known(session, frozenset({"figure"})).get("figure", "")
    if (
        figure
        and last.captures != "topic"
        and not last.signals.mirror
        and last.step in ("goal", "reality")
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


def _beside_what_was_said(session: Session, last: Exchange) -> Iterator[Candidate]:
    """What is meets what is wanted; somebody spoken of before meets what is said of them now."""
    signals = last.signals
    mirror = signals.mirror
    if not mirror or last.step not in ("reality", "options"):
        return
    wanted = _wanted(session)
    if wanted and not _THIN.search(wanted) and "problem-talk" in signals.on and len(wanted.split()) <= SHORT_WISH:
        yield "against", {"mirror": mirror, "wants": wanted}
    earlier = _said_before_of(session, last)
    if earlier and last.step == "reality":
        yield "beside", {"earlier": earlier, "mirror": mirror}


def all_ways(session: Session) -> str:
    """Return the options, each between quotation marks, to be chosen from; empty where one cannot be quoted whole."""
    ways = [phrase_of(session, fact) for fact in session.every("option")]
    if not 1 < len(ways) <= MOST_WAYS or not all(ways):
        return ""
    return ", ".join(f"“{way}”" for way in ways[:-1]) + f" and “{ways[-1]}”"


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
        # Both pieces must be about them, word for word.
        shared = [who for who in shared if who in (last.signals.mirror or "").lower()]
        about = [phrase for phrase in telling_phrases(exchange) if any(who in phrase.lower() for who in shared)]
        if about and exchange.control is None:
            return about[0]
    return ""


def telling_phrases(exchange: Exchange) -> list[str]:
    """Return the phrases of an answer that can be given back word for word: those the analysis found whole."""
    told = exchange.step in ("goal", "reality")
    loose = {quote: bool(_OF_THEM.match(quote) or _THIN.search(quote)) for quote in exchange.signals.quotes}
    least = {quote: LEAST_QUOTED - (told and not loose[quote]) for quote in exchange.signals.quotes}
    said = [q for q in exchange.signals.quotes if len(q.split()) >= least[q] and not set('“”"') & set(q)]
    unfit = (SHORTENED.search, _CIRCUMSTANCE.match, _HEDGED.match, _OF_THE_TALK.search)
    return [quote for quote in said if not any(fails(quote) for fails in unfit)]


def _given_back(session: Session, last: Exchange) -> Iterator[Candidate]:
    """In the second person where that is safe, or word for word; by turns, so that neither becomes a tune."""
    simple: list[Candidate] = []
    mirror = last.signals.mirror or ""
    if mirror and not any((_parrots(last, mirror), _HALF.match(mirror), HASTY.search(mirror))):
        simple += [(form, {"mirror": mirror}) for form in ("mirror", "hearing")]
    told = [phrase for phrase in telling_phrases(last) if not _parrots(last, phrase)]
    thought = whole_thought(last) if last.step in ("goal", "reality") else ""
    told = [thought, *told] if thought else told
    if "owns-up" in last.signals.on:
        # Beside one's own part anything else would miss the point.
        told = [phrase for phrase in told if _OF_ONESELF.match(phrase)]
    for quote in told[:1]:
        forms: tuple[str, ...] = ("quote", "echo") if len(session.exchanges) % 2 else ("echo", "quote")
        if VOICED.search(last.answer or "") or last.captures == "option":
            # "He'd say I wasn't listening": it is not their own word; and an option is said to nobody.
            forms = ("echo",)
        simple += [(form, {"quote": quote}) for form in forms]
    yield from simple


def _same(one: str, two: str) -> bool:
    """Whether two phrases say nearly the same: half of the longer words of one begin alike in the other."""
    first, second = ({word[:5] for word in re.findall(r"\w{4,}", text.lower())} for text in (one, two))
    return len(first & second) * 2 > min(len(first), len(second))


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

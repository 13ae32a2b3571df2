"""Two things the coachee said, set side by side: the wish and what stands in its way, the plan and its day."""

import re
from collections.abc import Iterator

from bot.domain.coaching.noting import HALF_MEANT, HASTY, LISTED, Candidate, day, is_whole_day
from bot.domain.coaching.preamble import to_the_point
from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.session import PLAIN, Exchange, Fact, Session
from bot.domain.coaching.telling import OF_ONESELF, THIN, telling_phrases

#: Forms that join two facts of the conversation, by what was answered last.
JOINED = {"measure": "known-by", "option": "ways", "when": "dated", "obstacle": "between", "if-then": "answered"}
#: The question was for their own part in it.
ASKS_FOR_ONES_PART = re.compile(
    r"\b(?:your (?:own )?part|part do you have|had a hand in it|what (?:do|did) you (?:do|get out of)|keeping it)\b",
    re.I,
)
#: What comes between, and what is done then, may be told in several sentences.
_BY_THEIR_BEGINNING = frozenset({"obstacle", "if-then"})
#: An answer of so many words holds more than one thing.
TELLS_MORE, BOTH = 18, 2
_OF_SOMEBODY = re.compile(r"(?:he|she)\b", re.I)
_PRONOUNS = frozenset("he she him her his somebody someone nobody everybody everyone".split())
#: "Jess knows", and then "she knows weeks before": in so few words one in common is the same.
LEAST_APART = 4
#: A wish of more words is not set beside something else.
SHORT_WISH = 10
#: Beside a day, a sentence of five words tells something; "some time before the visit" is a day as well.
_TELLS = re.compile(r"(?!(?:some|next|early|late|mid|end)\b)(?:\S+ ){4,}\S+", re.I)


def gathered(session: Session, last: Exchange, step: str) -> Iterator[Candidate]:
    """On the way into options and will: the wish, and what stands before it or was chosen."""
    if step == last.step or step not in ("options", "will"):
        return
    goal = phrase_of(session, session.latest("goal"))
    other = session.latest("choice") if step == "will" else session.latest("note")
    two = phrase_of(session, other)
    if min(len(goal.split()), len(two.split())) >= LISTED and goal != two and not HASTY.search(f"{goal} {two}"):
        yield ("chosen" if step == "will" else "gather"), {"one": goal, "two": two}


def joined(session: Session, last: Exchange) -> Iterator[Candidate]:
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
    if HALF_MEANT.search(two):
        return
    if capture in _BY_THEIR_BEGINNING and not _begins_with(session.latest(capture), two):
        return
    pictured = any(e.signals.metaphor and e.signals.metaphor in one for e in session.answered)
    if first and first.capture in _BY_THEIR_BEGINNING and not _begins_with(first, one):
        return
    if one and two and one != two and not pictured and not HASTY.search(f"{one} {two}"):
        yield JOINED[capture], {"one": one, "two": two}


def _begins_with(fact: Fact | None, phrase: str) -> bool:
    """Whether a phrase is what was said first of a fact: a clause from its middle may stand for something else."""
    return fact is not None and to_the_point(fact.text).startswith(phrase)


def beside_a_day(last: Exchange) -> Iterator[Candidate]:
    """What is told beside the day that was asked for: "before June, that one nearly finished me"."""
    days = [mention.text.lower() for mention in last.signals.dates]
    if last.captures in ("date", "when") and days:
        told = [phrase for phrase in telling_phrases(last) if not any(one in phrase.lower() for one in days)]
        yield from [("echo", {"quote": phrase}) for phrase in told if _TELLS.match(phrase)][:1]


def two_things(last: Exchange) -> Iterator[Candidate]:
    """A long answer in two of its clauses, in the order in which they were said."""
    said = last.answer or ""
    two = sorted(telling_phrases(last)[:BOTH], key=said.find)
    long = last.signals.words >= TELLS_MORE and last.captures not in PLAIN
    if len(two) == BOTH and _OF_SOMEBODY.match(two[1]) and not _names_somebody(two[0], last):
        return  # "I'd like it clear", and then "she gets frightened": who is "she"?
    if long and last.step in ("goal", "reality") and len(two) == BOTH and not _same(*two):
        yield "two", {"one": two[0], "two": two[1]}


def _names_somebody(phrase: str, last: Exchange) -> bool:
    """Whether a phrase names a person, or speaks of one by a pronoun as well."""
    named = {mention.text.split()[-1].lower() for mention in last.signals.people}
    said = set(re.findall(r"[\w'-]+", phrase.lower()))
    return bool(said & (named | _PRONOUNS)) or bool(re.search(r"\s[A-Z]\w+", phrase))


def beside_what_was_said(session: Session, last: Exchange) -> Iterator[Candidate]:
    """What is meets what is wanted; somebody spoken of before meets what is said of them now."""
    signals = last.signals
    mirror = signals.mirror
    if not mirror or last.step not in ("reality", "options"):
        return
    wanted = _wanted(session)
    if wanted and not THIN.search(wanted) and "problem-talk" in signals.on and len(wanted.split()) <= SHORT_WISH:
        yield "against", {"mirror": mirror, "wants": wanted}
    earlier = _said_before_of(session, last)
    if earlier and last.step == "reality":
        yield "beside", {"earlier": earlier, "mirror": mirror}


def short_of(session: Session, last: Exchange) -> Iterator[Candidate]:
    """What they do themselves, told where it was asked for, beside what they want; nobody is blamed."""
    wanted = phrase_of(session, session.latest("goal"))
    own = [phrase for phrase in telling_phrases(last) if OF_ONESELF.match(phrase)]
    asked = last.step == "reality" and ASKS_FOR_ONES_PART.search(last.asked)
    if asked and own and LISTED <= len(wanted.split()) <= SHORT_WISH and not HASTY.search(f"{wanted} {own[0]}"):
        yield "short-of", {"wants": wanted, "quote": own[0]}


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


def _same(one: str, two: str) -> bool:
    """Whether two phrases say nearly the same: half of the longer words of one begin alike in the other."""
    first, second = ({word[:5] for word in re.findall(r"\w{4,}", text.lower())} for text in (one, two))
    few = min(len(one.split()), len(two.split())) <= LEAST_APART
    return len(first & second) * 2 > min(len(first), len(second)) or (few and bool(first & second))

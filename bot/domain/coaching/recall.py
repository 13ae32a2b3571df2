"""What the conversation can play back: the coachee's phrases for the placeholders of a question."""

import re
from collections.abc import Callable

from bot.domain.coaching.complaints import complains
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.goal_line import LAUGH, goal_sentence
from bot.domain.coaching.preamble import NO_TITLE
from bot.domain.coaching.review import under_review
from bot.domain.coaching.session import PLAIN, Exchange, Fact, Session
from bot.domain.coaching.signals import Mention
from bot.domain.coaching.threads import raised_twice, threads
from bot.domain.coaching.told_before import QUOTABLE, told_as
from bot.domain.coaching.whom import last_name, left_out

#: A sign is a whole sentence.
QUOTABLE_SIGN = 18
_LEAST_SENTENCE = 3
_ENDS_WITHIN = re.compile(rf"{NO_TITLE}[.;!]\s")
#: "I could say something. I could say it before the meeting": the second sentence says what.
_VAGUE_FIRST = re.compile(r"^[^.!?\n]{2,40} (?:something|anything|somebody|someone)\.\s+(?=(?:i|we) )", re.I)
#: Called by name before a comma; what opens a sentence as well is no name.
_CALLED = re.compile(
    r"[\"“]?(?:(?:Hi|Hello|Dear|Hey|Ok|Okay|So|Well|Look|Listen|Good morning),? )?"
    r"(?!(?:Hi|Hello|Hey|Ok|Okay|So|Well|Look|Listen|Yes|No|Now|First|Today|Please|Sorry|Thanks|Honestly|Frankly|"
    r"Actually|Last|This|When|If|In|On|At|For|Before|Since|After|Good|All|Team|Everyone|Everybody|Folks|Colleagues|"
    r"Guys|Ladies|Gentlemen|Maybe|Also|Then|Finally|Next|Normally|Usually|Once|Right|Question)\b)"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?), \w"
)
#: What somebody says, between marks.
_SPOKEN = re.compile(r"[\"“][^\"“”]*[\"”]|(?<!\S)['‘][^'‘’\n]{1,120}['’](?!\w)")
_VERB_FIRST = re.compile(r"(?:could|can'?t|hate|feel|am|was|want|cried|cry)\b")
_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his)\b", re.I)
#: "I ring her husband": somebody beside the one who was named.
_THEIR_SOMEBODY = re.compile(
    r"\b(?:ring|call|ask|tell|see|meet|phone|visit|text|email|message|invite|(?:write|talk|speak|go) to|talk with) "
    r"(?:his|her|their) (?!office|desk|place|room)\w+",
    re.I,
)
#: Somebody named in so many answers keeps coming up.
OFTEN = 3
#: A figure as it can stand between quotation marks: digits with what they count.
_TELLING_FIGURE = re.compile(
    r"\W?\d.*[a-z%€$£].*|[€$£]\d.*|"
    r"(?:\w+ )?(?:hundred|thousand|million|dozen)\b.*|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)+",
    re.I,
)
_TIME_SPENT = re.compile(r"\b(?:minutes?|mins?|hours?|days?|weeks?|months?|quarters?|years?|cycles?)\b", re.I)
#: What is said of a way to go is no picture of how it is.
PLANS_STEPS = frozenset({"options", "will"})
#: A picture of so many answers ago may look different by now.
LONG_AGO = 8


def known(session: Session, names: frozenset[str]) -> dict[str, str]:
    """Return the words for those placeholders of `names` that can be filled now."""
    values = {name: _value(session, name) for name in names}
    if "now" not in names and "earlier" in names:
        # Without its other side it is no contradiction but something left open: a question of theirs before a picture.
        values["earlier"] = next(iter([*threads(session, asked=True), *threads(session, strong=True)]), "")
    return {name: value for name, value in values.items() if value}


def _value(session: Session, name: str) -> str:
    if name in _FROM_FACTS:
        return phrase_of(session, session.latest(name))
    reader = _READERS.get(name)
    return reader(session) if reader else ""


def phrase_of(session: Session, fact: Fact | None) -> str:
    """Return a fact as a phrase of at most 14 words, exactly as it was said, or an empty string."""
    if fact is None:
        return ""
    text = LAUGH.sub("", fact.text.strip()).rstrip(".!;,")
    heard = session.exchanges[fact.turn].signals if 0 <= fact.turn < len(session.exchanges) else None
    if fact.capture == "goal" and heard is not None and complains(fact.text, heard):
        return ""  # Nothing but what is wrong: never held up as what is wanted.
    if fact.capture == "goal":
        text = goal_sentence(text, heard.wants if heard else None).rstrip(".!;,")
    if fact.capture in ("goal", "measure"):
        text = re.sub(r"^[Tt]hat (?=[\w'’]+ [\w'’]+ \w)", "", text)
    longest = QUOTABLE_SIGN if fact.capture == "measure" else QUOTABLE
    if len(text.split()) <= longest and not set('\n“”"?') & set(text) and not _ENDS_WITHIN.search(text):
        return text
    if heard is None or fact.capture == "measure":
        # Of several sentences about a sign none is known to be the sign.
        return ""
    if fact.capture == "goal":
        return heard.wants if heard.wants and heard.wants in fact.text else ""
    if fact.capture in ("option", "choice", "action"):
        return _first_said(text) or next((quote for quote in heard.quotes if text.startswith(quote)), "")
    return next((quote for quote in heard.quotes if quote in fact.text), "")


def _first_said(text: str) -> str:
    """What could be done is said first, and what speaks for it after that; nothing else can stand for it."""
    text = _VAGUE_FIRST.sub("", text)
    for end in (r"[.;!?]\s|\n", r"[.;!?:]\s|\n", r"[.;!?:]\s|\n|, (?=(?:and|so|but|because|then)\b)| because "):
        end = f"{NO_TITLE}{end}"
        first = re.split(end, text, maxsplit=1)[0].strip(" ,")
        if _LEAST_SENTENCE - 1 <= len(first.split()) <= QUOTABLE:
            return "" if set('“”"?\n') & set(first) else first
    return ""


def _quote(session: Session) -> str:
    last = session.last
    heard = last.signals.quotes if last and not last.control and last.captures not in PLAIN else ()
    return next(iter(heard), "")


def feeling_of(session: Session) -> str:
    """The feeling of the last answer, with its "I" where it would be half a sentence without: "I could scream"."""
    last = session.last
    word = (last.signals.feeling or "") if last else ""
    whole = f"I {word}" if _VERB_FIRST.match(word) and last and f"I {word}" in (last.answer or "") else word
    return whole


def felt(session: Session) -> str:
    """Return the clause in which the last answer tells a feeling, word for word, where it can be quoted whole."""
    word = feeling_of(session)
    heard = session.last.signals.quotes if word and session.last and not session.last.control else ()
    clauses = (clause for clause in heard if word in clause and len(clause.split()) > len(word.split()) + 1)
    return next((clause for clause in clauses if not set('“”"') & set(clause)), "")


def _metaphor(session: Session) -> str:
    return (session.last.signals.metaphor or "") if session.last else ""


def _spoken_to(session: Session) -> str:
    """Who is called by name at the beginning of the sentence they will say: "Bernadette, which of these ..."."""
    said = session.latest("first-sentence")
    called = _CALLED.match(said.text.strip()) if said else None
    return called["name"] if called else ""


def _person(session: Session) -> str:
    """Whom the promise is about, once there is one; otherwise who was named in the last answers."""
    if called := _spoken_to(session):
        return called
    promised = session.latest("action") or session.latest("choice")
    # In the sentence they will say, people are spoken to and not spoken of.
    spoken_of = [e for e in session.answered[-3:] if e.captures != "first-sentence"]
    recent, out = [*_exchange_of(session, promised), *reversed(spoken_of)], left_out(session)
    named = next((who for e in recent if (who := _single(e, out))), "")
    pronoun = promised and recent and _SOMEBODY.search(promised.text) and not _single(recent[0], out)
    if pronoun and promised and _THEIR_SOMEBODY.search(promised.text):
        return ""  # "I ring her husband": nobody who was named.
    named_there = [m for m in _spoken_of(session, out) if m.kind == "name"]
    chosen = [m.text for m in named_there if last_name(m) in session.words("choice").lower()]
    if pronoun and chosen:
        return chosen[-1]
    # "I go to his office": his, of whom all this is about, and not of somebody named in passing.
    return (_most_named(session) or named) if pronoun else (named or _most_named(session))


def _single(exchange: Exchange, out: frozenset[str]) -> str:
    """One person named in an answer, somebody in particular before a group, and nobody who is to be left `out`."""
    people = [m for m in exchange.signals.people if m.kind != "function" and last_name(m) not in out]
    said = (exchange.answer or "").lower()
    spoken = " ".join(_SPOKEN.findall(said))
    # Whoever is named only in what somebody says may be the coachee.
    people = [m for m in people if m.text.lower() not in spoken or said.count(m.text.lower()) > 1]
    found = next((m.text for m in people if not _is_group(m)), "")
    # "I wrote her a mail with the CFO in copy" is about somebody named before.
    before = said.partition(found.lower().split()[-1])[0] if found else ""
    return "" if _SOMEBODY.search(before) else found


def _is_group(mention: Mention) -> bool:
    return mention.kind == "role" and mention.text.endswith("s") and not mention.text.endswith(("ss", "S"))


def _most_named(session: Session) -> str:
    """Whoever the conversation was about most, named in at least two answers."""
    people = [mention.text for mention in _spoken_of(session, left_out(session))]
    often = max(people, key=people.count, default="")
    return often if people.count(often) > 1 else ""


def _spoken_of(session: Session, out: frozenset[str]) -> list[Mention]:
    """Everybody named, once for each answer, oldest first; groups, functions and who is left `out` aside."""
    told = [e for e in session.statements() if e.captures != "first-sentence"]
    named = ({m.text: m for m in e.signals.people if m.kind != "function" and not _is_group(m)} for e in told)
    return [mention for people in named for mention in people.values() if last_name(mention) not in out]


def _figure(session: Session) -> str:
    """The first figure of the last answer that says what it counts or is written in digits."""
    last = session.last
    if last is None or last.control or last.captures in PLAIN:
        return ""
    telling = [n for n in last.signals.numbers if _TELLING_FIGURE.fullmatch(n) and not _TIME_SPENT.search(n)]
    return next(iter(telling), "") if last.signals.confidence is None else ""


def _recurring(session: Session) -> str:
    """Whoever is named in three answers or more, the last one among them."""
    last = session.last
    named = [m for m in last.signals.people if m.kind != "function"] if last and not last.control else []
    named = [m for m in named if last_name(m) not in left_out(session)]
    said = [{_who(m) for m in e.signals.people} for e in session.statements()]
    return next((m.text for m in named if sum(_who(m) in people for people in said) >= OFTEN), "")


def _who(mention: Mention) -> str:
    return mention.id or mention.text.lower()


def _side(which: int) -> Callable[[Session], str]:
    """One of the two clauses on either side of a "but"."""

    def read(session: Session) -> str:
        heard = session.last.signals.contrast if session.last and not session.last.control else None
        return heard[which] if heard else ""

    return read


def _image(session: Session) -> str:
    """The first picture the coachee used of how it is, once it has had time to change; none that came back already."""
    asked = " ".join(e.asked for e in session.exchanges if e.move == "thread" or e.step in PLANS_STEPS)
    told = (e.signals.metaphor for e in session.answered[:-LONG_AGO] if e.step not in PLANS_STEPS)
    return next((image for image in told if image and image not in asked), "")


def _exchange_of(session: Session, fact: Fact | None) -> list[Exchange]:
    return [session.exchanges[fact.turn]] if fact and 0 <= fact.turn < len(session.exchanges) else []


def _earlier(session: Session) -> str:
    pair = contradiction(session)
    return pair.earlier if pair else ""


def _now(session: Session) -> str:
    pair = contradiction(session)
    return pair.now if pair else ""


def _number(session: Session) -> str:
    """The confidence; not 0, of which nobody can be asked what keeps it from being lower."""
    confidence = session.latest("confidence")
    return str(confidence.value) if confidence and confidence.value else ""


def _date(session: Session) -> str:
    fact = session.latest("when") or session.latest("date")
    return re.sub(
        r"^(?:by|on|at|before|for|in|within|from|around|until|during)\s+", "", phrase_of(session, fact), flags=re.I
    )


def _promise(session: Session) -> str:
    about = under_review(session)
    said = next((p.action.rstrip(" .!,;") for p in session.review if p.id == about), "")
    return said if len(said.split()) <= QUOTABLE * 2 else ""


_FROM_FACTS = frozenset({"topic", "goal", "measure", "action", "option", "choice", "obstacle"})
_READERS: dict[str, Callable[[Session], str]] = {
    "quote": _quote,
    "word": feeling_of,
    "felt": felt,
    "metaphor": _metaphor,
    "image": _image,
    "exception": told_as("exception"),
    "own": told_as("owns-up"),
    "person": _person,
    "earlier": _earlier,
    "now": _now,
    "number": _number,
    "date": _date,
    "promise": _promise,
    "minutes": lambda session: str(session.minutes),
    "figure": _figure,
    "recurring": _recurring,
    "twice": raised_twice,
    "left": _side(0),
    "right": _side(1),
}

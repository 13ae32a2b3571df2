"""Takes an answer into the conversation: what it establishes, and what a control word changes."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.coaching.amounts import measured, sureness
from bot.domain.coaching.complaints import complains, complains_of_today, describes, tells_the_present
from bot.domain.coaching.days import bare_day, in_its_month, is_a_limit, only_a_date, says_when, the_same_day
from bot.domain.coaching.extras import with_more
from bot.domain.coaching.noting import LONG_SPANS
from bot.domain.coaching.options import ENOUGH, already_chosen, chosen, chosen_by_place, several, split_options
from bot.domain.coaching.phases import TRIES, tries
from bot.domain.coaching.plans import could_be_done, is_request
from bot.domain.coaching.preamble import is_away, is_empty, takes_back, to_the_point
from bot.domain.coaching.requests import without_language
from bot.domain.coaching.session import Exchange, Fact, Session
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.coaching.stating import states_something
from bot.domain.coaching.whom import is_close, names_only

#: So many words may point at an option and say nothing else.
POINTING = 4
#: "That he comes": short, and whole.
_THAT_THEY = re.compile(r"\W*that (?:he|she|they|we|i|people|everybody|sales|finance) \w+", re.I)
#: A goal of fewer words ("depends") is asked about again.
LEAST_GOAL = 4
#: "That they agree on one number", "to be home by six": a wish, whatever was asked.
_NAMES_A_WISH = re.compile(r"\W*(?:that|to|so that) \w+ \w+ \w+", re.I)
_SENTENCES = re.compile(r"(?<=[.!?;])\s+")
#: Asked what others would do; "they would put it on one page" answers that, and describes nothing.
_OF_OTHERS = re.compile(r"\bwould (?!you\b|it\b|that\b|be\b)|designed this", re.I)
#: What a promise is not made without: an empty answer is met with another question, not taken as a refusal.
INSISTED = frozenset({"obstacle", "if-then", "action", "when"})
#: Where a day alone belongs that was said to something else.
_DATED = {"measure": "date", **dict.fromkeys(("action", "obstacle", "if-then", "first-sentence", "who-knows"), "when")}
#: Agrees, and says nothing that somebody takes with them.
_ASSENTS = re.compile(r"\W*(?:(?:ok(?:ay)?|yes|yeah|sure|fine|good|right|thanks|thank you|great)\b\W*){1,3}$", re.I)
#: Captures that one reply cannot fill in passing; everything else may be noted as context.
LONG_ANSWER = 4


@dataclass(frozen=True)
class Reply:
    """What the coachee sent: words, a control (`skip`, `back`, `dont_know`, ...) or both."""

    text: str
    signals: Signals = field(default_factory=Signals)
    control: str | None = None
    today: date = date.min


def due_date(reply: Reply) -> DateMention | None:
    """Return the date a reply means: one written with a figure goes before a bare weekday."""
    named = sorted(reply.signals.dates, key=lambda found: found.precision in LONG_SPANS)
    dated = [in_its_month(reply.text, d, reply.today) for d in named if d.on]
    found = next((d for d in dated if re.search(r"\d", d.text)), dated[0] if dated else None)
    return found or bare_day(reply.text, reply.today)


def absorb(session: Session, reply: Reply) -> Session:
    """Return the session with the pending question answered.

    A control word never becomes a fact. Without a pending question nothing changes.
    """
    pending = session.pending
    if pending is None:
        return session
    if reply.control == "back":
        return step_back(session)
    answered = session.with_last_exchange(answer=reply.text, control=reply.control, signals=reply.signals)
    if reply.control == "skip":
        return _declined(answered, pending)
    if reply.control == "dont_know" or not states_something(reply, pending):
        return answered
    return _facts(answered, pending, replace(reply, text=to_the_point(without_language(reply.text))))


def step_back(session: Session) -> Session:
    """Undo the latest answer, so that its question can be asked again."""
    turns = [i for i, e in enumerate(session.exchanges) if e.answer is not None and not e.undone]
    if not turns:
        return session
    target = turns[-1]
    exchanges = tuple(replace(e, undone=True) if i >= target else e for i, e in enumerate(session.exchanges))
    undone = session.exchanges[target]
    reviewed = tuple(replace(p, status=None) if p.id == undone.about else p for p in session.review)
    declined = session.declined - {undone.captures or "", undone.step}
    return replace(session.without_turn(target), exchanges=exchanges, declined=declined, review=reviewed)


def _declined(session: Session, pending: Exchange) -> Session:
    if pending.step == "review":
        reviewed = tuple(
            replace(p, status=p.status or "skipped") if p.id == pending.about else p for p in session.review
        )
        return replace(session, review=reviewed)
    if pending.captures in (None, "note"):
        return session
    return replace(session, declined=session.declined | {pending.captures})


def _facts(session: Session, pending: Exchange, reply: Reply) -> Session:
    turn = len(session.exchanges) - 1
    capture = pending.captures
    passing = pending.step == "options" and capture in (None, "note") and could_be_done(reply.text)
    if capture == "option" or passing or (pending.step == "options" and pending.move == "hand-back"):
        return _with_options(session, reply, turn)
    if is_empty(reply.text):
        return _nothing_there(session, capture)
    if pending.move == "revisit-goal":
        return _with_goal(session, pending, reply, turn)
    if pending.step == "reality" or capture == "note":
        return _with_note(session, pending, reply, turn)
    if pending.step == "goal" and capture in (None, "goal"):
        return _with_goal(session, pending, reply, turn)
    if capture is None:
        return session
    session = _with_dates(_with_capture(session, capture, reply, turn), capture, reply, turn)
    told = with_more(session, capture, reply, turn)
    return told if told.latest("goal") is session.latest("goal") else _with_dates(told, "goal", reply, turn)


def _with_goal(session: Session, pending: Exchange, reply: Reply, turn: int) -> Session:
    """A goal once said is replaced only by another wish, or where the goal itself was asked about again."""
    wants = bool(reply.signals.wants) or pending.move == "revisit-goal"
    if session.latest("goal") and not wants:
        return _with_dates(session, "goal", reply, turn)
    first = tries(session, "goal") < TRIES - 1
    short = reply.signals.words < LEAST_GOAL and not _THAT_THEY.match(reply.text)
    if first and not wants and (short or complains(reply.text, reply.signals)):
        # What is wrong is no goal yet: what is wanted instead is asked for, once.
        return session
    named = pending.move != "hand-back" and not session.latest("goal") and bool(_NAMES_A_WISH.match(reply.text))
    if pending.captures == "goal" or wants or named:
        return _with_dates(
            session.with_fact(Fact("goal", reply.text.strip(), turn), replacing=True), "goal", reply, turn
        )
    return session


def _nothing_there(session: Session, capture: str | None) -> Session:
    """An empty answer declines what was asked, once it was asked before."""
    if capture in INSISTED:
        return session
    if capture and capture != "note" and tries(session, capture) + 1 >= TRIES - 1:
        return replace(session, declined=session.declined | {capture})
    return session


def _with_options(session: Session, reply: Reply, turn: int) -> Session:
    reply = replace(reply, text=" ".join(s for s in _SENTENCES.split(reply.text) if not is_away(s)))
    if is_empty(reply.text) or not reply.text:
        return session
    if _is_no_option(session, reply, turn):
        return session
    if several(reply.text) and len(session.every("option")) >= ENOUGH:
        # Enough to choose from, then; which comes first is asked next.
        return replace(session, declined=session.declined | {"option"})
    of_others = bool(_OF_OTHERS.search(session.exchanges[turn].asked)) if 0 <= turn < len(session.exchanges) else False
    if not of_others and describes(reply.text) and tries(session, "option") < TRIES:
        return session
    pointed = already_chosen(reply.text, [fact.text for fact in session.every("option")])
    if pointed:
        # Who chooses a second time does not want another option.
        more = session.declined | {"option"} if session.latest("choice") else session.declined
        return replace(session.with_fact(Fact("choice", pointed, turn), replacing=True), declined=more)
    if takes_back(session.exchanges[turn].answer or ""):
        session = session.without_turn(turn - 1)
    known = {fact.text.lower() for fact in session.every("option")}
    for text in split_options(_from_the_option_on(reply.text)):
        if text.lower() not in known:
            session = session.with_fact(Fact("option", text, turn))
    return session


def _is_no_option(session: Session, reply: Reply, turn: int) -> bool:
    """Whether an answer is a joke, only names who it is about, or tells what it does to them; that much is let go."""
    joke = "joke" in reply.signals.on and reply.signals.words <= LONG_ANSWER + 2
    felt = ("feeling" in reply.signals.on or is_close(reply.text)) and not could_be_done(reply.text)
    again = tries(session, "option") < TRIES
    return joke or (again and (felt or names_only(session.exchanges[turn])))


def _from_the_option_on(text: str) -> str:
    """Leave out the sentences before the first one in which something is done: "I am Ravi! Ok. I could call him."""
    pieces = re.split(r"(?<=[.!?])\s+", text.strip())
    begins = next((at for at, piece in enumerate(pieces) if could_be_done(piece)), 0)
    return " ".join(pieces[begins:])


def _with_note(session: Session, pending: Exchange, reply: Reply, turn: int) -> Session:
    lens = pending.lens or next(iter(reply.signals.lenses), None)
    session = session.with_fact(Fact("note", reply.text.strip(), turn, lens=lens))
    jumps = "solution-jump" in reply.signals.on and "problem-talk" not in reply.signals.on
    if (jumps or is_request(reply.text)) and reply.signals.words >= LONG_ANSWER:
        # A solution met while exploring is kept for later instead of being argued with now.
        session = session.with_fact(Fact("option", reply.text.strip(), turn))
    return session


def _with_capture(session: Session, capture: str, reply: Reply, turn: int) -> Session:
    text, capture = reply.text.strip(), _meant(capture, reply)
    if capture == "choice":
        return _with_choice(session, reply, turn)
    if _cannot_be(session, capture, reply):
        return session
    if capture == "confidence":
        value = sureness(text, reply.signals)
        return session if value is None else session.with_fact(Fact(capture, text, turn, value=value), replacing=True)
    if capture in ("when", "date"):
        dated, day = _dated(session, capture, reply, turn), due_date(reply)
        if capture == "when" and day and _tells_the_plan(session, reply):
            dated = replace(dated, text=day.text)
            session = session.with_fact(Fact("action", text, turn), replacing=True)
        return session.with_fact(dated, replacing=True)
    if capture == "action":
        text = _pointed_at(session, text) or text
    known = session.latest("if-then")
    if capture == "if-then" and known:
        # The answer to "and if that fails too?" is a second line of defence, not another first one.
        text = f"{known.text.rstrip('.')}; {text}"
    return session.with_fact(Fact(capture, text, turn), replacing=True)


def _tells_the_plan(session: Session, reply: Reply) -> bool:
    """Whether the answer to "when?" says what will be done too, where so far only an option was named."""
    so_far = session.words("action")
    named = so_far in [fact.text for fact in session.every("option")] or len(so_far.split()) <= POINTING
    return named and could_be_done(reply.text) and reply.signals.words >= LONG_ANSWER


def _pointed_at(session: Session, text: str) -> str | None:
    """The option that a promise only points at: "the first one", "the one with Milan"."""
    options = [fact.text for fact in session.every("option")]
    return chosen_by_place(text, options) or (already_chosen(text, options) if len(text.split()) <= POINTING else None)


def _dated(session: Session, capture: str, reply: Reply, turn: int) -> Fact:
    """A day as it was said; where nothing else was said, without "I said" and the like."""
    dated, goal = due_date(reply), session.latest("date")
    on = the_same_day(dated, goal.on if goal and capture == "when" else None) if dated else None
    alone = dated in reply.signals.dates and only_a_date(reply.text, reply.signals)
    said_before = len(reply.text.partition(dated.text)[0].split()) if dated and alone else 0
    return Fact(capture, dated.text if dated and said_before > 1 else reply.text.strip(), turn, on=on)


def _meant(capture: str, reply: Reply) -> str:
    """What an answer is: a day alone is no obstacle, and a figure alone corrects the confidence given before."""
    if capture in _DATED and only_a_date(reply.text, reply.signals):
        return _DATED[capture]
    figure = capture == "confidence-up" and reply.signals.confidence is not None and reply.signals.words <= 2
    return "confidence" if figure else capture


def _cannot_be(session: Session, capture: str, reply: Reply) -> bool:
    """Whether an answer cannot stand as what was asked for; it is asked for again, and then taken as it is."""
    if capture in ("insight", "measure") and _ASSENTS.match(reply.text):
        return True
    if capture == "date" and _NAMES_A_WISH.match(reply.text) and not due_date(reply):
        return True
    if capture in ("when", "date"):
        return not (due_date(reply) or reply.signals.dates or says_when(reply.text))
    fails = {
        "action": lambda: describes(reply.text),
        "measure": lambda: complains_of_today(reply.text, reply.signals) or tells_the_present(reply.text),
    }
    return capture in fails and tries(session, capture) < TRIES - 1 and fails[capture]()


def _with_choice(session: Session, reply: Reply, turn: int) -> Session:
    """A choice; one that already says "I will ..." is the action too."""
    text = reply.text.strip()
    options = [fact.text for fact in session.every("option")]
    option = chosen(text, options)
    if option is None and several(text) and len(options) >= ENOUGH:
        # Asked once more which comes first; after that it is left open.
        again = tries(session, "choice") >= ENOUGH
        return replace(session, declined=session.declined | {"choice"}) if again else session
    session = session.with_fact(Fact("choice", option or text, turn), replacing=True)
    if "will" in reply.signals.on and reply.signals.words >= LONG_ANSWER + 2:
        session = _with_dates(session.with_fact(Fact("action", text, turn), replacing=True), "action", reply, turn)
    return session


def _with_dates(session: Session, capture: str, reply: Reply, turn: int) -> Session:
    """A goal that names its date or its number, and an action that names its day, are not asked again."""
    dated = due_date(reply)
    limits = [d for d in reply.signals.dates if d.on and d.on != reply.today.isoformat() and is_a_limit(d)]
    aimed = dated if dated in limits else next(iter(limits), None)
    if aimed and capture in ("goal", "measure") and not session.latest("date"):
        session = session.with_fact(Fact("date", aimed.text, turn, on=aimed.on))
    if dated and capture == "action" and dated.precision in ("day", "week", "cycle") and not session.latest("when"):
        goal = session.latest("date")
        on = the_same_day(dated, goal.on if goal else None)
        session = session.with_fact(Fact("when", dated.text, turn, on=on))
    if capture == "goal" and measured(reply.text, reply.signals) and not session.latest("measure"):
        session = session.with_fact(Fact("measure", reply.text.strip(), turn))
    return session

"""What only the whole conversation shows, given the names of signals so that a question can wait for it."""

import re

from bot.domain.coaching.aims import other_matter
from bot.domain.coaching.complaints import tells_the_present
from bot.domain.coaching.contradictions import contradiction
from bot.domain.coaching.days import waits_for_others
from bot.domain.coaching.lengths import READ, brief, pressing, seeks_words
from bot.domain.coaching.of_whom import claims, of_whom, voiced
from bot.domain.coaching.options import several
from bot.domain.coaching.plans import is_step
from bot.domain.coaching.session import Exchange, Session, once
from bot.domain.coaching.whom import SPEAKS_OF_ONESELF, close_to_home, is_heavy, leaves_undone, names_only

#: Average words of an answer under which the coachee counts as terse.
TERSE = 6
#: Notes after which a coachee who did nothing in the story is asked about it.
ENOUGH_TOLD = 3
#: In an answer of more words a "no" is followed by something.
ONLY_NO = 9
#: A topic of so many words has its example with it.
STORY = 40
#: A feeling told in so many words has its reason with it.
AT_LENGTH = 10


@once
def over_the_session(session: Session) -> frozenset[str]:
    """Signals that only the whole session shows.

    `contradiction`; `repetition` of a phrase of four words; `absent-self` where only others act in what was told;
    `other-voice` where it was told what somebody would say; `exception-told` where it was told when it was otherwise,
    and `exception-followed` one answer later;
    `close-to-home` where something was told that the coachee carries themselves; `own-deed` where they told what they
    did once; `as-it-is` where a sign was asked for and the present told; `names-only` where
    a question for people was answered by nothing but who they are; `heavy-news` where somebody fell ill, left or is
    shouted at; `planned` where what follows was asked for and a step told;
    `undone` where it was told what they do not do; `one-other` where one other person is spoken of;
    `sent` where somebody else wanted them to come; `carries` where they do what others leave;
    `in-a-meeting` where the promise is to be kept in one;
    `feeling-told` where a feeling came with its reason; `obstacle-named` right after an obstacle was told;
    `first-goal` and `second-goal` by whether a goal was asked for; `first-option` where none was named yet;
    `chose-early` where one was chosen while another was asked for;
    `chose-several` where all were chosen at once; `other-claim` where somebody else's word for how it is was told;
    `of-others` where nothing is said of oneself and `of-oneself` where something is,
    `others-first` where it begins with somebody else, `own-doing` where it tells what one does to it,
    `gone` where somebody is not there any more, `past` where it tells what somebody did,
    `refuses` where something is refused, `names-worst` where the worst of it is told already,
    `feels-lately` where a feeling was told just before; and
    `asked:` with the id of the question answered last (`:no` behind it where nothing came back), for questions that
    go on from one other.
    """
    last = session.last
    obstacle, choice = session.latest("obstacle"), session.latest("choice")
    earlier = [e.answer or "" for e in session.answered[:-1]]
    found = {
        "contradiction": contradiction(session) is not None,
        "repetition": bool(last and last.control is None and _repeats(last.answer or "", earlier)),
        "absent-self": _absent(session),
        "other-voice": bool(last and last.control is None and voiced(last.answer or "")),
        "other-claim": bool(last and last.control is None and claims(last.answer or "")),
        "exception-told": exception_told(session),
        "exception-followed": _exception_followed(session),
        "feeling-told": bool(last and "feeling" in last.signals.on and last.signals.words > AT_LENGTH),
        "second-goal": any(e.captures == "goal" and e.step == "goal" for e in session.answered),
        "first-goal": not any(e.captures == "goal" for e in session.answered),
        "first-option": not session.every("option"),
        "chose-early": bool(last and last.captures == "option" and choice and session.exchanges[choice.turn] is last),
        "chose-several": bool(last and last.step == "options" and several(last.answer or "")),
        "close-to-home": last is not None and close_to_home(last),
        "own-deed": bool(last and last.control is None and _DID.search(last.answer or "")),
        "as-it-is": bool(
            last
            and last.captures == "measure"
            and not session.latest("measure")
            and tells_the_present(last.answer or "")
        ),
        "planned": bool(last and not last.control and is_step(last.asked, last.answer or "")),
        "heavy-news": bool(last and not last.control and is_heavy(last.answer or "")),
        "undone": last is not None and leaves_undone(last),
        "one-other": bool(last and not last.control and _ONE_OTHER.search(last.answer or "")),
        "sent": bool(last and last.step == "goal" and _SENT.search(last.answer or "")),
        "carries": bool(last and not last.control and _CARRIES.search(last.answer or "")),
        "in-a-meeting": bool(_MEETING.search(f"{session.words('choice')} {session.words('action')}")),
        "names-only": last is not None and names_only(last),
        "was-told": bool(last and not last.control and _WAS_TOLD.search(last.answer or "")),
        "waits-for": bool(
            last
            and last.captures in ("date", "when")
            and not session.latest(last.captures)
            and waits_for_others(last.answer or "")
        ),
        "obstacle-named": bool(
            obstacle and last and last.captures == "obstacle" and obstacle.text in (last.answer or "")
        ),
    }
    whole = _just_asked(session) | _so_far(session) | of_whom(session)
    return frozenset(name for name, on in found.items() if on) | whole


def _so_far(session: Session) -> frozenset[str]:
    """What the whole of it amounts to: how much time there is, what it is about, what is still to be chosen."""
    unchosen = len(session.every("option")) > 1 and session.latest("choice") is None
    words, named = seeks_words(session), session.latest("topic") or session.latest("goal")
    found = {
        "brief": brief(session),
        "pressing": pressing(session),
        "seeks-words": words,
        "unchosen": unchosen and not words,
        "unchosen-words": unchosen and words,
        "no-topic": not named and any(e.captures == "topic" for e in session.answered),
        "newcomer": any(_NEW.search((e.answer or "")[:READ]) for e in session.answered if e.step == "goal"),
        "told-at-length": any(e.captures == "topic" and e.signals.words >= STORY for e in session.answered),
        "other-matter": other_matter(session) is not None,
    }
    return frozenset(name for name, on in found.items() if on)


def _just_asked(session: Session) -> frozenset[str]:
    """The question answered last, by its id, and apart from that where the answer was a no."""
    last = session.last
    if last is None or last.control:
        return frozenset()
    return frozenset(
        {f"asked:{last.question}{':no' if denies(last) or _BEGINS_WITH_NO.match(last.answer or '') else ''}"}
    )


def exception_told(session: Session) -> bool:
    """Whether the last answer tells of a time or a place where it was otherwise, asked for or not."""
    return session.last is not None and _tells_an_exception(session.last)


def _tells_an_exception(exchange: Exchange) -> bool:
    if exchange.control or exchange.step != "reality" or denies(exchange):
        return False
    asked = exchange.move == "exception" and "absolute" not in exchange.signals.on and singles_out(exchange)
    return asked or "exception" in exchange.signals.on or bool(_ONCE.search(exchange.answer or ""))


def denies(exchange: Exchange) -> bool:
    """Whether an answer says that there is none, and no more; "there is not. Ah well, in summer ..." goes on."""
    said = exchange.answer or ""
    return exchange.signals.words <= ONLY_NO and bool(_DENIES.match(said) or _KNOWS_OF_NONE.search(said))


def singles_out(exchange: Exchange) -> bool:
    """Whether an answer names a time, a place or one of several; "he is paid by output" tells how it always is."""
    return bool(exchange.signals.dates or _SINGLED_OUT.search(exchange.answer or ""))


def _exception_followed(session: Session) -> bool:
    """Whether the last answer said more of an exception told in the one before."""
    two = session.answered[-2:]
    return len(two) > 1 and two[1].move == "follow" and not two[1].control and _tells_an_exception(two[0])


def _absent(session: Session) -> bool:
    """Whether others act in several answers about how things are and the coachee in none of them."""
    told = [e for e in session.statements() if e.step == "reality" and e.signals.words > TERSE]
    others = sum("other-act" in e.signals.on for e in told)
    return (
        len(told) >= ENOUGH_TOLD
        and others >= ENOUGH_TOLD - 1
        and not any(SPEAKS_OF_ONESELF.search(e.answer or "") for e in told)
    )


_SINGLED_OUT = re.compile(
    r"\b(?:once|when|except|last|ago|that time|back then|used to|(?:the|that|this) (?:\w+ ){1,3}one|\d{4}|was|were|did|"
    r"had|came|went|held|kept|(?!need)\w{3,}ed|january|february|march|april|june|july|august|september|october|"
    r"november|december|spring|summer|autumn|winter|easter|christmas)\b|\b(?:in|at|with) (?-i:[A-Z]\w+)",
    re.I,
)
#: Who has just begun has no last time to tell of.
_NEW = re.compile(
    r"\b(?:i|i'?m|i am|i'?ve) (?:\w+ )?(?:just |only )?"
    r"(?:took over|taken over|started|joined|inherited|"
    r"new (?:in|to|at|here)|the new|(?:two|three|four|five|six|\d) (?:days|weeks) in)\b|"
    r"\bfrom (?:zero|scratch)\b|\bno handover\b|"
    r"\bmy first (?:week|month|review|cycle|s&op|meeting)\b|\b(?:weeks?|days?) into\b",
    re.I,
)
#: "She rang me at 9, told me to fix the slides."
_WAS_TOLD = re.compile(
    r"\b(?:he|she|they|[A-Z][a-z]+|boss|cfo|ceo|gm|director|manager) (?:just |then |simply )?"
    r"(?:told|asked|rang|called|phoned|ordered|made|forced|emailed|texted|wrote) (?:to )?(?:me|us)\b"
    # "He told me: I have survived four", "she told me she cried": nothing was asked for.
    r"(?! ?[:,]| (?:that|how|why|about|did|do|if|whether|what|he|she|they|it|i|we)\b)",
)
_SENT = re.compile(
    r"\b(?:boss|manager|hr|he|she|they|director|ceo|company) said (?:to )?(?:give|try|do|have a|use)\b|"
    r"\b(?:boss|manager|hr|he|she|they|director|ceo|company) (?:said|says|told|wants?|wanted|made|sent|asked|suggested)"
    r"(?: that)? (?:i should|i must|i do|me to (?:do|try|talk|use)|me here|me do|this from me)\b|"
    r"\b(?:i was|been|got) (?:sent|told to (?:do|use|try) this)\b|\bsent me here\b",
    re.I,
)
_CARRIES = re.compile(
    r"\b(?:i|we) (?:\w+ ){0,2}?(?:fix|redo|correct|rework|repair|chase|check|collect|rebuild|clean|cover|smooth|"
    r"translate|rescue|step in|take over|stay late|jump in|adjust|change|add|take out|"
    r"read (?:every|all)|write (?:every|all|it)|"
    r"remind|prepare|calm|protect|do (?:it|them|that|everything|all))\b",
    re.I,
)
_MEETING = re.compile(r"\b(?:meetings?|review|session|agenda|slides?|committee|board|room|workshop)\b", re.I)
_ONE_OTHER = re.compile(r"\b(?:he|she|him|her)\b", re.I)
#: "I planned 3600": done once, and not a thought.
_DID = re.compile(
    r"\b(?:i|we) (?:just |then |simply |even |also )?(?!(?:need|want|lik|hop|believ|guess|suppos|wonder|fear|learn|"
    r"notic|assum|doubt|agre|realis|realiz|ask|call|answer|talk|discuss|us)(?:e?d)\b)"
    r"(?:\w{2,}ed|went|took|made|gave|sent|put|held|kept|cut|ran|did|built|bought|brought|set|left|stood|hid|"
    r"(?:had|have) (?:\w+ )?(?:told|warned|asked|said|sent|given|shown|written))\b",
    re.I,
)
#: "Once I asked him before, and he kept it."
_ONCE = re.compile(
    r"(?:^|[.!?] )\W*(?:[Oo]nce|[Oo]ne time|[Oo]nly once|[Jj]ust once),? "
    r"(?:(?:I|i|we|he|she|they|it|in|at|on|during|last|with|when)\b|[A-Z]\w+)"
    r"(?! (?:is|are|have|has|a)\b)"
)
#: "Nothing. I need him, he has 22 years here."
_BEGINS_WITH_NO = re.compile(r"^\W*(?:nothing|no|none|never|nope|not yet|not really)\b\W*(?:[.,;!]|$)", re.I)
#: "No", "it has not": the answer to a question for an exception that tells of none.
_DENIES = re.compile(
    r"^\W*(?:no|not|never|nobody|none|nothing|i (?:don'?t|do not|can'?t)|"
    r"(?:it|that|this|there|he|she|they) (?:has|have|had|did|does|do|was|is|were)(?:n'?t| not| never| no| none))\b|"
    r"^\W*\w*\W*$",
    re.I,
)


#: "How would I know? I was not there."
_KNOWS_OF_NONE = re.compile(
    r"\bhow (?:would |should |do |can )?i know\b|\bi (?:was|were) ?n[o']?t there\b|\bno idea\b", re.I
)


def _repeats(text: str, earlier: list[str]) -> bool:
    words = re.findall(r"[\w']+", text.lower())
    before = " | ".join(" ".join(re.findall(r"[\w']+", answer.lower())) for answer in earlier)
    return any(" ".join(words[i : i + 4]) in before for i in range(len(words) - 3))

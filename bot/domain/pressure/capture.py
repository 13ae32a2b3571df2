"""Takes the plan in: from one told in a few sentences, part by part, or as it was left after coaching."""

import re

from bot.domain.coaching.absorb import Reply
from bot.domain.pressure.book import Book, PlanCues
from bot.domain.pressure.cues import has
from bot.domain.pressure.interview import Exchange, Interview
from bot.domain.pressure.labels import labelled
from bot.domain.pressure.parts import elsewhere, fits, has_figure, is_none, says_nothing, undated
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.reading import dated
from bot.domain.pressure.wording import fill, values

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\S)[^.!?\n]*)*")
_FOR = re.compile(
    r"(?:\b(?:so that|in order to|in order that)\b|,\s+so\b(?!\s+(?:far|on|forth)\b)(?:\s+that\b)?)\s+(.+)$", re.I
)
_OTHER = re.compile(r"\b(?:another|other|different|new|not (?:this|that)|no|nope|something else)\b", re.I)
_STARTS = re.compile(
    r"\b(?:from|by|starting|starts?|as of|before|until|in|on)\W*(?:the\s+)?$|^(?:from|by|before|until|as of)\b", re.I
)
_MONTH = re.compile(
    r"\b(?:start(?:s|ing)?(?: in)?|from|by|in|until|end of|as of|mid) (?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december|q[1-4]|spring|summer|autumn|winter|next year)\b",
    re.I,
)
_OUGHT = re.compile(
    r"\b(?:ha(?:ve|s) to|must|will|should|shall|needs? to|sends?|fills?|signs?|brings?|enters?|gives?|stops?)\b",
    re.I,
)
#: A change told in fewer words is asked for again, once.
_FEWEST = 2


def next_part(interview: Interview, book: Book) -> Exchange | None:
    """Return the next question about the plan itself, or None when it is known as well as it will be."""
    plan, asked = interview.plan, {e.key for e in interview.exchanges if e.step == "plan"}
    if interview.base.change and "offer" not in asked:
        return Exchange("plan", "offer", "", key="offer")
    if not plan.change:
        again = ".again" if "change" in asked else ""
        return Exchange("plan", "tell", book.phrases.say(f"ask.change{again}"), key="change")
    part = next((p for p in interview.length.parts if not plan.words(p) and not _settled(interview, p)), None)
    if part is None:
        return None
    wording = f"ask.{part}.again" if part in asked else f"ask.{part}"
    return Exchange("plan", "part", fill(book.phrases.say(wording), values(plan, book.phrases)), key=part)


def _settled(interview: Interview, part: str) -> bool:
    """Whether a part is asked for no more: "nothing yet" leaves it open at once, what cannot stand the second time."""
    given = [e for e in interview.answered if e.step == "plan" and e.key == part]
    return len(given) > 1 or any(e.control or is_none(e.answer or "") for e in given)


def take(interview: Interview, pending: Exchange, reply: Reply, book: Book) -> Interview:
    """Return the test with an answer about the plan taken in."""
    control = "other" if pending.move == "offer" and _declines(reply) else reply.control
    found = () if control else _read(pending, reply, interview.plan, book)
    if pending.move == "offer" and not control and not _agrees(reply):
        # Not yes, not no: the person simply tells another plan.
        return interview.with_last(answer=reply.text, control="other", found=_told(reply, book))
    return interview.with_last(answer=reply.text, control=control, found=found)


def _declines(reply: Reply) -> bool:
    return reply.control == "skip" or (len(reply.text.split()) <= 6 and bool(_OTHER.search(reply.text)))


def _agrees(reply: Reply) -> bool:
    return len(reply.text.split()) <= 6


def _read(pending: Exchange, reply: Reply, plan: Plan, book: Book) -> tuple[tuple[str, str], ...]:
    if pending.move == "offer":
        return ()
    if pending.move == "tell":
        return _told(reply, book)
    return part(pending.key, reply, plan, book)


def _told(reply: Reply, book: Book) -> tuple[tuple[str, str], ...]:
    return tell(reply, book.cues, book.called)


def part(name: str, reply: Reply, plan: Plan, book: Book) -> tuple[tuple[str, str], ...]:
    """Return what an answer to the question for one part states; nothing for what cannot stand as this part.

    What says something else about the plan is kept for reading, and as the part it speaks of where that is plain.
    """
    text = reply.text.strip()
    if says_nothing(text):
        return ()
    if name == "step":
        step = step_in(text, book.cues)
        return (("step", step),) if step else ()
    other = elsewhere(name, reply, plan, book)
    if not other and fits(name, reply, plan, book):
        return dated(reply) if name == "date" else ((name, text), *_date_beside(reply, plan))
    other = other or _meant_instead(name, reply, plan, book)
    return (("more", f"{plan.more}\n{text}".strip()), *([(other, text)] if other else []))


def _meant_instead(name: str, reply: Reply, plan: Plan, book: Book) -> str:
    """The part that an answer to the question for another one plainly speaks of, or an empty string."""
    if not plan.measure and name != "measure" and has_figure(undated(reply)):
        return "measure"
    if name == "assumption":
        return "support" if not plan.support and fits("support", reply, plan, book) else ""
    return "support" if name in ("measure", "date", "aim") and _backing(reply, plan, book) else ""


def _date_beside(reply: Reply, plan: Plan) -> tuple[tuple[str, str], ...]:
    """The date that an answer to another question starts from or ends by, where the plan has none."""
    named = next((d for d in reply.signals.dates if d.on), None)
    if plan.date or named is None:
        return ()
    before = reply.text[: max(reply.text.find(named.text), 0)]
    return dated(reply) if _STARTS.search(before) or _STARTS.match(named.text) else ()


def _backing(reply: Reply, plan: Plan, book: Book) -> bool:
    """Whether a reply says where somebody stands."""
    return (
        not plan.support and has(reply.text, book.cues.told.get("support", ())) and fits("support", reply, plan, book)
    )


def tell(reply: Reply, cues: PlanCues, called: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Return the parts found in a plan told in a few sentences; only what its words state.

    Args:
        called: cues by which the plan names stakeholders.
    """
    text = " ".join(reply.text.split())
    if says_nothing(text) or len(text.split()) < _FEWEST:
        return ()
    form = labelled(reply.text)
    sentences = [s.strip() for s in _SENTENCE.findall(text) if len(s.split()) > 1] or [text]
    change = max(sentences, key=lambda s: (len(s.split()) > 3, has(s, cues.told.get("change", ()))))
    others = [s for s in sentences if s != change]
    aim = next((s for s in others if has(s, cues.told.get("aim", ()))), "")
    purpose = _FOR.search(change)
    if purpose:
        aim, change = aim or purpose[1].strip(), change[: purpose.start()].strip(" ,")
    found = {"told": text, "change": change, "aim": aim, "measure": _measure(others, cues), "step": step_in(text, cues)}
    found["who"] = next((s for s in others if s != aim and has(s, called) and _OUGHT.search(s)), "")
    found["support"] = next((s for s in others if s not in found.values() and has(s, cues.told.get("support", ()))), "")
    dates = dated(reply) if reply.signals.dates else _month(text)
    parts = {"told": text, "step": found["step"], **form} if form else found
    return (*((name, words) for name, words in parts.items() if words), *(dates if "date" not in form else ()))


def _month(text: str) -> tuple[tuple[str, str], ...]:
    """A month or quarter from which or by which it is done, in words that no calendar date was read from."""
    match = _MONTH.search(text)
    return (("date", match[0]), ("on", "")) if match else ()


def _measure(sentences: list[str], cues: PlanCues) -> str:
    """The sentence that says how it is measured: a cue and a figure, apart from the change itself."""
    fitting = (s for s in sentences if has(s, cues.told.get("measure", ())) and has_figure(s))
    return next(fitting, "")


def step_in(text: str, cues: PlanCues) -> str:
    """Return the S&OP step a text names, or an empty string; single words such as "demand" count in short texts."""
    named = next((step for step, words in cues.steps.items() if has(text, words)), "")
    if named or len(text.split()) > 4:
        return named
    first = {step.split("-")[0]: step for step in cues.steps}
    return next((step for word, step in first.items() if has(text, (word,))), "")


def offered(plan: Plan) -> bool:
    """Whether a stored plan says enough to be offered for testing."""
    return bool(plan.change.strip())

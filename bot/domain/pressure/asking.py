"""Words a stakeholder's question for this plan: what it is named by, and what stands in front of it."""

from bot.domain.pressure import refer
from bot.domain.pressure.book import Book
from bot.domain.pressure.choice import gap_of
from bot.domain.pressure.interview import Interview
from bot.domain.pressure.pieces import things
from bot.domain.pressure.stakeholders import Question, Stakeholder
from bot.domain.pressure.wording import Lead, fill, lead, quotes, seed, share, values

THING = "thing"


def worded(interview: Interview, person: Stakeholder, question: Question, book: Book) -> tuple[str, tuple[str, ...]]:
    """Return the question as it is asked, and the part of the plan in front of it with its sentence, or nothing.

    Somebody new names the action; after that whatever part of the plan was named least, and nothing twice in a row.
    """
    stated = values(interview.plan, book.phrases)
    text = fill(question.text, {name: words for name, words in stated.items() if name != "change"})
    seen, action = refer.named(interview), refer.form(interview)
    if refer.words_meant(text):
        return refer.slot(text, action or refer.anew(interview), ""), ()
    plain = refer.slot(text, None, book.phrases.say("plan"))
    fresh = bool(action)
    if quotes(text) - {"{change}"}:
        return (refer.slot(text, action, "") if fresh and _begins(interview, person) else plain), ()
    before = _in_front(interview, question, seen, book)
    if before is None:
        return refer.slot(text, action or refer.anew(interview), ""), ()
    if fresh and (_begins(interview, person) or _named_less(seen, action, before)):
        return refer.slot(text, action, ""), ()
    return f"{before.text} {plain}", (before.part, before.text)


def _begins(interview: Interview, person: Stakeholder) -> bool:
    return not any(e.move == "ask" and e.stakeholder == person.id for e in interview.exchanges)


def _named_less(seen: refer.Named, action: str, before: Lead) -> bool:
    return seen.often[action] <= min((seen.often[words] for words in quotes(before.text)), default=0)


def _in_front(interview: Interview, question: Question, seen: refer.Named, book: Book) -> Lead | None:
    """What recalls the plan where the question says "your plan": another part of it, or a thing in the action."""
    said = [Lead(*e.lead) for e in interview.exchanges if e.move == "ask" and len(e.lead) > 1]
    gap = {"missing-owner": "who"}.get(gap_of(question), gap_of(question).removeprefix("missing-"))
    key = seed(interview.tested) + question.id
    # The step of the cycle is ours to name, not a piece of what was said: it does not make a question about this plan.
    part = lead(interview.plan, book.phrases, said, question.needs | {gap, "step", *_last_part(said)}, key)
    thing = _thing(interview, seen, book, key, said)
    offered = [one for one in (part, thing) if one and not quotes(one.text) & seen.before]
    return min(offered, key=lambda one: sum(seen.often[words] for words in quotes(one.text)), default=None)


def _thing(interview: Interview, seen: refer.Named, book: Book, key: str, said: list[Lead]) -> Lead | None:
    words = seen.freshest(things(interview.plan.change))
    used = {one.text.replace(words, "") for one in said} if words else set()
    texts = [fill(wording, {THING: words}) for wording in book.phrases.get("lead.thing")] if words else []
    fresh = [text for text in texts if text.replace(words, "") not in used] or texts
    return Lead(THING, max(fresh, key=lambda text: share(key, text))) if fresh else None


def _last_part(said: list[Lead]) -> list[str]:
    return [said[-1].part] if said else []

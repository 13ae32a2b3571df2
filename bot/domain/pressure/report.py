"""The result of a pressure test in words: the plan, its gaps, coverage, risks, what changed, whom it speaks to."""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.domain.phrases import Phrases
from bot.domain.pressure.book import Book
from bot.domain.pressure.conditions import landing
from bot.domain.pressure.coverage import UNTESTED, MapPoint, comfort, grid, points_on_map, stance
from bot.domain.pressure.interview import GRADES, Interview
from bot.domain.pressure.people import against, in_plan
from bot.domain.pressure.pieces import action
from bot.domain.pressure.plan import PARTS, Plan, changes, gaps
from bot.domain.pressure.quoting import LONGEST, quotable
from bot.domain.pressure.risks import Risk, risks
from bot.domain.pressure.stakeholders import Stakeholder
from bot.domain.pressure.wording import inside

#: Words of a part of the plan, or of an if-then plan, in the summary on a phone.
SHORT = 14


def voice(person: Stakeholder, phrases: Phrases, name: str = "") -> str:
    """Return who speaks, as a line begins: "The finance director", "Anna (the finance director)", or as in the plan.

    Args:
        name: an own name, or how the plan speaks of the person: "Petra, the finance controller", "the VP Sales".
    """
    title = name if _says_role(name) else person.title
    named = phrases.say("voice.named", name=name, title=title) if name and title != name else title
    return named[:1].upper() + named[1:]


def _says_role(name: str) -> bool:
    return name.startswith("the ") or ", the " in name


def title(plan: Plan) -> str:
    """Return the plan's change, short enough to be quoted."""
    return action(plan, LONGEST)


def plan_lines(plan: Plan, phrases: Phrases) -> str:
    """Return the parts the plan states, one a line, whole, in the leader's words."""
    return "\n".join(plan_line(part, plan, phrases) for part in PARTS if plan.words(part))


def plan_line(part: str, plan: Plan, phrases: Phrases) -> str:
    """Return one part of the plan by its name, whole, in the leader's words."""
    name = phrases.say(f"part.{part}")
    if part == "step":
        return phrases.say("plan.line.plain", part=name, words=phrases.say(f"step.{plan.step}"))
    return phrases.say("plan.line", part=name, words=plan.words(part).strip())


def gap_line(plan: Plan, phrases: Phrases) -> str:
    """Return one sentence on what the plan does not state."""
    missing = [phrases.say(f"gap.{part}") for part in gaps(plan)]
    return phrases.say("gaps", gaps=", ".join(missing)) if missing else phrases.say("no_gaps")


def reason_lines(interview: Interview, book: Book) -> str:
    """Return why each suggested stakeholder is suggested, one a line."""
    return "\n".join(f"• {_reason(name, why, interview.plan, book)}" for name, why in interview.suggested)


def _reason(name: str, why: str, plan: Plan, book: Book) -> str:
    person = book.stakeholders[name]
    someone = next((one for one in in_plan(plan, book) if one.id == name), None)
    speaker = voice(person, book.phrases, someone.called if someone else "")
    if why in ("against", "named"):
        told = next((one for one in against(plan, book) if one.id == name), None) if why == "against" else someone
        return book.phrases.say(f"reason.{why}", title=speaker, words=told.words if told else "")
    words = landing(plan, person, book.cues)
    key = f"reason.{why}" + ("" if words or why in ("power", "called") else ".plain")
    return book.phrases.say(key, title=speaker, words=words, change=title(plan))


def summary(interview: Interview, book: Book) -> dict[str, str]:
    """Return the texts of the closing summary: plan, gaps, coverage, risks, changes, comfort; none is empty."""
    phrases = book.phrases
    missing = ", ".join(phrases.say(f"gap.{part}") for part in gaps(interview.plan))
    return {
        "plan": plan_lines(interview.plan, phrases),
        "gaps": missing or phrases.say("gaps.none"),
        "coverage": "\n".join(coverage_lines(interview, book)) or phrases.say("coverage.none"),
        "risks": "\n".join(risk_lines(interview, book)) or phrases.say("risk.none"),
        "changes": "\n".join(change_lines(interview, phrases)) or phrases.say("changed.none"),
        "comfort": comfort_line(interview, book),
    }


def brief(interview: Interview, book: Book) -> dict[str, str]:
    """Return the texts of the summary as it is read on a phone: every part, point and risk, each on one short line.

    What was not asked is only counted; the page has all of it, whole.
    """
    phrases = book.phrases
    stated = "\n".join(_short_lines(interview, phrases))
    risk = "\n".join(_risk_line(n, risk, book, SHORT) for n, risk in enumerate(risks(interview, book), 1))
    return {
        "plan": stated,
        "gaps": ", ".join(phrases.say(f"gap.{part}") for part in gaps(interview.plan)) or phrases.say("gaps.none"),
        "coverage": "\n".join(_short_coverage(interview, book)) or phrases.say("coverage.none"),
        "risks": risk or phrases.say("risk.none"),
        "comfort": comfort_line(interview, book),
    }


def _short_lines(interview: Interview, phrases: Phrases) -> Iterator[str]:
    """The parts of the plan in short, those that read differently than before marked."""
    changed = {change.part: bool(change.was) for change in changes(interview.before, interview.plan)}
    for part in (part for part in PARTS if interview.plan.words(part)):
        state = {None: "", True: "changed.short", False: "changed.short.new"}[changed.get(part)]
        name = phrases.say(f"part.{part}") + (phrases.say(state) if state else "")
        if part == "step":
            yield phrases.say("plan.line.plain", part=name, words=phrases.say(f"step.{interview.plan.step}"))
        else:
            yield phrases.say("plan.line", part=name, words=_short(interview.plan.words(part)))


def _short(words: str) -> str:
    """Words of the leader's for one line; where some are left out, that is seen."""
    whole = re.sub(r"[\s“”\"«»]+", " ", words).rstrip(" .,;:!–—-")
    short = quotable(words, SHORT)
    return short if whole.endswith(short) else f"{short} …"


def _short_coverage(interview: Interview, book: Book) -> Iterator[str]:
    """One line for each stakeholder who asked: the concerns with the mark of their state, how many were not asked."""
    phrases = book.phrases
    for row in (row for row in grid(interview, book) if any(row.count(state) for state in GRADES)):
        asked = [cell for state in reversed(GRADES) for cell in row.cells if cell.state == state]
        listed = [phrases.say("coverage.cell", mark=phrases.say(f"mark.{c.state}"), name=inside(c.name)) for c in asked]
        if left := row.count(UNTESTED):
            listed.append(phrases.say("coverage.left", mark=phrases.say(f"mark.{UNTESTED}"), count=str(left)))
        yield phrases.say("coverage.short", name=row.name, concerns="; ".join(listed))


def page_lines(interview: Interview, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the tested plan as a page: (label, text) of every part, the gaps, what changed, the risks."""
    phrases, plan = book.phrases, interview.plan
    for part in PARTS:
        if plan.words(part):
            words = phrases.say(f"step.{plan.step}") if part == "step" else plan.words(part).strip()
            yield phrases.say(f"part.{part}"), words
    texts = summary(interview, book)
    # An open gap stands before everything else; where nothing has changed there is nothing to read about it.
    shown = [name for name in ("gaps", "coverage", "risks", "changes") if name != "changes" or _changed(interview)]
    yield from ((phrases.say(f"page.{name}"), texts[name]) for name in shown)


def _changed(interview: Interview) -> bool:
    return bool(changes(interview.before, interview.plan))


def coverage_lines(interview: Interview, book: Book) -> Iterator[str]:
    """Yield the readiness picture in words: each stakeholder who asked, and the concerns in each state."""
    for row in grid(interview, book):
        if any(row.count(state) for state in GRADES):
            yield book.phrases.say("coverage.line", mark=book.phrases.say(f"mark.{stance(row)}"), name=row.name)
            for state in (*reversed(GRADES), UNTESTED):
                concerns = "; ".join(inside(cell.name) for cell in row.cells if cell.state == state)
                said = book.phrases.say(f"cell.{state}")
                yield from [book.phrases.say("coverage.state", state=said, concerns=concerns)] if concerns else []


def map_lines(interview: Interview, book: Book) -> Iterator[str]:
    """Yield the map of power and interest in words, a line for each level of power, the highest first."""
    points = sorted(points_on_map(interview, book), key=lambda p: (-p.power, -p.interest, p.name))
    for power, level in groupby(points, key=lambda p: p.power):
        names = ", ".join(_on_map(point, book.phrases) for point in level)
        yield book.phrases.say("map.line", power=str(power), names=names)


def _on_map(point: MapPoint, phrases: Phrases) -> str:
    mark = phrases.say(f"mark.{point.stance}")
    return phrases.say("map.name", mark=mark, name=point.name, interest=str(point.interest))


def risk_lines(interview: Interview, book: Book) -> Iterator[str]:
    """Yield the risks, numbered from 1, each with its if-then plan where there is one."""
    for number, risk in enumerate(risks(interview, book), 1):
        yield _risk_line(number, risk, book)


def _risk_line(number: int, risk: Risk, book: Book, longest: int = 0) -> str:
    phrases, person = book.phrases, book.stakeholders.get(risk.stakeholder)
    name = risk.name if person else phrases.say("risk.name.failure", words=risk.name)
    who = person.name if person else phrases.say("risk.who.failure")
    key = "risk.line" if risk.plan else "risk.line.open"
    plan = quotable(risk.plan, longest) if longest else risk.plan
    return phrases.say(key, number=str(number), name=name, who=who, plan=plan)


def change_lines(interview: Interview, phrases: Phrases) -> Iterator[str]:
    """Yield what reads differently in the plan since it was first stated, or since its last version."""
    for change in changes(interview.before, interview.plan):
        key = "changed.line" if change.was else "changed.line.new"
        yield phrases.say(key, part=phrases.say(f"part.{change.part}"), now=change.now, was=change.was)


def comfort_line(interview: Interview, book: Book) -> str:
    """Return one sentence on whether the plan speaks only to people like the leader."""
    seen = comfort(interview, book)
    own = book.phrases.say(f"function.{seen.own}") if seen.own else ""
    return book.phrases.say(f"comfort.{seen.verdict}", own=own, others=", ".join(seen.others))

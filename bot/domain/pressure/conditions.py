"""What is true of a plan, seen by one stakeholder: what it lacks, what it touches, whom it names or forgets.

These conditions decide which questions can be asked. They are found by cue lists and by what is missing.
"""

from datetime import date, timedelta

from bot.domain.pressure.book import PlanCues
from bot.domain.pressure.cues import found, has, matching
from bot.domain.pressure.plan import Plan
from bot.domain.pressure.stakeholders import Stakeholder

#: Conditions read from cue lists of the same name.
TOUCHED = (
    "touches-incentives moves-decision asks-time changes-data-ownership crosses-month-end adds-meeting stops-meeting "
    "changes-forecast changes-stock changes-capacity touches-price touches-launch touches-freeze "
    "touches-range needs-system"
).split()
MISSING = ("missing-date", "missing-measure", "missing-owner", "missing-support", "missing-aim")
SEEN = ("names-me", "forgets-me", "vague-change", "has-date", "has-measure", "assumption")
ALL = frozenset((*TOUCHED, *MISSING, *SEEN))
#: Conditions that are weaknesses of the plan, the hardest first.
HARDEST = tuple(
    "vague-change forgets-me missing-owner missing-date missing-measure missing-aim missing-support".split()
)
#: A figure or a longer wording makes a change plain enough.
_PLAIN_WORDS = 16
_CLOSE_DAYS = 3


def conditions(plan: Plan, stakeholder: Stakeholder, cues: PlanCues) -> frozenset[str]:
    """Return every condition that holds for this plan before this stakeholder."""
    seen = {"names-me": names(plan, stakeholder), "forgets-me": forgets(plan, stakeholder, cues)}
    return touched(plan, cues) | stated(plan, cues) | {name for name, holds in seen.items() if holds}


def touched(plan: Plan, cues: PlanCues) -> frozenset[str]:
    """Return what the plan's words touch."""
    # Overtime hours as the measure do not make it a plan that asks for hours.
    texts = {"asks-time": plan.text.replace(plan.measure, " ") if plan.measure else plan.text}
    on = {name for name in TOUCHED if has(texts.get(name, plan.text), cues.conditions.get(name, ()))}
    return frozenset(on | ({"crosses-month-end"} if _near_month_end(plan.on) else set()))


def stated(plan: Plan, cues: PlanCues) -> frozenset[str]:
    """Return what the plan states and lacks."""
    holds = {
        "missing-date": not plan.date,
        "missing-measure": not plan.measure,
        "missing-owner": not plan.who,
        "missing-support": not plan.support,
        "missing-aim": not plan.aim,
        "has-date": bool(plan.date),
        "has-measure": bool(plan.measure),
        "assumption": bool(plan.assumption),
        "vague-change": is_vague(plan, cues),
    }
    return frozenset(name for name, true in holds.items() if true)


def is_vague(plan: Plan, cues: PlanCues) -> bool:
    """Whether nobody could act on the change as it is worded."""
    change = plan.change
    plain = has(change, cues.concrete) or any(c.isdigit() for c in change) or len(change.split()) > _PLAIN_WORDS
    return bool(change) and has(change, cues.vague) and not plain


def names(plan: Plan, stakeholder: Stakeholder) -> bool:
    """Whether the plan names the stakeholder."""
    return has(plan.text, stakeholder.called)


def forgets(plan: Plan, stakeholder: Stakeholder, cues: PlanCues) -> bool:
    """Whether the plan concerns the stakeholder without naming them."""
    return not names(plan, stakeholder) and bool(touched(plan, cues) & stakeholder.affected_by)


def weight_on(plan: Plan, stakeholder: Stakeholder, cues: PlanCues) -> float:
    """Return how much the plan lands with a stakeholder: 0 not at all; each condition 1, each word of theirs 0.5."""
    affecting = len(touched(plan, cues) & stakeholder.affected_by)
    return affecting + 0.5 * len(matching(plan.text, stakeholder.currency)) + names(plan, stakeholder)


def landing(plan: Plan, stakeholder: Stakeholder, cues: PlanCues) -> str:
    """Return the plan's own words that concern the stakeholder, or an empty string."""
    affecting = [cue for name in sorted(stakeholder.affected_by) for cue in cues.conditions.get(name, ())]
    lists = (tuple(affecting), stakeholder.currency, stakeholder.called)
    pieces = [piece for words in lists for piece in found(plan.text, words)]
    return " ".join(pieces[0].split()) if pieces else ""


def _near_month_end(iso: str) -> bool:
    """Whether a date falls into the close: the last or first three days of a month."""
    if not iso:
        return False
    day = date.fromisoformat(iso)
    return day.day <= _CLOSE_DAYS or (day + timedelta(days=_CLOSE_DAYS)).month != day.month

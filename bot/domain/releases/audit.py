"""The last look at a release before it is kept: it trusts no decision that was made on the way, and fails closed."""

from collections.abc import Iterable

from bot.domain.releases.auditor import isolates
from bot.domain.releases.compute import far
from bot.domain.releases.history import ALL, History, cell, marks, people_of, voices_of
from bot.domain.releases.rules import Rules
from bot.domain.releases.snapshot import PARTICIPATION


class AuditFailed(RuntimeError):
    """A release would expose somebody. Nothing of it was kept; the message names the rule and the theme, no figure."""


def check(rules: Rules, before: History, after: History, number: int, themes: Iterable[str]) -> None:
    """Check release `number`, the newest of `after`, against every rule and every earlier release.

    Raises:
        AuditFailed: naming the rule and the theme.
    """
    for theme in (PARTICIPATION, *themes):
        for problem in _problems(rules, before, after, number, theme):
            raise AuditFailed(f"The release was not made: {problem}, theme {theme}. Nothing was kept.")


def _problems(rules: Rules, before: History, after: History, number: int, theme: str) -> Iterable[str]:
    for group in (ALL, *after.groups):
        computed = number in after.computed.get(cell(theme, group), {})
        if not computed and before.stands(theme, group) != after.stands(theme, group):
            yield "a value changed that was not computed"
        looked = before.computed.get(cell(theme, group), {})
        if computed and far(after, theme, group, looked, after.snapshots[number]) < rules.change:
            yield "too few people changed"
        if computed and after.stands(theme, group).band and _too_few(rules, after, number, theme, group):
            yield "too few people"
    every = (after.computed.get(cell(theme, group), {}) for group in (ALL, *after.groups))
    earlier = {n for numbers in every for n, shown in numbers.items() if shown}
    newest = after.shown(theme, number)
    if any(isolates([after.shown(theme, n), newest], rules.remainder) for n in sorted(earlier | {number})):
        yield "shown sets isolate somebody"


def _too_few(rules: Rules, after: History, number: int, theme: str, group: str) -> bool:
    now = after.snapshots[number]
    voices = marks(voices_of(now, theme), group, after.groups)
    people = marks(people_of(now, theme), group, after.groups)
    roster = marks(now.roster, group, after.groups)
    contributors = marks(now.present, group, after.groups)
    return (
        len(voices) < rules.voices
        or len(people) < rules.contributors
        or len(contributors) < rules.contributors
        or (group != ALL and len(roster) < rules.level)
    )

"""What the programme team sees, shown to the leader: the latest release in words, and the leader's own part."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.domain.releases.calendar import ended, midnight, period
from bot.domain.releases.history import ALL, Standing
from bot.domain.releases.release import Release, from_bytes
from bot.domain.releases.segments import OTHER
from bot.domain.releases.snapshot import foremost
from bot.services import contributions, noticed, programmes, releases
from bot.services.desk import Desk
from bot.services.ports import Programme
from bot.services.replies import Outcome, Say

KIND = "privacy.shared"


def outcome(desk: Desk) -> Outcome:
    """Say exactly what the programme team sees and what of it is the leader's; without a programme: nothing."""
    programme = programmes.of(desk.uow, desk.person)
    if programme is None:
        return Outcome((Say("utter_privacy_shared", KIND),))
    latest = releases.latest(desk.uow, programme)
    figures = ("contributors", "voices", "level", "change", "themes_each", "weeks")
    values = {
        "programme": programme.name,
        "release": "\n".join(_lines(desk, programme, from_bytes(latest.body) if latest else None)),
        "own": _own(desk, programme),
        **{name: str(getattr(programme.rules, name)) for name in figures},
    }
    less = noticed.withdrawing(desk, _period(desk, programme)[0])
    return Outcome((Say("utter_privacy_shared_programme", KIND, str(latest.number) if latest else None, values, less),))


def _lines(desk: Desk, programme: Programme, release: Release | None) -> Iterator[str]:
    say = desk.phrases.say
    if release is None:
        yield say("shared.none", date=_day(releases.due_on(programme, 1)))
        return
    last = release.end - timedelta(days=1)
    yield say("shared.release", number=str(release.number), start=_day(release.start), end=_day(last))
    took = release.participation
    as_of = {"band": say(f"shared.band.{took.band}"), "date": _as_of(programme, took)} if took.band else {}
    yield say("shared.participation", **as_of) if as_of else say("shared.participation.none")
    shown = list(_group_lines(desk, programme, release, ALL))
    yield from shown
    yield say("shared.rest" if shown else "shared.rest.all")
    for group in release.groups:
        if lines := list(_group_lines(desk, programme, release, group)):
            yield say("shared.group", group=say("shared.group.other") if group == OTHER else group)
            yield from lines


def _group_lines(desk: Desk, programme: Programme, release: Release, group: str) -> Iterator[str]:
    """One line for each theme shown, the most frequent first."""
    order = [name for name, _ in release.rules.bands]
    shown = [(theme, cells[group]) for theme, cells in release.cells.items() if cells[group].band]
    for theme, value in sorted(shown, key=lambda one: (-order.index(str(one[1].band)), one[0])):
        yield _line(desk, programme, theme, value)


def _line(desk: Desk, programme: Programme, theme: str, value: Standing) -> str:
    band = desk.phrases.say(f"shared.band.{value.band}")
    return desk.phrases.say("shared.theme", band=band, title=_titles(desk)[theme], date=_as_of(programme, value))


def _as_of(programme: Programme, value: Standing) -> str:
    """The last day of the period from which a value comes."""
    return _day(period(programme.launched_on, programme.rules.weeks, value.since)[1] - timedelta(days=1))


def _own(desk: Desk, programme: Programme) -> str:
    """The themes that the next release would count for this person, if it were made now."""
    start, end = _period(desk, programme)
    member = desk.uow.programmes.membership(desk.person.id)
    named = contributions.named(desk.uow, member, start, end) if member else ()
    counted = foremost((theme for theme in named if theme in _titles(desk)), programme.rules.themes_each)
    titles = "; ".join(f"“{_titles(desk)[theme]}”" for theme in counted)
    return desk.phrases.say("shared.own" if counted else "shared.own.none", start=_day(start.date()), titles=titles)


def _period(desk: Desk, programme: Programme) -> tuple[datetime, datetime]:
    """The period under way: its first moment, and the first moment after it."""
    number = ended(programme.launched_on, programme.rules.weeks, desk.today) + 1
    start, end = period(programme.launched_on, programme.rules.weeks, number)
    return midnight(start), midnight(end)


def _titles(desk: Desk) -> Mapping[str, str]:
    return {name: theme.title for name, theme in desk.content.barriers.items()}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

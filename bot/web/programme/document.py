"""A release in words and bars: the rows of its table, the sections of its paper."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.releases.history import ALL
from bot.domain.releases.segments import OTHER
from bot.services import board
from bot.services.board import Overview, Published, Value
from bot.web.assets import day
from bot.web.programme.respond import Said
from bot.web.programme.site import Site

COLUMNS = ("release", "start", "end", "theme", "title", "group", "band", "since")


def table(site: Site, made: Sequence[Published]) -> Iterator[list[str]]:
    """Yield a row for participation, then one for each theme and group; what is not shown says so.

    Args:
        made: the releases up to the one that is meant.
    """
    release, say, view = made[-1].release, site.words.say, _view(site, made)
    yield [say(f"file.{name}") for name in COLUMNS]
    period = [str(release.number), release.start.isoformat(), view.last_day.isoformat()]
    yield [*period, "", say("file.participation"), say("group.all"), *_cells(site, view.participation)]
    for theme in site.themes.values():
        for group in (ALL, *release.groups):
            value = board.value(release, theme.id, group)
            yield [*period, theme.id, theme.title, _group(site, group), *_cells(site, value)]


def paper(site: Site, made: Sequence[Published]) -> dict[str, Any]:
    """Return what `bot.drawing.release.draw_release` takes."""
    release, say, view = made[-1].release, site.words.say, _view(site, made)
    took = view.participation
    hidden = "; ".join(theme.title for theme in view.hidden)
    return {
        "title": say("pdf.title", programme=release.name, number=release.number),
        "period": say("overview.period", start=day(release.start), end=day(view.last_day)),
        "made_at": f"{release.end.isoformat()}T00:00:00+00:00",
        "participation": say("overview.participation_shown", band=_band(site, took), date=day(took.since))
        if took.level and took.since
        else say("overview.participation_none"),
        "sections": [_everybody(site, view), *_groups(site, made[-1])],
        "notes": [
            *(
                [say("pdf.hidden", titles=hidden), say("overview.hidden_lead", voices=release.rules.voices)]
                * bool(hidden)
            ),
            say("method.bands"),
            say("site.footer"),
        ],
        "fingerprint": f"{say('method.fingerprint', number=release.number)}: {made[-1].digest}",
    }


def _everybody(site: Site, view: Overview) -> dict[str, Any]:
    bars = [_bar(site, row.theme.title, row.value) for row in view.shown]
    lead = site.words.say("overview.themes_lead" if bars else "overview.none_shown")
    return {"title": site.words.say("overview.themes"), "lead": lead, "bars": bars}


def _groups(site: Site, made: Published) -> Iterator[dict[str, Any]]:
    """A section for each group of which anything is shown."""
    for group in made.release.groups:
        values = [(theme, board.value(made.release, theme.id, group)) for theme in site.themes.values()]
        shown = sorted((one for one in values if one[1].level), key=lambda one: -one[1].level)
        if shown:
            bars = [_bar(site, theme.title, value) for theme, value in shown]
            yield {"title": site.words.say("pdf.groups", group=Said(site.words).group(group)), "lead": "", "bars": bars}


def _bar(site: Site, title: str, value: Value) -> dict[str, Any]:
    since = site.words.say("overview.as_of", date=day(value.since)) if value.since else ""
    return {"label": title, "level": value.level, "text": f"{_band(site, value)}, {since}"}


def _view(site: Site, made: Sequence[Published]) -> Overview:
    return board.overview([one.release for one in made], len(made), site.themes)


def _cells(site: Site, value: Value) -> list[str]:
    return [_band(site, value), value.since.isoformat() if value.since else ""]


def _band(site: Site, value: Value) -> str:
    return site.words.say(f"band.{value.band or 'none'}")


def _group(site: Site, group: str) -> str:
    """The name of a group in the table, where programs look it up: a level as it was named at launch."""
    return site.words.say(f"group.{group}") if group in (ALL, OTHER) else group

"""The pages that show releases."""

from starlette.responses import Response

from bot.services import board
from bot.services.board import Published
from bot.services.ports import Programme
from bot.web.programme import charts
from bot.web.programme.access import Ask, whole
from bot.web.programme.respond import page, problem


def newest(ask: Ask) -> Response:
    """Show the newest release, or that there is none yet."""
    made = _made(ask)
    return _overview(ask, made, len(made)) if made else _none(ask)


def release(ask: Ask) -> Response:
    """Show one release."""
    made = _made(ask)
    return _overview(ask, made, ask.number) if 1 <= ask.number <= len(made) else missing(ask)


def _overview(ask: Ask, made: list[Published], number: int) -> Response:
    releases = [one.release for one in made]
    return page(
        ask,
        "overview",
        view=board.overview(releases, number, ask.site.themes),
        newest=len(made),
        releases=releases,
        due=board.next_due(_programme(ask), len(made)),
    )


def _none(ask: Ask) -> Response:
    return page(ask, "first", due=board.next_due(_programme(ask), 0))


def trend(ask: Ask) -> Response:
    """Show how every theme moved over a year of releases."""
    made = _made(ask)
    if not made:
        return _none(ask)
    until = whole(ask.request.query_params.get("until", "")) or len(made)
    shown = board.window([one.release for one in made], until)
    lines = board.trend(shown, ask.site.themes)
    return page(
        ask,
        "trend",
        lines=[(theme, points, charts.columns(points)) for theme, points in lines],
        shown=shown,
        never=len(ask.site.themes) - len(lines),
        change=shown[-1].rules.change,
        earlier=shown[0].number - 1,
        later=shown[-1].number + board.YEAR if shown[-1].number < len(made) else 0,
    )


def theme(ask: Ask) -> Response:
    """Show one theme: what it means, what helps, how it moved."""
    found, made = ask.site.themes.get(ask.request.path_params["theme"]), _made(ask)
    if found is None:
        return missing(ask)
    shown = board.window([one.release for one in made], len(made)) if made else []
    points = board.line(shown, found.id)
    groups = [(group, board.value(shown[-1], found.id, group)) for group in shown[-1].groups] if shown else []
    return page(
        ask,
        "theme",
        theme=found,
        topics=[ask.site.topics[name] for name in found.topics],
        now=points[-1].value if points else None,
        voices=_programme(ask).rules.voices,
        charts=[charts.steps(points, width) for width in charts.WIDTHS] if len(points) > 1 else [],
        points=points,
        groups=groups if any(value.level for _, value in groups) else [],
    )


def groups(ask: Ask) -> Response:
    """Show the one segmentation, or why there is none."""
    made = _made(ask)
    if not made:
        return _none(ask)
    newest, programme = made[-1].release, _programme(ask)
    rows = board.by_group(newest, ask.site.themes) if newest.groups else []
    return page(ask, "groups", release=newest, rows=rows, programme=programme)


def method(ask: Ask) -> Response:
    """Explain how a release is made, with the programme's own figures."""
    programme = _programme(ask)
    return page(ask, "method", rules=programme.rules, made=_made(ask), themes=len(ask.site.themes))


def missing(ask: Ask) -> Response:
    """Say that there is nothing here."""
    return problem(ask.site, 404, "missing", ask.visitor)


def _made(ask: Ask) -> list[Published]:
    """The releases of the visitor's own programme: no address can name another."""
    return board.published(ask.site.releases, _programme(ask).id)


def _programme(ask: Ask) -> Programme:
    return ask.signed_in.programme

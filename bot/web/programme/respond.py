"""What every answer of the dashboard carries: headers that keep it to itself, words, layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.domain.releases.history import ALL
from bot.domain.releases.segments import OTHER
from bot.domain.wording import Wording
from bot.services.accounts import Visitor
from bot.services.board import Point, Value
from bot.web import headers
from bot.web.assets import templates
from bot.web.programme.access import Ask, remember
from bot.web.programme.site import Site

#: Stricter than the chat's: no page of the dashboard fetches anything, or shows a picture that is not a file.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = headers.HEADERS | {"Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex"}
HOME, SIGN_IN = "/programme", "/programme/sign-in"


def page(ask: Ask, template: str, status: int = 200, **values: object) -> Response:
    """Render a template for whoever asks."""
    shown = {"visitor": ask.visitor, "form_token": ask.form_token, "here": template, **values}
    response = render(ask.site, template, status, shown)
    remember(ask, response)
    return response


def problem(site: Site, status: int, kind: str, visitor: Visitor | None = None) -> Response:
    """Say what went wrong. `kind` names the words, such as `missing`."""
    return render(site, "problem", status, {"visitor": visitor, "form_token": "", "here": "problem", "kind": kind})


def render(site: Site, template: str, status: int, values: Mapping[str, object]) -> Response:
    """Render a template with the words of the dashboard."""
    made = templates().get_template(f"programme/{template}.html")
    parts = templates().get_template("programme/_parts.html").module
    said = Said(site.words)
    words = {"t": site.words.say, "band": said.band, "group_name": said.group, "spoken": said.line}
    return HTMLResponse(made.render(parts=parts, **words, **values), status)


@dataclass(frozen=True)
class Said:
    """Values in words."""

    words: Wording

    def band(self, value: Value) -> str:
        """Return the name of a band."""
        return self.words.say(f"band.{value.band or 'none'}")

    def group(self, group: str) -> str:
        """Return the name of a group as a heading."""
        known = group in (ALL, OTHER)
        return self.words.say(f"group.{group}") if known else group.replace("-", " ").capitalize()

    def line(self, points: Sequence[Point]) -> str:
        """Return a theme's values over time, for those who hear the page."""
        said = ((point.number, self.band(point.value).lower()) for point in points)
        return "; ".join(self.words.say("trend.point", number=number, band=band) for number, band in said)


def go(address: str) -> Response:
    """Send the browser on with GET."""
    return RedirectResponse(address, 303)


def protect(response: Response) -> Response:
    """Put the protecting headers on an answer; what does not say otherwise is stored nowhere."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response

"""Style sheets, scripts and templates: where they are, and how a page names them."""

from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).resolve().parent
STATIC, TEMPLATES = HERE / "static", HERE / "templates"


def static() -> Mount:
    """Return the route of everything under `bot/web/static`."""
    return Mount("/static", StaticFiles(directory=STATIC), name="static")


@cache
def asset(name: str) -> str:
    """Return the address of a file under `static`; it changes with the file, so that no browser shows an old one."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def templates() -> Environment:
    """Return the templates: everything is escaped, and a name that is not given is an error."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["asset"] = asset
    found.filters["day"] = day
    found.filters["short_day"] = short_day
    found.filters["paragraphs"] = paragraphs
    for name in found.list_templates():
        # Compiled now: otherwise whoever comes first would wait for it.
        found.get_template(name)
    return found


def day(value: date) -> str:
    """Return a day as people write it: 22 November 2026."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """Return a day for the axis of a chart: 22 Nov."""
    return f"{value.day} {value:%b}"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which an empty line divides."""
    return [part.strip() for part in text.split("\n") if part.strip()]

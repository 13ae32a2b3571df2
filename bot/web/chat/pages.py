"""The pages: templates filled with the words of content/web.yml, everything in them escaped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.catalogue.web import WebWords

HERE = Path(__file__).resolve().parent


class Pages:
    """Renders a page by its name."""

    def __init__(self, words: WebWords) -> None:
        """Load the templates; each is compiled at first use."""
        loader = FileSystemLoader(HERE / "templates")
        # A name that is not filled in is a defect, not an empty place.
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._templates.globals.update(words=words.page, script=_for_script(words), actions=words.actions)

    def show(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page."""
        return HTMLResponse(self._templates.get_template(f"{name}.html").render(**values), status)


def _for_script(words: WebWords) -> Mapping[str, Any]:
    """What the page's script needs: its texts, who speaks, and the titles of commands by the command."""
    commands = {action.send.removeprefix("/"): action.title for action in words.actions}
    return {"texts": words.script, "voices": words.voices, "commands": commands}

"""The dashboard of a programme's team, `/programme`: releases as pages, nothing about one leader."""

from starlette.routing import BaseRoute

from bot.web.assets import static
from bot.web.programme import routes, site


def pages() -> list[BaseRoute]:
    """Return the dashboard's routes over this installation's data. Raises StorageError or ContentError."""
    return [*routes.routes(site.build()), static()]

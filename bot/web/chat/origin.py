"""Where a request comes from: a page of ours, this machine, how it got here."""

from urllib.parse import urlsplit

from starlette.requests import Request

from bot.web.loopback import is_loopback

#: A proxy adds one of these; behind one, anybody may be at the other end.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def from_own_page(request: Request, address: str) -> bool:
    """Whether a page of this server sent a request that changes something. Browsers tell the origin of every such one.

    Args:
        address: the public address of this server, or empty.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    own = {request.headers.get("host", ""), _netloc(address)} - {""}
    return _netloc(origin) in own


def at_home(request: Request) -> bool:
    """Whether a browser on this machine asked this machine by its own name, with nothing in between.

    The name counts as well: another site's name may be made to lead to 127.0.0.1.
    """
    host = _hostname(request.headers.get("host", ""))
    peer = request.client.host if request.client else ""
    return is_loopback(host) and is_loopback(peer) and not any(name in request.headers for name in FORWARDED)


def is_secure(request: Request, address: str) -> bool:
    """Whether the browser reached us by https."""
    return request.url.scheme == "https" or address.startswith("https://")


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""

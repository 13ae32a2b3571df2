"""Times every page of the dashboard on the server: a programme with a year of releases, over HTTP on this machine.

Run: python -m benchmarks.dashboard.run [--requests 60] [--leaders 60]. About a minute, most of it for making the year.
"""

import argparse
import http.client
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from urllib.parse import urlsplit

from starlette.applications import Starlette

from bot.web.assets import static
from bot.web.programme.routes import routes
from tests.browser.serving import served
from tests.fakes.boards import Board

PAGES = ("", "/trend", "/themes/data-trust", "/groups", "/method", "/mentors", "/invitations", "/releases/13.csv")
#: Milliseconds within which 95 % of the answers must come, each page by itself.
MOST = 50.0
RELEASES = 13


def main() -> int:
    """Print median and 95th percentile of each page; return 1 if one is slower than it may be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--leaders", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Board(Path(folder))
        programme = board.launch("Measured", RELEASES, options.leaders)
        board.mentors()
        token = board.account("anna", programme)
        with served(Starlette(routes=[*routes(board.site), static()])) as address:
            client = http.client.HTTPConnection(urlsplit(address).netloc)
            cookie = sign_in(client, token)
            taken = {page: times(client, f"/programme{page}", cookie, options.requests) for page in PAGES}
            (paper,) = times(client, f"/programme/releases/{RELEASES}.pdf", cookie, 1)
    print(f"  {RELEASES} releases, {options.requests} requests each     median      95 %   processor")
    for page, spans in taken.items():
        middle, work = median(span.wall for span in spans), median(span.work for span in spans)
        print(f"  /programme{page:24} {middle:8.1f} ms {slowest(spans):8.1f} ms {work:8.1f} ms")
    print(f"  a PDF, made once for each release: {paper.wall:.0f} ms")
    return 0 if all(slowest(spans) <= MOST for spans in taken.values()) else 1


@dataclass(frozen=True)
class Span:
    """One request, in milliseconds: as the clock has it, and as the processor worked for client and server."""

    wall: float
    work: float


def slowest(spans: list[Span]) -> float:
    """Return the milliseconds within which 95 % were answered."""
    return sorted(span.wall for span in spans)[int(0.95 * len(spans))]


def sign_in(client: http.client.HTTPConnection, token: str) -> str:
    """Use a link as a browser would and return the session's cookie."""
    path = f"/programme/link/{token}"
    client.request("GET", path)
    page = client.getresponse()
    visit = str(page.getheader("set-cookie")).partition(";")[0]
    form = page.read().decode().partition('name="token" value="')[2].partition('"')[0]
    kind = "application/x-www-form-urlencoded"
    client.request("POST", path, f"token={form}", {"Cookie": visit, "Content-Type": kind})
    answer = client.getresponse()
    answer.read()
    return str(answer.getheader("set-cookie")).partition(";")[0]


def times(client: http.client.HTTPConnection, path: str, cookie: str, requests: int) -> list[Span]:
    """Time each request, the first ones too; every answer must be a page."""
    taken = []
    for _ in range(requests):
        began, work = perf_counter(), process_time()
        client.request("GET", path, headers={"Cookie": cookie})
        answer = client.getresponse()
        answer.read()
        taken.append(Span(1000 * (perf_counter() - began), 1000 * (process_time() - work)))
        assert answer.status == 200, f"{path}: {answer.status}"
    return taken


if __name__ == "__main__":
    sys.exit(main())

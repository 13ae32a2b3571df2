"""The way in: the page before the conversation, codes and links, the cookie."""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.services import entrance
from bot.services.flood import Pace
from bot.services.ports import Person
from bot.services.programmes import code_in
from bot.web.chat.bodies import Malformed, form
from bot.web.chat.given import Chat
from bot.web.chat.origin import at_home, from_own_page, is_secure
from bot.web.chat.pages import Pages
from bot.web.chat.passes import COOKIE, FORM, LIFE, LINK, Passes, newcomer

#: Attempts at coming in, in a minute: from one address, behind which a whole room may sit, and from all together.
#: A code is one of 31 to the power of 12.
FROM_ONE, FROM_ALL = 30, 300


@dataclass(frozen=True)
class Visitor:
    """A browser whose pass is good and whose person is there."""

    who: str
    person: Person


@dataclass
class Door:
    """Knows who comes and lets them in. It reads cookies and forms, never an id that somebody chose."""

    chat: Chat
    pages: Pages
    passes: Passes
    _paces: tuple[Pace, Pace] = field(default_factory=lambda: (Pace(FROM_ONE), Pace(FROM_ALL)))

    def claims(self, request: Request) -> str | None:
        """Return whom the browser's cookie names, whether or not they are there."""
        return self.passes.read(COOKIE, request.cookies.get(self._cookie(request), ""))

    def visitor(self, request: Request) -> Visitor | None:
        """Return who comes; None for everybody without a good pass, and for people who were erased."""
        who = self.claims(request)
        if who is None:
            return None
        with self.chat.unit_of_work() as uow:
            person = entrance.known(uow, who)
        return Visitor(who, person) if person else None

    def keep(self, response: Response, request: Request, who: str) -> None:
        """Give the browser a new pass to keep; no script can read it, and no other site's form carries it along."""
        life, secure = int(LIFE[COOKIE].total_seconds()), is_secure(request, self.chat.address)
        name, value = self._cookie(request), self.passes.issue(COOKIE, who)
        response.set_cookie(name, value, max_age=life, path="/", httponly=True, samesite="lax", secure=secure)

    def drop(self, response: Response, request: Request) -> None:
        """Have the browser forget its pass."""
        secure = is_secure(request, self.chat.address)
        response.delete_cookie(self._cookie(request), path="/", httponly=True, samesite="lax", secure=secure)

    def page(
        self, request: Request, code: str = "", problem: str = "", status: int = 200, seconds: int = 0
    ) -> Response:
        """Show the way in, with what is wrong where something is."""
        told = self.chat.words.page[problem].format(seconds=seconds) if problem else ""
        asks = bool(code) or not self._is_open(request)
        ticket = self.passes.issue(FORM, newcomer())
        headers = {"Retry-After": str(seconds)} if seconds else {}
        response = self.pages.show("entrance", status, code=code, problem=told, asks=asks, ticket=ticket)
        response.headers.update(headers)
        return response

    def pass_page(self, token: str) -> Response:
        """Show what a link to another browser asks. Following it changes nothing: programs follow links too."""
        good = self.passes.read(LINK, token) is not None
        return self.pages.show("pass", 200 if good else 400, token=token if good else "")

    async def enter(self, request: Request) -> Response:
        """Let somebody in who pressed the button on the way in, with a code where one is asked for."""
        if problem := self._too_fast(request):
            return problem
        try:
            fields = await form(request)
        except Malformed:
            fields = {}
        code = fields.get("code", "")
        who = self.passes.read(FORM, fields.get("ticket", ""))
        if who is None or not from_own_page(request, self.chat.address):
            return self.page(request, code, "entry-foreign", 403)
        if self.visitor(request):
            return _home()
        if not self._admitted(request, who, code):
            return self.page(request, code, "code-unknown", 400)
        return self._inside(request, who)

    async def enter_by_link(self, request: Request) -> Response:
        """Let somebody in who came by a link from another browser of theirs."""
        if problem := self._too_fast(request):
            return problem
        try:
            token = (await form(request)).get("pass", "")
        except Malformed:
            token = ""
        who = self.passes.read(LINK, token)
        if who is None or not from_own_page(request, self.chat.address) or not self._is_there(who):
            return self.pages.show("pass", 400, token="")
        return self._inside(request, who)

    def _admitted(self, request: Request, who: str, code: str) -> bool:
        with self.chat.unit_of_work() as uow:
            if not code.strip() and self._is_open(request):
                entrance.admit(uow, who, self.chat.clock.now())
            elif entrance.admit_with_code(uow, who, code, self.chat.clock.now()) is None:
                return False
            uow.commit()
        return True

    def _cookie(self, request: Request) -> str:
        """The cookie's name. With https it is one that browsers take from this very host only, not from a neighbour."""
        return f"__Host-{COOKIE}" if is_secure(request, self.chat.address) else COOKIE

    def _is_open(self, request: Request) -> bool:
        return self.chat.open and at_home(request)

    def _is_there(self, who: str) -> bool:
        with self.chat.unit_of_work() as uow:
            return entrance.known(uow, who) is not None

    def _inside(self, request: Request, who: str) -> Response:
        response = _home()
        self.keep(response, request, who)
        return response

    def _too_fast(self, request: Request) -> Response | None:
        now = self.chat.clock.now().timestamp()
        places = (request.client.host if request.client else "", "everybody")
        waits = [
            wait.seconds for pace, place in zip(self._paces, places, strict=True) if (wait := pace.take(place, now))
        ]
        return self.page(request, "", "entry-pace", 429, max(waits)) if waits else None


def invitation(code: str) -> str:
    """Return a code as the dialogue's own command for somebody who is in already; empty if it is none."""
    return f"/start {found}" if (found := code_in(code)) else ""


def _home() -> Response:
    return RedirectResponse("/", 303)

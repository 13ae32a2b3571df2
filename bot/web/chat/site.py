"""The routes of the web chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import bootstrap
from bot.storage.errors import StorageError
from bot.web.assets import static
from bot.web.chat.conversation import Conversation
from bot.web.chat.door import Door, invitation
from bot.web.chat.given import Chat
from bot.web.chat.pages import Pages
from bot.web.chat.passes import Passes
from bot.web.loopback import is_loopback

STORAGE_SECONDS = 10
Handler = Callable[[Request], Awaitable[Response]]


def chat_pages() -> list[BaseRoute]:
    """Return the routes of the web chat on this installation's settings, storage and words."""
    now, store = bootstrap.config(), bootstrap.storage()
    # Without a token nobody but this machine reaches the server, and whoever sits at it may come in.
    home = is_loopback(now.http_host) and not now.api_token
    return chat_routes(
        Chat(store.unit_of_work, store.sign, bootstrap.clock(), bootstrap.web_words(), home, now.public_url)
    )


def chat_routes(chat: Chat) -> list[BaseRoute]:
    """Return the routes of the web chat."""
    pages, passes = Pages(chat.words), Passes(chat.sign, chat.clock)
    door = Door(chat, pages, passes)
    talk = Conversation(chat, door)
    site = _Site(chat, pages, door, talk)
    return [
        Route("/", site.page(site.home)),
        Route("/join/{code}", site.page(site.join)),
        Route("/enter", site.page(door.enter), methods=["POST"]),
        Route("/pass/{token}", site.page(site.pass_on)),
        Route("/pass", site.page(door.enter_by_link), methods=["POST"]),
        Route("/chat/conversation", site.data(talk.so_far)),
        Route("/chat/turns", site.data(talk.turn), methods=["POST"]),
        Route("/chat/pass", site.data(talk.link), methods=["POST"]),
        Route("/chat/leave", site.data(talk.leave), methods=["POST"]),
        static(),
    ]


@dataclass
class _Site:
    """Pages, and what happens on each route when the database is away."""

    chat: Chat
    pages: Pages
    door: Door
    talk: Conversation

    def page(self, handle: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except StorageError:
                return self.door.page(request, "", "entry-storage", 503, STORAGE_SECONDS)

        return guarded

    def data(self, handle: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except StorageError:
                return self.talk.refusal(503, "storage", STORAGE_SECONDS)

        return guarded

    async def home(self, request: Request) -> Response:
        """Show the conversation to who is in, the way in to everybody else."""
        return self._conversation(request) or self.door.page(request)

    async def join(self, request: Request) -> Response:
        """Follow an invite link: programs that follow links use up nothing, only the button does."""
        code = request.path_params["code"]
        return self._conversation(request, invitation(code)) or self.door.page(request, code)

    async def pass_on(self, request: Request) -> Response:
        """Follow a link from another browser."""
        return self.door.pass_page(request.path_params["token"])

    def _conversation(self, request: Request, first: str = "") -> Response | None:
        visitor = self.door.visitor(request)
        if visitor is None:
            return None
        token = self.door.passes.page_token(visitor.who)
        response = self.pages.show("conversation", token=token, first=first)
        self.door.keep(response, request, visitor.who)
        return response


__all__ = ["Chat", "chat_routes"]

"""The bot's side of the fake: `/bot<token>/<method>` and `/file/bot<token>/<path>`, every call on record."""

from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from tests.fakes.telegram_faults import Fault, HangUp, error
from tests.fakes.telegram_limits import Flood, Refused, bad
from tests.fakes.telegram_log import Log
from tests.fakes.telegram_methods import Methods
from tests.fakes.telegram_params import Params, read
from tests.fakes.telegram_updates import Update, Updates
from tests.fakes.telegram_world import World

#: Methods that a restart does once more, to be where it was.
REPEATED = ("deletemessage", "setmycommands", "deletemycommands", "setwebhook", "deletewebhook")
#: Methods whose success Telegram puts in words.
DESCRIBED = {"setwebhook": "Webhook was set", "deletewebhook": "Webhook was deleted"}


class BotApi:
    """One bot. An entry of the log is written when a call has taken effect, before anybody is told."""

    def __init__(self, token: str, log: Log, flood: bool) -> None:
        self.token, self.log = token, log
        self.world = World(int(token.partition(":")[0]))
        self.updates = Updates(log, self.world.bell)
        self.methods = Methods(self.world, self.updates, Flood() if flood else None)
        self.faults: list[Fault] = []
        self._resume()

    async def call(self, request: Request) -> Response:
        """Answer a call of a method, or fail as scripted."""
        token, name = request.path_params["token"], request.path_params["method"]
        if refusal := self._wrong_token(token):
            return self._refused(name, {}, refusal)
        try:
            params = await read(request)
        except Refused as refusal:
            return self._refused(name, {}, refusal)
        except ClientDisconnect:
            return self._gone(name, {})
        fault = next((one for one in self.faults if one.concerns(name, params.values.get("chat_id"))), None)
        if fault and fault.before:
            self._record(name, params.shown(), False, fault.status, fault=fault.fault, error=fault.error)
            return await fault.answer(request, Response())
        return await self._done(name, params, request, fault)

    async def _done(self, name: str, params: Params, request: Request, fault: Fault | None) -> Response:
        try:
            result = await self._result(name, params, request)
        except Refused as refusal:
            return self._refused(name, params.shown(), refusal)
        if result is None:
            return self._gone(name, params.shown())
        shown = [update["update_id"] for update in result] if name.lower() == "getupdates" else result
        scripted = {"fault": fault.fault} if fault else {}
        self._record(name, params.shown(), True, fault.status if fault else 200, **scripted, result=shown)
        told = {"description": DESCRIBED[name.lower()]} if name.lower() in DESCRIBED else {}
        answer = JSONResponse({"ok": True, "result": result, **told})
        return await fault.answer(request, answer) if fault else answer

    async def _result(self, name: str, params: Params, request: Request) -> Any:
        if name.lower() == "getupdates":
            return await self._get_updates(params, request)
        if not (method := self.methods.get(name)):
            raise Refused(404, "Not Found: method not found")
        return method(params)

    async def _get_updates(self, params: Params, request: Request) -> list[Update] | None:
        allowed = params.json("allowed_updates")
        if allowed is not None and not isinstance(allowed, list):
            raise bad("can't parse allowed_updates: expected an Array")
        if allowed is not None:
            self.updates.allowed = allowed or None
        offset, limit, timeout = (params.integer(name) for name in ("offset", "limit", "timeout"))
        return await self.updates.get(
            offset or 0, 100 if limit is None else limit, timeout or 0, request.is_disconnected
        )

    async def file(self, request: Request) -> Response:
        """Answer a download."""
        if refusal := self._wrong_token(request.path_params["token"]):
            return self._refused("file", {}, refusal)
        path = request.path_params["path"]
        found = next((file for file in self.world.files.values() if file.path == path), None)
        if not found:
            return self._refused("file", {"path": path}, Refused(404, "Not Found"))
        self._record("file", {"path": path}, True, 200)
        return Response(found.content, media_type="application/octet-stream")

    def _wrong_token(self, token: str) -> Refused | None:
        if token == self.token:
            return None
        number, colon, _ = token.partition(":")
        return Refused(401, "Unauthorized") if number.isdigit() and colon else Refused(404, "Not Found")

    def _gone(self, name: str, params: dict[str, Any]) -> Response:
        """Note that the bot has hung up, or died, before there was anything to answer."""
        self._record(name, params, False, None, fault="client gone")
        return HangUp(0.0)

    def _refused(self, name: str, params: dict[str, Any], refusal: Refused) -> Response:
        self._record(name, params, False, refusal.code, error=refusal.description, **refusal.parameters)
        return error(refusal.code, refusal.description, refusal.parameters)

    def _record(self, method: str, params: dict[str, Any], delivered: bool, status: int | None, **more: Any) -> None:
        self.log.add("call", method=method, params=params, delivered=delivered, status=status, **more)
        self.world.bell.ring()

    def _resume(self) -> None:
        """Know again what the log says: after a restart nothing unconfirmed is lost and no number is used twice."""
        for entry in list(self.log.entries):
            if entry["kind"] == "update":
                self._seen(entry["update"])
            elif entry["kind"] == "webhook" and entry["status"] and 200 <= entry["status"] < 300:
                self.updates.queue = [one for one in self.updates.queue if one.number != entry["update_id"]]
            elif entry["kind"] == "call" and entry["delivered"]:
                self._called(entry["method"].lower(), Params(entry["params"]), entry.get("result"))

    def _seen(self, update: Update) -> None:
        self.updates.restore(update)
        if message := update.get("message") or update.get("edited_message"):
            self.world.keep(message)
        if change := update.get("my_chat_member"):
            self.world.open_chat(change["chat"]).status = change["new_chat_member"]["status"]

    def _called(self, method: str, params: Params, result: Any) -> None:
        if isinstance(result, dict) and "message_id" in result:
            self.world.keep(result)
        elif method == "getupdates":
            self.updates.confirm(params.integer("offset") or 0)
        elif method in REPEATED and (again := self.methods.get(method)):
            again(params)

"""Runs rasa_sdk actions inside our process: no action server, no port.

Every consumer in Rasa ends in `action_endpoint.request(json=...)`, so a subclass with its own
`request` is enough (checked against Rasa 3.6.21 and rasa-sdk 3.6.2).
"""

import json as jsonlib
from copy import deepcopy
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.services import turn_context

ACTIONS = "actions"


class InProcessEndpoint(EndpointConfig):
    """An action endpoint that calls the actions directly and notes their failures in the turn."""

    def __init__(self) -> None:
        """Register every action of the `actions` package."""
        # The domain travels only to actions that ask for it: it is most of the body otherwise.
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS)

    async def request(self, method: str = "post", **kwargs: Any) -> dict[str, Any]:
        """Run one action and return its events and responses.

        Raises:
            ClientResponseError: 400 where the action rejected its execution, 500 where it failed.
                The body is empty, because Rasa logs it.
        """
        # The values of slots are the live ones. The rest was made for this call; a round trip through JSON took 3 ms.
        tracker = kwargs["json"]["tracker"]
        slots = {name: _apart(value) for name, value in tracker["slots"].items()}
        call = {**kwargs["json"], "tracker": {**tracker, "slots": slots}}
        try:
            return dict(await self._executor.run(call) or {})
        except ActionExecutionRejection as rejection:
            body = jsonlib.dumps({"action_name": rejection.action_name, "error": "rejected"})
            raise ClientResponseError(400, "action rejected", body) from None
        except Exception as error:
            turn_context.note(call["next_action"], error)
            raise ClientResponseError(500, "action failed", "") from None


def _apart(value: Any) -> Any:
    """A copy of what could be changed; nearly all of seventy slots are empty, or a word."""
    return value if value is None or isinstance(value, str | bool) else deepcopy(value)

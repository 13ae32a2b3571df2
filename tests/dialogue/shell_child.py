"""Run by `test_rasa_tools.py`: Rasa's own agent, as `rasa shell` builds it, with the actions in another process.

Takes the model and the address of the action server; each line of standard input is a message, the answer one line of
JSON with the texts. Replies are those of `content/` as it is now: a model keeps the ones it was trained beside, and an
edited sentence needs no training.
"""

import asyncio
import json
import sys
from typing import Any

from bot import logs, settings
from bot.catalogue.replies import present_domain
from bot.dialogue.no_tensorflow import serve_without_tensorflow

logs.configure("ERROR")
serve_without_tensorflow()

from rasa.core.agent import Agent  # noqa: E402 - after the stand-in
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402


def _agent(model: str, address: str) -> Agent:
    """Load the model, then put the present replies in place of its own."""
    agent = Agent.load(model, action_endpoint=EndpointConfig(address))
    agent.nlg.responses = Domain.from_dict(present_domain(settings.ROOT)).responses
    return agent


async def _talk(agent: Agent) -> None:
    for line in sys.stdin:
        said: list[dict[str, Any]] = await agent.handle_text(line.rstrip("\n"), sender_id="somebody") or []
        sys.stdout.write(json.dumps([reply.get("text") for reply in said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    model, address = sys.argv[1:]
    asyncio.run(_talk(_agent(model, address)))

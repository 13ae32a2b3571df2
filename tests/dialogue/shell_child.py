"""Run by `test_rasa_tools.py`: Rasa's own agent, as `rasa shell` builds it, with the actions in another process.

Takes the model and the address of the action server; each line of standard input is a message, the answer one line of
JSON with the texts.
"""

import asyncio
import json
import sys
from typing import Any

from bot import logs
from bot.dialogue.no_tensorflow import serve_without_tensorflow

logs.configure("ERROR")
serve_without_tensorflow()

from rasa.core.agent import Agent  # noqa: E402 - after the stand-in
from rasa.utils.endpoints import EndpointConfig  # noqa: E402


async def _talk(agent: Agent) -> None:
    for line in sys.stdin:
        said: list[dict[str, Any]] = await agent.handle_text(line.rstrip("\n"), sender_id="somebody") or []
        sys.stdout.write(json.dumps([reply.get("text") for reply in said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    model, address = sys.argv[1:]
    asyncio.run(_talk(Agent.load(model, action_endpoint=EndpointConfig(address))))

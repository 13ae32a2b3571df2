"""Run by `test_serving_process.py`: serves a few turns as the product does and reports on its own process.

Takes the report's file name. Standard output and error are what an operator would see.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

TOUCHED: list[str] = []
CANARIES = ("zugzwanglark", "Kittiwake Quarrelsome", "ptarmigan-Überlauf 🐤")
CANARY = " ".join(CANARIES)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    # urllib3 binds port 0 for a moment, to see whether there is IPv6.
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") or _opens_port(event, arguments):
        TOUCHED.append(f"{event} {arguments[1:]}")


def _opens_port(event: str, arguments: tuple[Any, ...]) -> bool:
    return event == "socket.bind" and arguments[1][1] != 0


sys.addaudithook(_watch)

from bot import bootstrap  # noqa: E402 - the hook must see every import
from bot.dialogue.no_tensorflow import STOOD_IN  # noqa: E402

LINES = (
    "hi",
    CANARY,
    "I agree",
    CANARY,
    "skip",
    f"I lead {CANARY}",
    "skip",
    CANARY,
    f"/ask {CANARY}",
    f"/{CANARIES[0]}",
    f'/grow_summary{{"{CANARY}": 1}}',
    f'/grow_summary{{"{CANARY}"',
    "coach",
    f"My commercial director {CANARY} never comes to the executive meeting",
    CANARY * 300,
    "help",
)


async def _converse() -> list[str]:
    from bot.services import common

    turns = bootstrap.turns()
    kinds = []
    for n, line in enumerate(LINES):
        turn = await turns.take("web", CANARY, {"text": line[:16_000]}, f"{CANARY} {n}")
        kinds.append(str(turn.replies[-1]["kind"]))

    def breaks(*_: Any) -> Any:
        raise ValueError(CANARY)

    common.help_text = breaks
    failed = await turns.take("web", CANARY, {"text": "help"}, CANARY)
    return [*kinds, str(failed.replies[-1]["text"])]


def _listening() -> list[str]:
    """Inodes of listening sockets among our own file descriptors."""
    links = [fd for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
    ours = {str(link.readlink()) for link in links}
    lines = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]]
    rows = [line.split() for line in lines]
    return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in ours]


def _report(kinds: list[str]) -> dict[str, Any]:
    from rasa import telemetry

    loaded = {name.split(".")[0]: module for name, module in sys.modules.items() if name.split(".")[0] in STOOD_IN}
    linux = Path("/proc/self/maps").is_file()
    return {
        "kinds": kinds,
        "real": sorted(name for name, module in loaded.items() if getattr(module, "__file__", None)),
        "libraries": "tensorflow" in Path("/proc/self/maps").read_text() if linux else False,
        "telemetry": telemetry.is_telemetry_enabled(),
        "touched": TOUCHED,
        "listening": _listening() if linux else [],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(_report(asyncio.run(_converse()))), encoding="utf-8")

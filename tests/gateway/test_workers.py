"""`python -m bot worker` as it is deployed: trained model, PostgreSQL, two workers, a gateway beside them."""

import json
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.gateway.telegram_phone import Deployed, Phone, waits

pytestmark = pytest.mark.slow
CANARY = "Zugzwanglark"


@dataclass
class Crew:
    """Workers by the port on which they are watched."""

    place: Deployed
    processes: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def joins(self, verb: str = "worker") -> int:
        """Start one and wait until it is ready."""
        port = free_port()
        self.processes[port] = self.place.beside(
            verb,
            COACH_TELEGRAM_TURNS="workers",
            COACH_METRICS_PORT=str(port),
            COACH_LOG_LEVEL="INFO",
            COACH_LOG_FORMAT="json",
        )
        waits(90, lambda: self.status(port) == 200)
        return port

    def status(self, port: int) -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code
        except httpx.TransportError:
            assert self.processes[port].poll() is None, self.place.errors.read_text()[-2000:]
            return 0

    def figures(self) -> str:
        """What all processes that live tell whoever watches them."""
        alive = [port for port, process in self.processes.items() if process.poll() is None]
        return "\n".join(httpx.get(f"http://127.0.0.1:{port}/metrics").text for port in alive)


@pytest.fixture
def crew(tmp_path: Path, postgres_server: Callable[[str], str]) -> Iterator[Crew]:
    urls = (postgres_server(f"w_{uuid4().hex[:12]}"), postgres_server(f"w_{uuid4().hex[:12]}"))
    made = Crew(Deployed(tmp_path, flood=False, urls=urls))
    yield made
    for process in made.processes.values():
        process.kill()
        process.wait()
    made.place.close()


def test_a_conversation_goes_on_over_workers_that_come_go_and_are_killed(crew: Crew) -> None:
    gateway, first = crew.joins("telegram"), crew.joins()
    phone = Phone.at_menu(crew.place)
    second = crew.joins()
    crew.processes[first].kill()
    phone.says("coach")
    assert phone.step.startswith("grow.")
    phone.says(f"{CANARY} never comes to the executive meeting, and the plan is late every month")
    assert phone.step.startswith("grow.")
    total = answered(crew.figures())
    assert total >= 2, "the second worker took the turns after the first was killed"
    assert CANARY not in crew.figures()
    assert str(phone.person.chat_id) not in crew.figures()
    assert f'board_sends_total{{channel="telegram",outcome="sent"}} {len(phone.person.messages())}.0' in crew.figures()
    for port in (second, gateway):
        crew.processes[port].send_signal(signal.SIGTERM)
        assert crew.processes[port].wait(30) == 0
    written = crew.place.errors.read_text(encoding="utf-8")
    assert CANARY not in written
    events = [json.loads(line)["event"] for line in written.splitlines()]
    assert "starting" in events, "every line is JSON, progress too"


def test_a_worker_needs_postgresql_and_says_so(tmp_path: Path) -> None:
    place = Deployed(tmp_path)
    for verb, changes in (("worker", {}), ("telegram", {"COACH_TELEGRAM_TURNS": "workers"})):
        ended = place.run(verb, **changes)
        assert ended.returncode == 1
        assert "PostgreSQL" in ended.stderr and "COACH_DATABASE_URL" in ended.stderr
    place.close()


def answered(figures: str) -> int:
    lines = [line for line in figures.splitlines() if line.startswith("board_turns_total{")]
    return sum(int(float(line.split()[-1])) for line in lines if 'channel="telegram",outcome="answered"' in line)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

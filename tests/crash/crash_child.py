"""Run by the crash tests: loads the model once, then does each job in a process of its own, which may be killed.

A job is one line of JSON: `var` (a folder with the databases), `fault` (COACH_FAULT), `do` (what, in order) and what
that needs. The answer is one line of JSON: the signal that ended the process (0: none), and what was found in order.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot import bootstrap
from bot.services.turns import Turn, Turns
from tests.conversations.stage import CHANNEL
from tests.dialogue.talk import Talk

USER = "ann"


def prepare(turns: Turns, job: dict[str, Any]) -> Any:
    """Talk until the summary waits to be confirmed."""
    talk = Talk.at_menu(turns, USER)
    talk.say("coach")
    talk.until("grow.summary")


def ask_to_be_forgotten(turns: Turns, job: dict[str, Any]) -> Any:
    """Talk for a while, ask to be forgotten, and have somebody else talk too."""
    for user in ("bob", USER):
        talk = Talk.at_menu(turns, user)
        talk.say("coach")
        talk.until("grow.options")
    assert talk.say("/forget").step == "privacy.confirm"


def look_for(turns: Turns, job: dict[str, Any]) -> Any:
    """Return what there is of both, and of keys and erasures."""
    found: dict[str, Any] = {}
    for user in ("bob", USER):
        with turns.unit_of_work() as uow:
            person = uow.people.by_identity(CHANNEL, user)
            found[user] = len(uow.records.everything(person.id)) if person else None
            found["pending"] = len(uow.inbox.pending())
    keys = bootstrap.storage().eraser.keys
    return found | {"keys": len(keys.people()), "erased": len(keys.erased())}


def take(turns: Turns, job: dict[str, Any]) -> Any:
    """Take one message and return its turn."""
    return _shown(asyncio.run(turns.take(CHANNEL, USER, {"text": job["text"]}, job["id"])))


def recover(turns: Turns, job: dict[str, Any]) -> Any:
    """Answer what was left, as every process does when it starts."""
    return [_shown(turn) for _, turn in asyncio.run(turns.recover())]


def look(turns: Turns, job: dict[str, Any]) -> Any:
    """Return everything that a turn may leave behind."""
    talk = Talk(turns, USER)
    events = talk.events()
    with talk.uow() as uow:
        person = talk.person(uow)
        return {
            "heard": [event["text"] for event in events if event["event"] == "user"],
            "uttered": sum(1 for event in events if event["event"] == "bot"),
            "promises": [r.body["action"] for r in uow.records.all(person.id, "promise")],
            "sessions": [r.state for r in uow.records.all(person.id, "session")],
            "replies": len(uow.outbox.unsent(person.id)),
            "pending": len(uow.inbox.pending()),
        }


DO = {
    "ask_to_be_forgotten": ask_to_be_forgotten,
    "look_for": look_for,
    "prepare": prepare,
    "take": take,
    "recover": recover,
    "look": look,
}


def _shown(turn: Turn) -> dict[str, Any]:
    texts = [reply["text"] for reply in turn.replies]
    values = [button["value"] for reply in turn.replies for button in reply["buttons"]]
    return {"turn": turn.id, "step": turn.step, "texts": texts, "buttons": values}


def alone(job: dict[str, Any], answer: Path) -> None:
    """Do one job in this process, as if it had just started."""
    folder = Path(job["var"])
    os.environ["COACH_VAR_DIR"] = str(folder)
    os.environ["COACH_DATABASE_URL"] = f"sqlite:///{folder / 'board.sqlite'}"
    os.environ["COACH_KEYS_URL"] = f"sqlite:///{folder / 'keys.sqlite'}"
    os.environ["COACH_MASTER_KEY_FILE"] = str(folder / "master.key")
    os.environ["COACH_FAULT"] = job.get("fault", "")
    bootstrap.config.cache_clear()
    turns = bootstrap.turns()
    answer.write_text(json.dumps([DO[what](turns, job) for what in job["do"]]))


def main(answers: Path) -> None:
    """Do the jobs that come on standard input."""
    bootstrap.content()
    model = bootstrap.engine()
    bootstrap.engine = lambda progress=bootstrap.quiet: model  # loaded once: that is most of the time
    for line in sys.stdin:
        answers.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            alone(json.loads(line), answers)
            os._exit(0)
        status = os.waitpid(pid, 0)[1]
        found = json.loads(answers.read_text()) if answers.is_file() else None
        sys.stdout.write(json.dumps({"signal": os.WTERMSIG(status), "code": status >> 8, "found": found}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

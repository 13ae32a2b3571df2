"""The form of a conversation test, and the checks it may make.

- test: <what the person does, as a sentence>
  given: menu                     # start at the menu (default), `member`: there, and in a
                                  # programme, `telegram`: there, and can be
                                  # written to, `stranger`: nothing agreed yet, or `phone`: a
                                  # stranger who can be written to
  same: true                      # the coach chooses the same questions in every run
  steps:
    - say: coach                  # what is typed; or `press: <title of a button on offer>`
      kind: grow.goal             # kind of the last reply, or a list of the kinds of all replies
      step: grow.goal             # where the conversation stands afterwards
      ref: <id>                   # ref of the step
      has: ["“my words”"]         # every text must be in one of the replies
      lacks: [praise]             # no text may be in any reply
      image: true                 # the last reply carries a picture; false: none
      same_question: true         # the last reply is word for word the question that waited before
    - until: grow.summary         # answer whatever is asked, by `answers`, until the step is reached
      answers: {goal: ..., measure: ...}   # a list: each is said once; its key may also be
                                              # words of a question, its id, lens or move
    - restart: true               # the process ends and starts again
    - later: 3                    # days pass
    - rings: true                 # the one reminder that is due arrives; checked like a reply
    - day: Monday                 # a heading for whoever reads the conversation
    - consent: 2                  # from here on this version of the consent text is in force
  stored:                         # paths into GET /api/conversations and what must be there
    commitments.0.due: 2026-12-01
    notes.options: 3              # a number: how many
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

STEP_KEYS = {
    "say",
    "press",
    "kind",
    "step",
    "ref",
    "has",
    "lacks",
    "image",
    "same_question",
    "until",
    "answers",
    "restart",
    "later",
    "consent",
    "most",
    "rings",
    "day",
}
KEYS = {"test", "given", "same", "steps", "stored"}


@dataclass(frozen=True)
class Scenario:
    """One conversation, as read from its file."""

    name: str
    given: str
    steps: list[dict[str, Any]]
    stored: dict[str, Any] = field(default_factory=dict)
    same: bool = False


def read_scenarios(path: Path) -> list[Scenario]:
    """Read all conversations of a file; an unknown key is an error, so that no check is silently skipped."""
    scenarios = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        unknown = set(entry) - KEYS | {key for step in entry["steps"] for key in set(step) - STEP_KEYS}
        assert not unknown, f"{path.name}: {entry.get('test')}: unknown key {sorted(unknown)[0]!r}"
        stored, same = entry.get("stored") or {}, entry.get("same", False)
        scenarios.append(Scenario(entry["test"], entry.get("given", "menu"), entry["steps"], stored, same))
    return scenarios

"""Collects `test_*.yml` here as conversations and runs them through the real, trained engine."""

from pathlib import Path

import pytest

from tests.conversations.scenario import Scenario, read_scenarios
from tests.conversations.stage import Stage


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    """Take every conversation file in this folder."""
    if file_path.suffix == ".yml" and file_path.name.startswith("test_"):
        return ConversationFile.from_parent(parent, path=file_path)
    return None


class ConversationFile(pytest.File):
    """One file: the conversations of one dialogue."""

    def collect(self):
        """Yield one test for each conversation."""
        for scenario in read_scenarios(self.path):
            item = Conversation.from_parent(self, name=scenario.name)
            item.scenario = scenario
            item.add_marker(pytest.mark.slow)
            yield item


class Conversation(pytest.Item):
    """One conversation of one person."""

    scenario: Scenario

    def runtest(self) -> None:
        """Play it."""
        Stage.shared().play(self.scenario)

    def repr_failure(self, excinfo, style=None) -> str:
        """Show what was said up to the failure."""
        return f"{excinfo.value}\n\n{Stage.shared().transcript()}"

    def reportinfo(self):
        """Name the file and the conversation."""
        return self.path, None, self.name

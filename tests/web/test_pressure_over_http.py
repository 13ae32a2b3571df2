"""Three plans tested over HTTP with the real engine, from the first word to the last, with a restart in the middle."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bot.services.ports import Json
from tests.conversations.stage import Stage
from tests.dialogue.talk import ONBOARDING
from tests.fakes.leaders import Leader, leaders
from tests.web.calls import post, serving

pytestmark = pytest.mark.slow
MOST = 60
ASIDE = "what is a consensus forecast?"


class Session:
    """One leader's conversation over HTTP."""

    def __init__(self, leader: Leader) -> None:
        self.leader, self.user, self.turns = leader, uuid4().hex, []  # type: ignore[var-annotated]

    def say(self, client: TestClient, text: str) -> Json:
        response = post(client, {"user": self.user, "text": text})
        assert response.status_code == 200, response.text
        self.turns.append(dict(response.json()))
        return dict(self.turns[-1])

    def go_on(self, client: TestClient, *, until: str, most: int = MOST) -> Json:
        """Answer what is asked until a step is reached, at most so many times."""
        for _ in range(most):
            turn = self.turns[-1]
            if turn["step"] == until:
                break
            self.say(client, self.leader.answer(turn["step"], turn["replies"][-1]["text"]))
        return dict(self.turns[-1])

    def replies(self, kind: str) -> list[Json]:
        return [reply for turn in self.turns for reply in turn["replies"] if reply["kind"] == kind]


@pytest.fixture(scope="module", params=range(3))
def held(request: pytest.FixtureRequest) -> Iterator[tuple[Session, Json]]:
    """A leader who has been through it all, and what the server shows of them."""
    session = Session(leaders()[request.param])
    with serving(Stage.shared().turns) as client:
        for text in (*ONBOARDING, "/pressure"):
            session.say(client, text)
        session.go_on(client, until="pressure.question")
        session.go_on(client, until="pressure.summary", most=4)
        waited = session.turns[-1]["replies"][-1]["text"]
        aside = session.say(client, ASIDE)
        assert [r["kind"] for r in aside["replies"]] == ["mentor.answer", "pressure.question"]
        assert aside["replies"][-1]["text"] == waited, "the question that waited comes again"
        session.say(client, "stop")
        session.turns.pop(-2)
    with serving(replace(Stage.shared().turns)) as client:
        again = session.say(client, "/pressure")
        assert again["replies"][-1]["text"] == waited, "a new process goes on where the old one stopped"
        session.turns.pop()
        assert session.go_on(client, until="pressure.summary")["step"] == "pressure.summary"
        session.say(client, "yes")
        yield session, dict(client.get(f"/api/conversations/{session.user}").json())


def test_it_ends_at_the_menu_with_a_page_and_pictures(held: tuple[Session, Json]) -> None:
    session, _ = held
    assert session.turns[-1]["step"] == "menu"
    shown = session.replies("pressure.summary")
    images = [reply["image"] for reply in shown if reply["image"]]
    assert len(images) >= 2 and all(image.startswith("data:image/png;base64,") for image in images)
    (page,) = [reply["document"] for reply in shown if reply.get("document")]
    assert page["name"].endswith(".pdf") and page["data"].startswith("data:application/pdf;base64,")


def test_every_question_is_about_this_plan_and_none_comes_twice(held: tuple[Session, Json]) -> None:
    session, _ = held
    asked = [turn["replies"][-1]["text"] for turn in session.turns if turn["step"] == "pressure.question"]
    assert len(asked) >= 8
    assert len(set(asked)) == len(asked)
    about = [text for text in asked if "“" in text]
    assert about == asked


def test_what_was_said_is_kept_word_for_word(held: tuple[Session, Json]) -> None:
    session, stored = held
    (plan,) = stored["plans"]
    assert plan["versions"][0]["plan"]["told"] == session.leader.told.strip()
    plans = {risk["plan"] for risk in stored["risks"]}
    assert session.leader.if_then in plans
    assert any(risk["said"] == session.leader.failure for risk in stored["risks"])

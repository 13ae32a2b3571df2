"""The conversation in a browser: only one's own, each message once, shown again from storage, gone when erased."""

import time
from typing import Any

import pytest

from bot.services.desk import Desk
from bot.services.dialogue import Answered, Incoming
from bot.services.recent import MOST_REPLIES
from bot.storage.errors import Unavailable
from bot.web.chat.passes import COOKIE
from tests.fakes.engine import FakeEngine, echo, reply
from tests.web.calls import PATIENCE
from tests.web.chatting import HOME, Site, inside


async def remembering(desk: Desk, incoming: Incoming) -> Answered:
    """Echo, and note what was said in the tracker as the real engine does."""
    said = {"event": "user", "text": incoming.text, "message_id": incoming.message_id}
    desk.uow.events.append(desk.person.sender, desk.uow.events.count(desk.person.sender), [said])
    return await echo(desk, incoming)


async def erasing(desk: Desk, incoming: Incoming) -> Answered:
    return Answered((reply("Everything is erased.", "privacy.erased"),), "menu")


# --- who is heard


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/chat/conversation"), ("POST", "/chat/turns"), ("POST", "/chat/pass"), ("POST", "/chat/leave")],
)
def test_without_a_pass_nothing_is_read_and_nothing_is_heard(method: str, path: str) -> None:
    site = Site()
    body = {"text": "hello", "id": "1"}
    answer = site.browser().request(method, path, json=body, headers={"Origin": HOME, "X-Page-Token": ""})
    assert (answer.status_code, answer.json()["error"]) == (401, "signed-out")
    assert site.engine.heard == []


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://127.0.0.1:9999", "http://["])
@pytest.mark.parametrize("path", ["/chat/turns", "/chat/pass", "/chat/leave"])
def test_another_site_cannot_speak_for_somebody(origin: str, path: str) -> None:
    site = Site()
    with inside(site) as browser:
        headers = {"Origin": origin, "X-Page-Token": browser.page_token()}
        answer = browser.post(path, json={"text": "hello", "id": "1"}, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "foreign")
        assert site.engine.heard == [] and browser.cookie


def test_without_the_token_of_the_page_nothing_is_heard() -> None:
    site = Site()
    with inside(site) as browser, inside(site) as other:
        for token in ("", "x", other.page_token(), browser.cookie):
            assert browser.say("hello", token=token).status_code == 403
        assert site.engine.heard == []
        assert browser.say("hello").status_code == 200


def test_a_message_without_an_origin_counts_if_the_browser_says_it_comes_from_here() -> None:
    with inside() as browser:
        headers = {"X-Page-Token": browser.page_token(), "Sec-Fetch-Site": "same-origin"}
        body = {"text": "hello", "id": "1"}
        assert browser.post("/chat/turns", json=body, headers=headers).status_code == 200
        assert (
            browser.post("/chat/turns", json=body, headers={**headers, "Sec-Fetch-Site": "cross-site"}).status_code
            == 403
        )


def test_nobody_reads_or_presses_what_is_somebody_elses() -> None:
    site = Site(FakeEngine(remembering))
    with inside(site) as ann, inside(site) as bob:
        buttons = ann.say("words of Ann").json()["replies"][0]["buttons"]
        bob.say("words of Bob")
        assert "Ann" in str(ann.so_far()) and "Bob" not in str(ann.so_far())
        assert "Bob" in str(bob.so_far()) and "Ann" not in str(bob.so_far())
        answer = bob.say(payload={"button": buttons[0]["value"]}, source="2")
        assert (answer.status_code, answer.json()["error"]) == (400, "button")


def test_nobody_becomes_somebody_of_the_turn_api_or_the_reverse() -> None:
    site = Site()
    with inside(site) as browser:
        browser.say("hello")
        who = browser.cookie.split(".")[0]
        assert browser.get(f"/api/conversations/{who}").status_code == 404
        assert browser.say(body={"text": "hello", "id": "1", "user": "ann"}).status_code == 400


# --- what is said


def test_a_turn_has_the_shape_of_the_turn_api() -> None:
    with inside() as browser:
        body = browser.say("hello").json()
        assert set(body) == {"turn", "step", "ref", "replies"}
        assert body["replies"][0]["text"] == "text: hello"
        value = next(b["value"] for b in body["replies"][0]["buttons"] if b["title"] == "Go on")
        assert browser.say(payload={"button": value}, source="2").json()["replies"][0]["text"] == "coach: Go on"


def test_the_same_id_again_is_the_same_message() -> None:
    site = Site()
    with inside(site) as browser:
        first = browser.say("hello", source="1")
        assert browser.say("hello", source="1").content == first.content
        assert len(site.engine.heard) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "x"},
        {"id": "1"},
        {"id": "", "text": "x"},
        {"id": "1" * 201, "text": "x"},
        {"id": "1", "text": 5},
        {"id": 1, "text": "x"},
        {"id": "1", "text": "x", "button": "y"},
        {"id": "1", "intent": "forget_me"},
        {"id": "1", "text": {"text": "x"}},
        ["id"],
    ],
    ids=str,
)
def test_what_no_page_of_ours_sends_is_refused(body: Any) -> None:
    site = Site()
    with inside(site) as browser:
        answer = browser.post("/chat/turns", json=body, headers={"Origin": HOME, "X-Page-Token": browser.page_token()})
        assert (answer.status_code, answer.json()["error"]) == (400, "malformed")
        assert site.engine.heard == []


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b'"\\ud83d"', b" " * 300_000])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with inside() as browser:
        headers = {"Origin": HOME, "X-Page-Token": browser.page_token()}
        assert browser.post("/chat/turns", content=raw, headers=headers).status_code == 400


def test_refusals_say_why_and_when_to_come_back() -> None:
    site = Site(per_minute=600, paces={"browser": 3})
    with inside(site) as browser:
        answer = browser.say("a" * 16_001, source="1")
        assert (answer.status_code, answer.json()) == (413, {"error": "long", "text": "Too long."})
        assert browser.say(" ", source="2").json()["error"] == "empty"
        assert [browser.say("hello", source=f"s{n}").status_code for n in range(4)] == [200, 200, 200, 429]
        answer = browser.say("hello", source="again")
        assert answer.json()["error"] == "flood" and answer.json()["seconds"] == int(answer.headers["Retry-After"]) > 0


def test_before_the_model_is_loaded_the_page_is_there_and_a_message_is_asked_for_again() -> None:
    site = Site(ready=False)
    with inside(site) as browser:
        assert browser.so_far()["ready"] is False
        answer = browser.say("hello")
        assert (answer.status_code, answer.json()["error"]) == (503, "loading")
        assert int(answer.headers["Retry-After"]) > 0
        site.app.state.shared.turns = site.turns
        assert browser.so_far()["ready"] is True and browser.say("hello").status_code == 200


def test_while_the_database_is_away_every_answer_says_so_without_a_word_of_anybody() -> None:
    site = Site()
    with inside(site) as browser:
        token, broken = browser.page_token(), []
        whole = site.turns.unit_of_work

        def unit_of_work() -> Any:
            if broken:
                raise Unavailable("the canary sings")
            return whole()

        site.turns.unit_of_work = unit_of_work
        object.__setattr__(site.chat, "unit_of_work", unit_of_work)
        broken.append(1)
        for path in ("/", "/join/ABCD-EFGH-JKMN"):
            answer = browser.get(path)
            assert answer.status_code == 503 and "canary" not in answer.text
        answer = browser.say("the canary sings", token=token)
        assert answer.status_code == 503 and answer.json()["seconds"] > 0 and "canary" not in answer.text
        assert browser.get("/chat/conversation").status_code == 503
        broken.clear()
        assert browser.say("the canary sings", token=token).status_code == 200


# --- shown again


def test_a_conversation_is_shown_again_with_the_buttons_of_its_last_turn_only() -> None:
    with inside(Site(FakeEngine(remembering))) as browser:
        for text in ("first", "second"):
            browser.say(text)
        told = browser.so_far()
        assert [(turn["said"], turn["replies"][0]["text"]) for turn in told["turns"]] == [
            ("first", "text: first"),
            ("second", "text: second"),
        ]
        assert [len(turn["replies"][0]["buttons"]) for turn in told["turns"]] == [0, 2]
        assert (told["step"], told["waiting"], told["earlier"]) == ("menu", False, False)
        value = told["turns"][-1]["replies"][0]["buttons"][0]["value"]
        assert browser.say(payload={"button": value}, source="3").status_code == 200, "they can still be pressed"


def test_of_a_long_conversation_the_end_is_shown_in_whole_turns() -> None:
    async def twice(desk: Desk, incoming: Incoming) -> Answered:
        return Answered(tuple(reply(f"{incoming.text} {n}") for n in range(3)), "menu")

    with inside(Site(FakeEngine(twice), per_minute=1000)) as browser:
        for n in range(20):
            browser.say(f"m{n}")
        told = browser.so_far()
        assert told["earlier"] is True
        assert all(len(turn["replies"]) == 3 for turn in told["turns"])
        assert sum(len(turn["replies"]) for turn in told["turns"]) <= MOST_REPLIES
        assert told["turns"][-1]["replies"][-1]["text"] == "m19 2"


def test_a_message_that_waits_is_shown_and_said_to_wait() -> None:
    site = Site()
    with inside(site) as browser:
        site.turns.receive("browser", browser.cookie.split(".")[0], {"text": "still on its way"}, "1")
        told = browser.so_far()
        assert told["waiting"] is True and told["turns"] == [{"said": "still on its way", "replies": []}]


def test_what_was_sent_before_the_process_ended_is_answered_when_it_starts_again() -> None:
    site = Site(ready=False)
    with inside(site) as browser:
        site.turns.receive("browser", browser.cookie.split(".")[0], {"text": "before the crash"}, "1")
        with browser:
            until = time.monotonic() + PATIENCE
            while browser.so_far()["waiting"] and time.monotonic() < until:
                time.sleep(0.01)
            assert browser.so_far()["turns"][0]["replies"][0]["text"] == "text: before the crash"


# --- leaving


def test_once_erased_the_browser_forgets_and_the_answer_can_be_had_again() -> None:
    site = Site(FakeEngine(erasing))
    with inside(site) as browser:
        token, kept = browser.page_token(), browser.cookie
        answer = browser.say("forget me", source="1", token=token)
        assert answer.json()["last"] is True and answer.json()["replies"][0]["kind"] == "privacy.erased"
        assert not browser.cookie and "Start" in browser.get("/").text
        # The answer was lost on its way, and so was the word to forget the pass.
        browser.cookies.set(COOKIE, kept)
        assert browser.say("forget me", source="1", token=token).json()["last"] is True
        browser.cookies.set(COOKIE, kept)
        assert browser.say("hello", source="2", token=token).status_code == 401
        assert browser.get("/chat/conversation").status_code == 401
        assert len(site.engine.heard) == 1
        site.engine.script = echo
        browser.cookies.clear()
        assert browser.enter().status_code == 303 and browser.so_far()["turns"] == []
        assert browser.cookie.split(".")[0] != kept.split(".")[0]


def test_leaving_keeps_what_was_written_and_forgets_the_pass() -> None:
    with inside() as browser:
        browser.say("hello")
        kept = browser.cookie
        answer = browser.post("/chat/leave", json={}, headers={"Origin": HOME, "X-Page-Token": browser.page_token()})
        assert answer.status_code == 200 and not browser.cookie
        browser.cookies.set(COOKIE, kept)
        assert len(browser.so_far()["turns"]) == 1

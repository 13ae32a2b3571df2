"""What is picked up from short answers, feelings, pictures and plans, and what is left alone."""

import pytest

from bot.domain.coaching.absorb import is_empty
from bot.domain.coaching.listed import split_options
from bot.domain.coaching.options import already_chosen
from bot.domain.coaching.recall import known, phrase_of
from bot.domain.coaching.reflections import reflect
from bot.domain.coaching.session import Exchange, Fact, PastPromise, Session
from bot.domain.coaching.signals import DateMention, Signals
from bot.domain.coaching.threads import threads
from tests.unit.coaching import TODAY, Chat, only, unquoting


@pytest.fixture(name="chat")
def _chat() -> Chat:
    return unquoting()


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Then he can. If he sees why.", "If he sees why"),
        ("Nothing. I log it", "I log it"),
        ("I could ask him. And he says yes or no", "he says yes or no"),
        ("Sales says we lie. We don't. Well. Not exactly", "Not exactly"),
    ],
)
def test_of_a_short_answer_the_last_words_come_back(chat: Chat, text: str, last: str) -> None:
    turn = only(chat, last_words="“{quote}”.").say(text)
    assert turn and turn.text.startswith(f"“{last}”. ")


@pytest.mark.parametrize(
    "text",
    [
        "They still need me. God, that's ugly written down",
        "I would leave. Joke",
        "We wait. You know that",
        "One sentence only and nothing after it",
        'He left. He said "not again"',
    ],
)
def test_a_comment_a_joke_and_a_word_to_the_coach_are_no_last_words(chat: Chat, text: str) -> None:
    turn = only(chat, last_words="“{quote}”.").say(text)
    assert turn and turn.text == chat.waiting.asked


def test_a_short_answer_is_set_beside_what_was_said_of_the_same_thing_before(chat: Chat) -> None:
    only(chat, linked="Earlier “{earlier}”, now “{now}”.").say("Pavel changes the frozen weeks")
    chat.say("The line is always warm when I arrive")
    chat.say("Nobody says a word about that to us")
    turn = chat.say("The frozen weeks melt")
    assert turn and turn.text.startswith("Earlier “Pavel changes the frozen weeks”, now “The frozen weeks melt”.")


def test_where_little_is_said_two_things_said_before_are_summed_up_once(chat: Chat) -> None:
    only(chat, so_far="So far “{one}” and “{two}”.")
    chat.say("Pavel changes the plan on Fridays")
    chat.say("Suppliers ring me at home")
    first, second = chat.say("Iveta does"), chat.say("Both do")
    assert first and second
    assert first.text.startswith("So far “Pavel changes the plan on Fridays” and “Suppliers ring me at home”.")
    assert "So far" not in second.text


def test_a_feeling_comes_back_with_the_clause_that_gives_its_reason(chat: Chat) -> None:
    clause = "I've always been too scared they'd laugh at me"
    turn = only(chat, felt="“{quote}”.", feeling="A word, “{feeling}”.").say(
        f"I never did it. {clause}", quotes=(clause,), feeling="scared"
    )
    assert turn and turn.text.startswith(f"“{clause}”.")


def test_the_picture_of_the_beginning_comes_back_where_a_new_phase_begins(chat: Chat) -> None:
    only(chat, pictured="It began with “{image}”.").say("The forecast is a house of cards", metaphor="house of cards")
    chat.until("options")
    assert chat.waiting.said.endswith(f"It began with “house of cards”. {chat.waiting.asked}")


def test_until_is_not_part_of_a_day_and_what_is_told_beside_it_goes_first() -> None:
    limit = {"dates": (DateMention("Until the end of Q2", "2027-06-30", "quarter"),)}
    chat = only(Chat().until_asked("date"), day="{date}, then.", echo="“{quote}”.")
    turn = chat.say("Until the end of Q2", **limit)
    assert turn and "\nThe end of Q2, then." in turn.text
    told = "that one nearly finished me last year"
    chat = only(Chat(name="s2").until_asked("date"), day="{date}, then.", echo="“{quote}”.")
    turn = chat.say(f"Until the end of Q2, {told}", quotes=(told,), **limit)
    assert turn and f"“{told}”." in turn.text


def test_what_somebody_else_would_say_is_not_called_the_coachee_s_word(chat: Chat) -> None:
    only(chat, quote="You said “{quote}”.", echo="“{quote}”.")
    words = "I was busy being the schoolmaster"
    turns = [chat.say(f"In May {n} he would say that {words} {n}", quotes=(f"{words} {n}",)) for n in range(4)]
    assert any(turn and words in turn.text for turn in turns)
    assert not any(turn and "You said" in turn.text for turn in turns)


def test_an_option_that_cannot_be_quoted_is_not_stood_for_by_a_piece_of_its_reason() -> None:
    text = 'Asking him. Privately, which I have not done since he called me "the abacus" in front of the board'
    heard = Exchange("options", "q", "option", "?", "option", answer=text, signals=Signals(quotes=("in front of it",)))
    session = Session("s", TODAY, exchanges=(heard,))
    assert phrase_of(session, Fact("option", text, 0)) == "Asking him"
    long = "I could make an agreement with Katrin from sales: she gives me the freeze, I give her the stock"
    assert phrase_of(session, Fact("option", long, 0)) == "I could make an agreement with Katrin from sales"


def test_sentences_that_each_name_something_to_do_are_options_of_their_own() -> None:
    assert split_options("Stop adjusting for sales. Publish both. Talk to Femi.") == [
        "Stop adjusting for sales",
        "Publish both",
        "Talk to Femi",
    ]
    assert len(split_options("Talk to Femi. She knows the board.")) == 1


@pytest.mark.parametrize("text", ["That.", "that one", "Just this"])
def test_that_means_the_option_named_last(text: str) -> None:
    assert already_chosen(text, ["Call him", "Write to her"]) == "Write to her"
    assert already_chosen(text, []) is None


@pytest.mark.parametrize(
    "text", ["no that's it", "No, that is all really", "nope, nothing else", "ok that's it for now"]
)
def test_no_more_is_heard_however_it_is_put(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text", ["no that's it, the plant decides", "that is all they send", "nothing else works here"]
)
def test_what_goes_on_after_it_is_an_answer(text: str) -> None:
    assert not is_empty(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In March, the packaging decision. It held", True),
        ("The heart valve one", True),
        ("With Marius it worked", True),
        ("He gets his bonus on utilisation, and I sign it", False),
        ("Offline means I go to both and promise each one half", False),
    ],
)
def test_an_answer_to_the_question_for_an_exception_is_one_only_if_it_singles_something_out(
    text: str, told: bool
) -> None:
    asked = Exchange("reality", "q", "exception", "?", "note", answer=text, signals=Signals(words=9))
    session = Session("s", TODAY, exchanges=(asked,))
    assert bool(known(session, frozenset({"exception"}))) is told


def test_before_a_phase_that_begins_with_earlier_words_the_last_ones_are_still_heard() -> None:
    heard = Signals(words=8, quotes=("I have trained them",), mirror="you have trained them to wait for you")
    told = Exchange("reality", "q", "lens", "?", "note", answer="I have trained them to wait for me", signals=heard)
    session, frames = Session("s", TODAY, exchanges=(told,)), {"mirror": ("So {mirror}.",), "echo": ("“{quote}”.",)}
    begins = "You want “two decisions”. How?"
    assert reflect(session, "options", begins, frames).text == "So you have trained them to wait for you."
    assert reflect(session, "options", begins, {"echo": frames["echo"]}).text == ""
    assert reflect(session, "reality", begins, frames).text == ""


def test_a_promise_is_given_back_without_its_full_stop() -> None:
    session = Session("s", TODAY, review=(PastPromise("p", "I will ask the director."),))
    assert known(session, frozenset({"promise"})) == {"promise": "I will ask the director"}


def test_a_picture_of_one_word_is_no_thread() -> None:
    said = [Exchange("reality", "q", "lens", "?", "note", answer="A long story", signals=Signals(words=3))] * 4
    one, two = (
        [Exchange("goal", "q", "open", "?", "goal", answer=image, signals=Signals(metaphor=image)), *said]
        for image in ("circus", "house of cards")
    )
    assert threads(Session("s", TODAY, exchanges=tuple(one)), strong=True) == []
    assert threads(Session("s", TODAY, exchanges=tuple(two)), strong=True) == ["house of cards"]


def test_a_few_words_may_be_heard_twice_beside_something_new_and_longer_ones_not() -> None:
    frames = {"between": ("“{one}” and “{two}”.",), "echo": ("“{quote}”.",)}
    for action, again in (("I'll show Pavel the log", True), ("I will show the whole log of May to Pavel", False)):
        said = Exchange("will", "a", "commit", "?", "action", "x", answer=action, signals=Signals(words=5))
        noted = Exchange("will", "w", "when", "?", "when", quoted=action, answer="On Friday", signals=Signals(words=2))
        named = Exchange("will", "o", "obstacle", "?", "obstacle", answer="He will be busy", signals=Signals(words=4))
        facts = (Fact("action", action, 0), Fact("obstacle", "He will be busy", 2))
        session = Session("s", TODAY, exchanges=(said, noted, named), facts=facts)
        assert (reflect(session, "will", "And then?", frames).form == "between") is again


def test_what_only_sets_the_scene_is_not_one_of_two_things(chat: Chat) -> None:
    phrases = ("Two weeks ago, all-hands", "He put my name on slide 7", "I actually clapped")
    turn = only(chat, two="“{one}” and “{two}”.").say(f"{'. '.join(phrases)}. And it went on like that", quotes=phrases)
    assert turn and turn.text.startswith("“He put my name on slide 7” and “I actually clapped”.")


@pytest.mark.parametrize(
    "thought",
    [
        "if he falls on his face, for once it is not me who caught him",
        "the number is wrong on the Monday and we still eat together on the Sunday",
    ],
)
def test_half_of_a_thought_is_not_given_back_for_the_whole(chat: Chat, thought: str) -> None:
    half = " ".join(thought.split()[:6])
    turn = only(chat, echo="“{quote}”.").say(f"That {thought}.", quotes=(half,))
    assert turn and turn.text.startswith(f"“{thought}”.")


def test_what_somebody_would_like_to_talk_about_is_not_what_they_are_after() -> None:
    chat = only(Chat().until("goal"), wants="Wanted “{wants}”.")
    said = "I would like to discuss capacity for the next two years, and the site"
    turn = chat.say(said, wants="discuss capacity for the next two years")
    assert turn and "Wanted" not in turn.text


@pytest.mark.parametrize("text", ["I promised it for Friday", "That there was no stock", "I lie every day a bit"])
def test_what_was_or_is_so_is_no_option_at_first(text: str) -> None:
    chat = Chat().until_asked("option")
    chat.say(text)
    assert not chat.session.every("option")


@pytest.mark.parametrize(
    "phrases",
    [
        ("Mr Hartley rings the factory on Sundays", "Mr Hartley rang the factory again on Sunday"),
        ("I am a bit overwhelmed, give me a second", "this chat is quick"),
    ],
)
def test_the_same_thing_twice_and_a_word_about_the_talk_are_not_two_things(
    chat: Chat, phrases: tuple[str, str]
) -> None:
    turn = only(chat, two="“{one}” and “{two}”.").say(f"{'. '.join(phrases)}, and so on and on it goes", quotes=phrases)
    assert turn and turn.text == chat.waiting.asked


def test_a_remark_in_brackets_is_no_last_word(chat: Chat) -> None:
    turn = only(chat, last_words="“{quote}”.").say("They land on us. (in the car park)")
    assert turn and turn.text == chat.waiting.asked

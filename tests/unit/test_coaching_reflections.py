"""The short reflection before a question: exact, seldom enough, never the same form twice, never of a bare word."""

import re
from dataclasses import replace

import pytest

from tests.unit.coaching import Chat, ask_for, needing, role, whole_bank

CLAUSE = "The pack is a museum of numbers"
TEXT = f"{CLAUSE}, and nobody visits it"
#: Too long to be given back whole, and nothing in it stands alone.
ENDLESS = "the plant sends its numbers so late that the people who need them have already made up their minds twice"


#: Frames that name their form, so that a test can tell them apart.
FORMS = {
    "quote": r"Said “",
    "echo": r"^“[^”]*”\. ",
    "feeling": r"A word, “",
    "contrast": r"“[^”]*” and “",
    "wants": r"Wanted, “",
    "callback": r"Earlier “",
    "parked": r"For later, “",
}


@pytest.fixture
def chat() -> Chat:
    """Someone in reality, in a bank of plain questions that quote nobody."""
    plain = [question for question in whole_bank() if not question.when.needs]
    return Chat(plain, minutes=30).until("reality")


def quoted(text: str) -> list[str]:
    return re.findall(r"“([^”]*)”", text)


def test_a_reflection_gives_the_exact_words_back_before_the_question(chat: Chat) -> None:
    turn = chat.say(TEXT, quotes=(CLAUSE,))
    assert turn
    assert quoted(turn.text) == [CLAUSE]
    assert turn.text.endswith(chat.waiting.asked)


def test_without_words_worth_giving_back_the_question_stands_alone(chat: Chat) -> None:
    turn = chat.say(ENDLESS)
    assert turn
    assert turn.text == chat.waiting.asked


@pytest.mark.parametrize("text", ["no", "Every month", "Yes it is"])
def test_a_very_short_answer_is_not_parroted(chat: Chat, text: str) -> None:
    turn = chat.say(text, quotes=(text,))
    assert turn
    assert quoted(turn.text) == []


@pytest.mark.parametrize(
    "remark",
    ["I have fifteen minutes and no patience", "I do not like being asked how I feel", "this chat is slow today"],
)
def test_a_remark_about_the_talk_is_not_given_back(chat: Chat, remark: str) -> None:
    turn = chat.say(f"{remark}. {TEXT}", quotes=(remark, CLAUSE))
    assert turn is not None and remark not in turn.text and CLAUSE in turn.text


def test_a_short_answer_does_not_come_back_whole(chat: Chat) -> None:
    turn = chat.say(
        "The forecast is late again", quotes=("The forecast is late again",), mirror="the forecast is late again"
    )
    assert turn
    assert turn.text == chat.waiting.asked


def test_a_clause_comes_back_in_the_second_person_without_quotation_marks(chat: Chat) -> None:
    chat.guide = replace(chat.guide, reflections={"mirror": ("So {mirror}.", "{mirror}.")})
    turns = [
        chat.say(f"I correct the file of plant {n} myself", mirror=f"you correct the file of plant {n} yourself")
        for n in (1, 2, 3)
    ]
    assert turns[0]
    assert turns[0].text.lower().startswith(("so you correct the file of plant 1", "you correct the file of plant 1"))
    # The same form does not come twice in a row, and then in its other frame.
    assert [bool(e.reflection) for e in chat.session.exchanges[-3:]] == [True, False, True]


def test_a_day_a_figure_and_an_option_are_noted_in_a_few_words() -> None:
    frames = {"day": ("{date}, then.",), "figure": ("{number} of 10, then.",), "listed": ("“{quote}” is on the list.",)}
    chat = Chat(frames=frames).until_asked("date")
    said = [chat.willing()]
    said.append(chat.until_asked("option").say("Show Pavel the log"))
    said.append(chat.until_asked("confidence").say("7", confidence=7))
    starts = ["the end of March, then.", "“Show Pavel the log” is on the list.", "7 of 10, then."]
    for turn, start in zip(said, starts, strict=True):
        assert turn
        assert start.lower() in turn.text.lower()


def test_a_question_that_lays_the_words_out_counts_as_the_reflection_of_its_turn() -> None:
    chat = Chat().until("reality")
    director = {"people": (role("your director", "sales"),)}
    chat.say("Our director never listens to finance", on={"absolute"}, **director)
    while chat.waiting.captures is None:
        chat.willing()
    chat.say("In April our director came and it helped", **director)
    assert (chat.waiting.move, chat.waiting.reflection) == ("contradiction", "both-sides")


def test_somebody_spoken_of_before_is_set_beside_what_is_said_now(chat: Chat) -> None:
    chat.guide = replace(chat.guide, reflections={"beside": ("First “{earlier}”, now {mirror}.",)})
    boss = {"people": (role("your boss", "general-manager"),)}
    chat.say("My boss supports the programme in every meeting", quotes=("My boss supports the programme",), **boss)
    chat.say("The pack is long and nobody reads the second half of it")
    turn = chat.say(
        "My boss asked for another pack on Friday", mirror="your boss asked for another pack on Friday", **boss
    )
    assert turn
    assert turn.text.startswith(
        "First “My boss supports the programme”, now your boss asked for another pack on Friday."
    )


@pytest.mark.parametrize("word", ["skip", "dont_know", "back"])
def test_after_a_control_word_nothing_is_reflected(chat: Chat, word: str) -> None:
    chat.say(TEXT, quotes=(CLAUSE,))
    turn = chat.control(word)
    assert turn
    assert quoted(turn.text) == []


def test_after_two_reflections_that_only_give_back_no_third_one_follows(chat: Chat) -> None:
    for n in range(6):
        chat.say(f"Plant {n} sends its numbers late, and then we wait", quotes=(f"Plant {n} sends its numbers late",))
    simple = [exchange.reflection in ("quote", "echo") for exchange in chat.session.exchanges]
    assert any(simple)
    assert not any(all(simple[n : n + 3]) for n in range(len(simple) - 2))


def test_even_the_telling_ones_do_not_go_on_for_ever(chat: Chat) -> None:
    reflected = []
    for n in range(12):
        if chat.step != "reality":
            break
        text = f"Plant {n} wants one number but plant {n} sends two"
        chat.say(text, contrast=(f"Plant {n} wants one number", f"plant {n} sends two"), feeling=f"tired of plant {n}")
        reflected.append(bool(chat.waiting.reflection))
    assert not any(all(reflected[n : n + 5]) for n in range(len(reflected) - 4))


def test_no_form_comes_twice_in_a_row(chat: Chat) -> None:
    for n in range(10):
        if chat.step == "summary":
            break
        wish, fact = f"They want number {n} from plant {n}", f"they send {n} others late"
        chat.say(f"{wish} but {fact}", quotes=(wish,), contrast=(wish, fact), feeling=f"tired of plant {n}")
    forms = [exchange.reflection for exchange in chat.session.exchanges]
    assert not any(a and a == b for a, b in zip(forms, forms[1:], strict=False))


def test_the_same_words_are_not_quoted_twice(chat: Chat) -> None:
    said = [chat.say(TEXT, quotes=(CLAUSE,)) for _ in range(5)]
    everything = [words for turn in said if turn for words in quoted(turn.text)]
    assert everything.count(CLAUSE) == 1


def test_a_question_that_quotes_gets_no_reflection_on_top() -> None:
    quoting = ask_for("quoting", "reality", "facts", "note", 5, text="And “{quote}”?", when=needing("quote"), worth=3)
    bank = [question for question in whole_bank() if question.move not in ("facts", "lens")]
    chat = Chat([*bank, *quoting]).until("reality")
    turn = chat.say(TEXT, quotes=(CLAUSE,))
    assert turn
    assert turn.text == f"And “{CLAUSE}”?"


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("contrast", {"contrast": ("they want one number", "they send two")}),
        ("feeling", {"feeling": "really fed up"}),
        ("parked", {"quotes": ("move it to Monday",), "on": {"solution-jump"}}),
    ],
)
def test_a_complex_reflection_adds_what_the_signals_show(chat: Chat, form: str, fields: dict[str, object]) -> None:
    turn = chat.say("I am really fed up, they want one number but they send two, so move it to Monday", **fields)  # type: ignore[arg-type]
    assert turn
    assert chat.waiting.reflection == form
    assert re.search(FORMS[form], turn.text)


def test_what_somebody_wants_is_given_back_while_the_goal_takes_shape() -> None:
    chat = Chat().until_asked("goal")
    turn = chat.say("I want the meeting to decide something", wants="the meeting to decide something")
    assert turn
    assert "Wanted, “the meeting to decide something”." in turn.text


def test_a_phase_s_first_turn_carries_its_signpost_before_the_reflection() -> None:
    chat = Chat().until_asked("date")
    turn = chat.say("By the end of March, when the budget is closed at last", quotes=("when the budget is closed",))
    assert turn
    assert turn.text.startswith("reality begins\n")


def test_frames_that_are_missing_are_done_without() -> None:
    chat = Chat(frames={}).until("reality")
    turn = chat.say(TEXT, quotes=(CLAUSE,), contrast=("The pack", "nobody visits"), feeling="tired")
    assert turn
    assert quoted(turn.text) == []

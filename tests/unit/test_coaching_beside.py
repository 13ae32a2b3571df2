"""What is set beside what, and what is fit to be given back at all."""

from dataclasses import replace

import pytest

from bot.domain.coaching.recall import phrase_of
from bot.domain.coaching.signals import DateMention, Mention
from tests.unit.coaching import Chat, only, unquoting, whole_bank


@pytest.fixture(name="chat")
def _chat() -> Chat:
    return unquoting()


def test_what_they_do_themselves_stands_beside_what_they_want(chat: Chat) -> None:
    quote = "I correct it at night"
    asked = only(chat, short_of="The wish is “{wants}”, and then “{quote}”.")
    asked.session = asked.session.with_last_exchange(asked="What part do you have in it?")
    turn = asked.say(f"{quote}, always.", quotes=(quote,))
    wish = phrase_of(asked.session, asked.session.latest("goal"))
    assert turn and turn.text.startswith(f"The wish is “{wish}”, and then “{quote}”.")


@pytest.mark.parametrize(("other", "both"), [("I'd like it to be clear", False), ("He asked my mother", True)])
def test_nobody_is_a_she_whom_the_other_phrase_does_not_know(chat: Chat, other: str, both: bool) -> None:
    quotes = (other, "She gets frightened when it's dark")
    said = f"{other}, so much is sure, and I must be home by five for her each day. {quotes[1]}."
    turn = only(chat, two="“{one}” then “{two}”.").say(said, quotes=quotes)
    assert turn and ("then" in turn.text) is both


def test_what_they_do_is_not_set_there_where_nobody_asked_for_it(chat: Chat) -> None:
    turn = only(chat, short_of="The wish is “{wants}”, and then “{quote}”.").say(
        "I correct it at night, always.", quotes=("I correct it at night",)
    )
    assert turn and "The wish" not in turn.text


def test_an_odd_sentence_of_the_beginning_comes_back_where_options_begin() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = only(Chat(plain, minutes=15).until("reality"), kept="Early on “{image}”.")
    chat.say("We only polish the speedometer and it shines", odd="We only polish the speedometer")
    chat.until("options")
    assert chat.turns[-1].text.split("\n")[-1].startswith("Early on “We only polish the speedometer”.")


def test_two_ways_are_put_with_or_and_two_sides_as_both_true(chat: Chat) -> None:
    frames = {"either": "So “{left}” or “{right}”.", "contrast": "“{left}” and “{right}”."}
    turn = only(chat, **frames).say(
        "I don't know whether to let him go or keep him here", contrast=("let him go", "keep him here")
    )
    assert turn and turn.text.startswith("So “let him go” or “keep him here”.")
    turn = only(chat, **frames).say("He knows it but he never says it", contrast=("He knows it", "he never says it"))
    assert turn and turn.text.startswith("“He knows it” and “he never says it”.")


def test_what_was_not_chosen_is_not_held_up_but_its_reason_may_be() -> None:
    quote = "the second is too bold for me"
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = only(Chat(plain).until_asked("choice"), echo="“{quote}”.", mirror="{mirror}.")
    turn = chat.say(f"The first one, {quote}", quotes=(quote,), mirror="the second is too bold for you")
    assert turn and "bold" not in turn.text


def test_a_clause_from_the_middle_of_a_plan_does_not_stand_for_it() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = only(Chat(plain).until_asked("if-then"), answered="Against “{one}” you have “{two}”.")
    middle = "there's a joke coming up my throat"
    turn = chat.say(f'Then I say "4,200" again. Third time. That is hard, {middle}.', quotes=(middle,))
    assert turn and "Against" not in turn.text


def test_somebody_else_s_words_are_not_what_you_say(chat: Chat) -> None:
    turn = only(chat, quote="“{quote}”, you say.").say(
        'Her assistant writes "keep Tuesday free for him" every month', quotes=("keep Tuesday free for him",)
    )
    assert turn and "you say" not in turn.text


def test_what_somebody_is_to_say_is_not_told_as_a_fact(chat: Chat) -> None:
    turn = only(chat, mirror="{mirror}.").say('When she says "The number was right"', mirror="the number was right")
    assert turn and "number" not in turn.text


@pytest.mark.parametrize("last", ["Not much else.", "Like always.", "With the Saudi list."])
def test_a_shrug_or_half_a_phrase_is_no_last_word(chat: Chat, last: str) -> None:
    turn = only(chat, last_words="“{quote}”.").say(f"I sit with him. {last}")
    assert turn and "“" not in turn.text


def test_their_own_name_does_not_come_up_again(chat: Chat) -> None:
    her = {"people": (Mention("Vera", None, "name"),)}
    for text in ('They laugh. And "Vera can you resend" is all I hear', "It is late", "It is later", "It is very late"):
        only(chat, again="{person} again.").say(text, **(her if "Vera" in text else {}))
    turn = chat.say("He said, Vera, are you writing this down", **her)
    turn = turn if len(chat.session.exchanges) % 2 else chat.say("He said, Vera, are you writing it again", **her)
    assert turn and "again." not in turn.text


def test_what_is_taken_half_back_is_not_said_back(chat: Chat) -> None:
    turn = only(chat, mirror="{mirror}.").say(
        "I always leave it to them. Almost.", mirror="you always leave it to them"
    )
    assert turn and "leave it" not in turn.text


def test_a_figure_alone_is_given_back_in_reality_only() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = only(Chat(plain).until_asked("goal"), counted="“{quote}”.")
    turn = chat.say("That they decide changes under 10 percent alone", numbers=("10 percent",))
    assert turn and "10 percent" not in turn.text


def test_of_a_quarter_and_a_day_the_day_is_meant() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = Chat(plain).until_asked("date")
    quarter, meant = DateMention("Q1", "2027-03-31", "quarter"), DateMention("18 February", "2027-02-18", "day")
    chat.say("Q1. The meeting of 18 February", dates=(quarter, meant))
    assert chat.session.latest("date").on == "2027-02-18"  # type: ignore[union-attr]


def test_a_sign_half_meant_is_not_joined_to_the_wish() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = only(Chat(plain).until_asked("measure"), known_by="“{one}” by “{two}”.")
    turn = chat.say("One would notice it, I think")
    assert turn and "by" not in turn.text


def test_a_sentence_to_be_said_comes_back_whole_or_not_at_all() -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    for said, whole in (
        ("Olivier, I would like you to own this number from January, and I am a bit afraid of it", True),
        ("x " * 30, False),
    ):
        chat = only(Chat(plain).until_asked("first-sentence"), aloud="“{quote}”.")
        turn = chat.say(f"{said.strip()}.", quotes=("I am a bit afraid of it",))
        assert turn and (turn.text.startswith(f"“{said}”") if whole else "“" not in turn.text)


def test_two_statements_laid_out_stand_alone() -> None:
    chat = Chat(whole_bank(), frames={"mirror": ("So {mirror}.",)}).until("reality")
    chat.say("Pavel never comes to the review", quotes=("Pavel never comes to the review",))
    turn = chat.say("In June Pavel came to the review. Turin is a third of it", mirror="Turin is a third of it")
    assert turn and turn.question.startswith("contradiction") and "So " not in turn.text


def test_a_share_without_what_it_is_a_share_of_is_not_given_back(chat: Chat) -> None:
    for figure, back in (("74 %", False), ("74 lorries", True)):
        chat.session = replace(chat.session, exchanges=chat.session.exchanges)
        turn = only(chat, counted="“{quote}”.").say(f"There are {figure} of it every month", numbers=(figure,))
        turn = (
            turn
            if back is False or "“" in (turn.text if turn else "")
            else chat.say(f"So {figure} it is again", numbers=(figure,))
        )
        assert turn and (f"“{figure}”" in turn.text) is back


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I sleep on the Sunday before. And nobody says I was disloyal", True),
        ("Somebody else shouts, and it isn't me", True),
        ("They always send it late", False),
    ],
)
def test_what_no_longer_goes_wrong_is_a_sign_and_what_always_does_is_none(text: str, sign: bool) -> None:
    plain = [question for question in whole_bank() if not question.when.needs]
    chat = Chat(plain).until_asked("measure")
    chat.say(text, on={"problem-talk"})
    assert bool(chat.session.latest("measure")) is sign

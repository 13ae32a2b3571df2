"""What a leader is shown of what the programme team sees."""

from dataclasses import replace

import pytest

from bot.services import privacy, programmes, releases
from bot.services.desk import Desk
from bot.services.replies import Say
from tests.fakes.leading import IDS, START, THEMES, WEEK, Class, launched, office

T, U, V = IDS[:3]


@pytest.fixture
def school() -> Class:
    """Twelve leaders in the north, ten in the south."""
    school = launched(office().desk(), ("north", "south"))
    school.join(12, level="north")
    school.join(10, level="south")
    for number, person in enumerate(school.people):
        school.write(person, (T,) if number % 2 else (T, U))
    return school


def seen(school: Class, who: int = 0, weeks: float = 4.5) -> Say:
    class Clock:
        def now(self):  # type: ignore[no-untyped-def]
            return START + weeks * WEEK

    desk = Desk(school.uow, school.people[who], office().content, Clock())
    (say,) = privacy.shared(desk).say
    return say


def test_without_a_programme_nothing_is_shared() -> None:
    (say,) = privacy.shared(office().desk()).say
    assert (say.response, say.kind, say.values) == ("utter_privacy_shared", "privacy.shared", {})


def test_before_the_first_release_its_day_is_told(school: Class) -> None:
    say = seen(school, weeks=1)
    assert say.response == "utter_privacy_shared_programme"
    assert say.values["release"] == "There is no release yet. The first can be made on 5 October 2026."


def test_the_latest_release_is_shown_in_words(school: Class) -> None:
    releases.make_due(school.uow, school.programme, IDS, START + 4 * WEEK)
    say = seen(school)
    lines = say.values["release"].splitlines()
    assert say.ref == "1"
    assert lines[0] == "Release 1, 7 September 2026 to 4 October 2026:"
    assert lines[1] == "• Most of the leaders contributed (as of 4 October 2026)"
    assert lines[2] == f"• Most: “{THEMES[T].title}” (as of 4 October 2026)"
    assert lines[3] == f"• About half: “{THEMES[U].title}” (as of 4 October 2026)"
    assert "not enough voices" in lines[4]
    assert "In the group north:" in lines and "In the group south:" in lines
    assert not any(character.isdigit() for line in lines[5:] for character in line.partition("(as of")[0])


def test_the_figures_in_force_are_told(school: Class) -> None:
    figures = ("contributors", "voices", "level", "change", "themes_each", "weeks")
    assert [seen(school).values[name] for name in figures] == ["8", "5", "10", "5", "5", "4"]


def test_the_leaders_own_part_is_that_of_the_present_period_and_only_theirs(school: Class) -> None:
    nothing = "Your own part in the period since 5 October 2026: nothing so far."
    assert seen(school).values["own"] == nothing
    school.write(school.people[0], (V, T), week=4.2)
    school.write(school.people[0], (V,), week=4.3)
    school.write(school.people[0], (U,), week=4.3, shared=False)
    own = seen(school).values["own"]
    assert own.endswith(f": “{THEMES[V].title}”; “{THEMES[T].title}”.")
    assert seen(school, who=1).values["own"] == nothing


def test_who_left_is_told_that_nothing_is_shared(school: Class) -> None:
    programmes.leave(school.uow, school.people[0], START + WEEK)
    assert seen(school).response == "utter_privacy_shared"


def test_a_programme_with_too_few_says_so_and_nothing_else() -> None:
    school = launched(office().desk())
    school.join(3)
    releases.make_due(school.uow, school.programme, IDS, START + 4 * WEEK)
    lines = seen(school).values["release"].splitlines()
    assert lines[1:] == [
        "• How many contributed is not shown: too few.",
        "No theme has enough voices. Whether a few people named one or nobody, nobody can tell.",
    ]
    assert replace(school.programme) == school.programme

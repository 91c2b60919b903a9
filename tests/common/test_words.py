"""How moments, numbers and names are written."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.translation import override

from intervisie.common import words
from intervisie.common.drawing import Clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(hour, minute):
    return datetime(2026, 12, 3, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (13, 30, "half twee"),
        (12, 30, "half één"),
        (13, 0, "één uur"),
        (0, 0, "twaalf uur"),
        (15, 15, "kwart over drie"),
        (23, 45, "kwart voor twaalf"),
        (13, 20, "13.20"),
    ],
)
def test_time_in_words(hour, minute, said):
    with override("nl"):
        assert words.spoken(at(hour, minute)) == said


@pytest.mark.parametrize(("language", "written"), [("nl", "09.05"), ("en", "09:05")])
def test_clock_time_as_the_language_writes_it(language, written):
    with override(language):
        assert words.clock(at(9, 5)) == written


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM), tick=False)
@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 11, 22), "vandaag"),
        (date(2026, 11, 23), "morgen"),
        (date(2026, 11, 21), "gisteren"),
        (date(2026, 12, 3), "over elf dagen"),
        (date(2026, 12, 20), "over vier weken"),
        (date(2026, 11, 20), "twee dagen geleden"),
    ],
)
def test_how_far_away_a_day_is(on, said):
    with override("nl"):
        assert words.from_now(on) == said


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM), tick=False)
def test_a_day_has_its_year_only_when_it_is_another():
    with override("nl"):
        assert words.day(date(2026, 12, 3)) == "donderdag 3 december"
        assert words.day(date(2027, 1, 14)) == "donderdag 14 januari 2027"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna Verbeek", "AV"),
        ("Jan de Vries", "JV"),
        ("Bas", "B"),
        ("chris van dam", "CD"),
        ("", ""),
        (SimpleNamespace(initials="FE"), "FE"),
        (SimpleNamespace(called="Rachid Benali"), "RB"),
    ],
)
def test_initials(name, letters):
    assert words.initials(name) == letters


def test_small_numbers_are_words_and_large_ones_digits():
    with override("nl"):
        assert [words.number(count) for count in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]


def test_time_left_and_overtime():
    with override("nl"):
        assert words.time_left(Clock("running", 5, 40)) == "nog 5 min"
        assert words.time_left(Clock("over", 2, 100)) == "2 min uitloop"


def test_a_band_in_a_sentence():
    with override("nl"):
        assert words.band_sentence([5, 8.5]) == "Twee stappen: 5, 8.5 minuten"


def test_the_ladder_knows_what_is_done_and_now():
    with override("nl"):
        steps = words.stages(2, "Anna", {1: "drie keer, Anna dacht hardop"})
    assert [step["mark"] for step in steps] == ["done", "done", "now", "", "", ""]
    assert steps[1]["note"] == "drie keer, Anna dacht hardop"
    assert steps[2]["note"] == "jullie leiden een deel, Anna de rest"

"""What may lead to somebody."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.privacy_hints import MOST, find, pieces, replaced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gisteren belde Kees Bakker mij.", [("name", "Kees"), ("name", "Bakker")]),
        ("Anna zei dat het moest.", [("name", "Anna")]),
        ("Mevrouw de Wit kwam. Meneer Ouali ook.", [("name", "Wit"), ("name", "Ouali")]),
        ("Wij zaten in Leek, bij de gemeente Utrecht.", [("place", "Leek"), ("place", "Utrecht")]),
        ("Zijn nummer is 111222333.", [("bsn", "111222333")]),
        ("Dossier 123456789 ligt hier.", [("number", "123456789")]),
        ("Bel 06-12345678 of (050) 312 34 56.", [("phone", "06-12345678"), ("phone", "(050) 312 34 56")]),
        ("Mail k.bakker+werk@zorg.nl maar.", [("email", "k.bakker+werk@zorg.nl")]),
        ("Op 3 december 2025 en op 12-03-2026.", [("date", "3 december 2025"), ("date", "12-03-2026")]),
        ("On March 3rd and 4 May.", [("date", "March 3rd"), ("date", "4 May")]),
        ("Ze is 14 jaar oud, hij een 9-jarige.", [("age", "14 jaar oud"), ("age", "9-jarige")]),
        ("Een meisje van 14 liep weg.", [("age", "meisje van 14")]),
        ("Ik woon op 9351 AB.", [("postcode", "9351 AB")]),
    ],
)
def test_what_stands_out(text, found):
    assert [(spot.kind.value, spot.word) for spot in find(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Ik zei niets. Zij ook niet. Daarna liep ik weg.",
        "Op maandag sprak ik met een collega over de GGZ.",
        "In 2019 begon ik, en van 2019-2021 was ik teamleider.",
        "Hij zei: ‘Wat doe je nou?’",
        "We hadden 12 kinderen en 3 begeleiders.",
        "God weet waarom.",
        "",
    ],
)
def test_ordinary_sentences_are_left_in_peace(text):
    assert find(text) == []


def test_every_place_of_a_name_is_replaced_and_nothing_else():
    text = "Kees belde. Toen zei Kees: keesje doet mee, en Keesmans ook."
    changed = replaced(text, "Kees", "een collega")
    assert changed == "een collega belde. Toen zei een collega: keesje doet mee, en Keesmans ook."


def test_a_word_that_nobody_pointed_at_cannot_be_replaced():
    assert replaced("Ik zei niets.", "zei", "X") == "Ik zei niets."
    assert replaced("Bel 06-12345678 maar.", "06-12345678", "") == "Bel maar."


@given(st.text(max_size=300))
def test_the_pieces_are_the_text(text):
    assert "".join(piece for piece, _kind in pieces(text)) == text
    spots = find(text)
    assert len(spots) <= MOST
    assert all(one.end <= two.start for one, two in itertools.pairwise(spots))
    assert all(text[spot.start : spot.end] == spot.word for spot in spots)


def test_a_wall_of_text_is_read_at_once():
    for wall in ("1" * 6000, "A" * 6000, "a.b@" * 1500, "06 " * 2000, "Kees " * 1200, "(" * 6000, "1-" * 3000):
        began = time.perf_counter()
        find(wall)
        assert time.perf_counter() - began < 1

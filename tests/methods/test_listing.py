"""The slim rows of the library: how words are folded, what a card knows, what a question finds and counts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods import finding, listing
from methods.forms import LibraryFilter
from methods.listing import Facts
from tests.methods.facts import shipped


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kringgesprek", "kringgesprek"),
        ("Eén casus, ieder een stap", "een casus ieder een stap"),
        ("Advies met z’n drieën", "advies met zn drieen"),
        ("U-methode (Tot op de bodem)", "u methode tot op de bodem umethode"),
        ("  \n ", ""),
        ("100 % _raak_", "100 raak"),
        ("Straße", "strasse"),
    ],
)
def test_words_are_folded(text, folded):
    assert listing.folded(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kring gesprek", ["kring", "gesprek"]),
        ("drieën!", ["drieen"]),
        ("%_\\", []),
        ("😀", []),
        ("", []),
        ("a b c d e f g h i j", list("abcdefgh")),
        ("x" * 5000, ["x" * 40]),
    ],
)
def test_a_question_is_a_few_folded_words(text, words):
    assert listing.asked(text) == words


@given(st.text(max_size=60))
def test_what_is_written_is_found_by_its_own_words(text):
    assert listing.says(text, listing.asked(text))


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Een role play", "roleplay", True),
        ("Rollenspel", "rollen spel", True),
        ("Tot op de bodem (U-methode)", "u-methode", True),
        ("Uitleg van de methode", "u-methode", False),  # a letter by itself is a word by itself
        ("Geen advies", "een", False),
        ("Eenvoudig", "een", True),
        ("Gedachtenwolk", "wolk", True),
        ("Zeg het samen", "hetsamen", False),
    ],
)
def test_long_words_are_found_anywhere_and_short_ones_where_a_word_begins(text, asked, found):
    assert listing.says(text, listing.asked(asked)) is found


KNOWN_AS = {
    "core_quadrants": ["Ofman", "kernkwadrant", "kernkwadranten"],
    "tietze": ["Tietze", "collegiale consultatie"],
    "alact": ["ALACT", "Korthagen"],
    "crea": ["CREA", "van Doorn"],
    "six_hats": ["De Bono", "zes denkhoeden", "six thinking hats"],
    "troika": ["Troika"],
    "u_method": ["Glasl", "U-methode"],
    "three_b": ["3B", "BOB-model"],
    "six_step": ["zesfasenmodel"],
    "g_schema": ["RET"],
    "constellation": ["lege stoel"],
    "peer_feedback": ["tips en tops", "4G"],
    "socratic": ["socratische intervisie"],
    "questions_only": ["helpende vragen", "denkvragen"],
}


@pytest.mark.parametrize("slug", KNOWN_AS)
def test_what_has_a_name_of_ours_is_found_by_the_one_people_know(slug):
    doc = next(doc for doc in shipped() if doc.id == slug)
    dutch, _english = listing.rows(doc)
    for name in KNOWN_AS[slug]:
        missing = [word for word in listing.asked(name) if listing.needle(word) not in dutch["words"]]
        assert not missing, (slug, name)


def test_a_row_for_each_language_holds_everything_that_can_be_asked_for():
    doc = next(doc for doc in shipped() if doc.id == "gedachtenwolk")
    dutch, english = listing.rows(doc)
    assert (dutch["language"], english["language"]) == ("nl", "en")
    for said in ("gedachtenwolk", "rondgaat", "malen", "steeds weer", "onthullen en kiezen", "faalangst"):
        assert said in dutch["words"]
    assert "thought cloud" in english["words"]
    assert "gedachtenwolk" not in english["words"]


@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_the_facts_are_those_of_the_document(doc):
    facts = listing.read_facts(json.dumps(listing.facts(doc)))
    assert [facts.minutes(people) for people in range(doc.size[0], doc.size[1] + 1)] == [
        doc.minutes_for(people) for people in range(doc.size[0], doc.size[1] + 1)
    ]
    assert facts.minutes(1) == facts.minutes(doc.size[0])
    assert facts.minutes(99) == facts.minutes(doc.size[1])


# ── finding ────────────────────────────────────────────────────────────────────────────────────────
ANSWERS = {"voor": ["", "DEC"], "tijd": ["", "30", "60"], "mensen": ["", "3", "8"], "advies": ["", "with", "none"]}


def row(key, *, minutes=50, more=0, size=(3, 8), advice="late", fit=None, hit=True, named=False):
    """`more`: minutes for each person above six."""
    times = tuple(minutes + more * (people - 6) for people in listing.PEOPLE)
    return finding.Row(key, key, Facts(times, size, fit or {"PS": 2}, 1, 1, "good", advice), hit, named)


ROWS = [
    row("short", minutes=20, advice="none", size=(3, 6)),
    row("middle", minutes=50, more=6),
    row("long", minutes=90, advice="yes", fit={"DEC": 2}),
]


def test_the_shortest_first():
    assert finding.find(reversed(ROWS), {}).keys == ["short", "middle", "long"]


def test_what_was_made_for_the_wish_comes_first_and_a_name_before_a_text():
    assert finding.find(ROWS, {"voor": "DEC"}).keys == ["long"]
    rows = [row("a", minutes=20), row("b", minutes=60, named=True), row("c", minutes=10, hit=False)]
    assert finding.find(rows, {"zoek": "b"}).keys == ["b", "a"]


def test_an_answer_counts_what_it_would_leave_beside_the_other_filters():
    counts = finding.find(ROWS, {"tijd": "60"}).counts
    assert {value: counts["tijd"][value] for value in ANSWERS["tijd"]} == {"": 3, "30": 1, "60": 2}
    assert counts["advies"] == {"": 2, "with": 1, "none": 1}
    assert (counts["mensen"][""], counts["mensen"]["3"], counts["mensen"]["8"]) == (
        2,
        2,
        0,
    )  # with eight the middle one takes 62 minutes


def test_nothing_found_says_which_single_answer_to_let_go_of():
    found = finding.find(ROWS, {"tijd": "30", "advies": "with"})
    assert found.keys == []
    assert found.loosened == [("tijd", 2), ("advies", 1)]
    none = finding.find([row("x", hit=False, minutes=90)], {"tijd": "30", "zoek": "x"})
    assert none.loosened == []


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([v for v in values if v]) for name, values in ANSWERS.items()}
    )
)
def test_every_count_is_what_pressing_that_answer_finds(chosen):
    counts = finding.find(ROWS, chosen).counts
    for name, values in ANSWERS.items():
        for value in values:
            pressed = {other: said for other, said in {**chosen, name: value}.items() if said}
            assert counts[name][value] == len(finding.find(ROWS, pressed).keys), (chosen, name, value)


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([v for v in values if v]) for name, values in ANSWERS.items()}
    )
)
def test_what_is_said_to_help_helps(chosen):
    for name, left in finding.find(ROWS, chosen).loosened:
        without = {other: said for other, said in chosen.items() if other != name}
        assert len(finding.find(ROWS, without).keys) == left > 0


def test_the_form_offers_what_is_counted():
    for name, field in LibraryFilter().fields.items():
        if name != finding.TEXT:
            assert {value for value, _label in field.choices} == set(finding.ANSWERS[name])

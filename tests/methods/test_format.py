"""Reading the method format: what is right comes back the same, what is wrong is named in words."""

import copy
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methods.format import (
    FormatError,
    from_snapshot,
    load_dict,
    load_file,
    parse_phase,
    phase_snapshot,
    to_snapshot,
)
from tests.methods.facts import shipped

TEXT = {"title": "Vragen", "purpose": "Begrijpen.", "line": "Vraag {name} iets.", "say": "Ga je gang, {name}."}
ASK = {
    "id": "ask",
    "who": "peers_ask",
    "minutes": 15,
    "least": 8,
    "rules": ["clarify_only", "no_advice"],
    "writers": "peers",
    "kinds": ["question"],
    "nl": {**TEXT, "ask": "Jouw vraag"},
    "en": {**TEXT, "ask": "Your question"},
}
WRITE = {**ASK, "id": "write", "rules": ["silent_write"], "writes": "silent", "who": "peers"}


def method(*phases, **changes):
    words = {"name": "Vorm", "promise": "p", "purpose": "p", "outcome": "o", "origin": "o"}
    words |= {"when": ["a"], "when_not": ["b"]}
    plain = {"id": "plain", "version": "1.0", "family": "steps", "fit": {"PS": 2}, "maturity": 1, "facilitator": 1}
    plain |= {"confront": 1, "size": [3, 8], "advice": "late", "rights": "EUPL-1.2", "nl": words, "en": words}
    return {**plain, "phase": list(phases or [ASK]), **changes}


def problems(data):
    with pytest.raises(FormatError) as refused:
        load_dict(data, source="plain.toml")
    return str(refused.value)


@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_a_snapshot_reads_back_the_same(doc):
    assert from_snapshot(to_snapshot(doc)) == doc
    for phase in doc.phases:
        assert parse_phase(phase_snapshot(phase)) == phase


def test_what_a_session_kept_still_runs_whatever_its_source_was_called():
    kept = {**to_snapshot(load_dict(method())), "sources": ["een boek"]}
    assert from_snapshot(kept).sources == ("een boek",)


def test_texts_fall_back_to_dutch_and_take_a_name():
    phase = parse_phase(ASK)
    assert phase.text("de") == phase.text("nl")
    assert phase.text("en-gb").ask == "Your question"
    filled = phase.text("nl").filled("Bas")
    assert (filled.line, filled.say) == ("Vraag Bas iets.", "Ga je gang, Bas.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{name}, vertel wat er was.", "Vertel wat er was."),
        ("We gaan rond. {name}, je mag passen.", "We gaan rond. Inbrenger, je mag passen."),
        ("Dat mag, {name}. Wat zag je?", "Dat mag. Wat zag je?"),
        ("{name} luistert.", "De inbrenger luistert."),
        ("Stil nu. {name} schrijft.", "Stil nu. De inbrenger schrijft."),
        ("Geef {name} de tijd.", "Geef de inbrenger de tijd."),
    ],
)
def test_without_a_name_the_words_still_run(written, shown):
    words = {**TEXT, "say": written}
    assert (
        parse_phase({**ASK, "nl": {**words, "ask": "x"}}).text("nl").unnamed("de inbrenger", "inbrenger").say == shown
    )


def test_a_phase_stands_alone_and_may_show_what_lies_elsewhere():
    assert parse_phase({**ASK, "shows": ["earlier"]}).shows == ("earlier",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": "15"}, '"minutes" must be a whole number'),
        ({"minutes": True}, '"minutes" must be a whole number'),
        ({"minutes": 0}, '"minutes" must be between 1 and 90'),
        ({"least": 20}, '"least" may not be more than "minutes"'),
        ({"who": "everybody"}, "\"who\" does not know 'everybody'"),
        ({"rules": ["no_advise"]}, "\"rules\" does not know 'no_advise'"),
        ({"rules": ["advice_ok", "no_advice"]}, "advice cannot be both welcome"),
        ({"rules": ["c_silent"]}, "the case-giver only listens here"),
        ({"rules": ["no_interrupt"]}, "no_interrupt is for a phase in which the case-giver speaks"),
        ({"rules": ["silent_write"]}, 'the rule silent_write and writes = "silent" belong together'),
        ({"rules": ["silence"]}, "in silence nothing is said or shown"),
        ({"rules": ["score"]}, 'the rule score and the text "score" belong together'),
        ({"rules": ["derole"], "optional": True}, "stepping out of roles (derole) may not be skipped"),
        ({"kinds": ["advice"]}, "no_advice and the kind advice contradict each other"),
        ({"kinds": []}, '"writers" and "kinds" belong together'),
        ({"reveal": "at_enter"}, '"reveal" needs "shows"'),
        ({"marks": "mine"}, '"marks" needs "shows"'),
        ({"colour": "red"}, '"colour" is not a field here'),
        ({"nl": {**TEXT}}, '"ask" is missing, and somebody writes here'),
        ({"nl": {**TEXT, "ask": "x", "stuck": [{"when": "stil"}]}}, '"say" is missing'),
        ({"en": {**TEXT, "ask": "x", "title": "  "}}, '"title" is empty'),
        ({"en": "text"}, '"en" must be a table'),
    ],
)
def test_what_is_wrong_in_a_phase_is_named(change, said):
    found = problems(method({**ASK, **change}))
    assert said in found
    assert found.startswith("plain.toml")
    assert '"ask"' in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "Two Words"}, '"id" must be small letters'),
        ({"version": "new"}, '"version" must look like 1.0'),
        ({"size": [8, 3]}, '"size" must run from the smallest to the largest'),
        ({"size": "3-8"}, '"size" must be a list'),
        ({"fit": {}}, '"fit" must name at least one thing'),
        ({"fit": {"XX": 2}}, "\"fit\" does not know 'XX'"),
        ({"fit": {"PS": 3}}, "it must be above 0 and at most 2"),
        ({"phase": []}, "a method needs at least one phase"),
        ({"phase": "none"}, '"phase" must be a list'),
        ({"phase": [ASK, ASK]}, 'two phases have the id "ask"'),
        ({"phase": ["text"]}, "this must be a table of fields"),
        ({"phase": [WRITE]}, "written here in silence is never revealed"),
        ({"phase": [{**ASK, "shows": ["later"]}]}, '"shows" names "later", which is not an earlier phase'),
        ({"phase": [{**ASK, "shows": ["ask"]}]}, '"shows" names "ask", which is not an earlier phase'),
        ({"format": 2}, "needs a newer version of the program"),
        ({"sources": ["not an address"]}, '"sources" are addresses of pages, such as https://example.org/page'),
        ({"sources": ["https://a.example", "javascript:alert(1)"]}, "('javascript:alert(1)')"),
        ({"sources": ["https://"]}, "('https://')"),
        ({"sources": ["http://[x"]}, "('http://[x')"),
        ({"sources": ["ftp://a.example/b"]}, "('ftp://a.example/b')"),
        ({"sources": ["https://a.example/b c"]}, "('https://a.example/b c')"),
        ({"time_source": "guessed"}, '"time_source" must be one of'),
        ({"nl": {"name": "Vorm"}}, '"promise" is missing'),
    ],
)
def test_what_is_wrong_in_a_method_is_named(change, said):
    assert said in problems(method(**change))


def test_everything_wrong_is_told_at_once():
    found = problems(method({**ASK, "minutes": 0, "who": "x"}, version="one"))
    assert found.count("\n") >= 1
    assert '"minutes"' in found
    assert '"who"' in found


def test_a_missing_field_is_told_once():
    assert problems({k: v for k, v in method().items() if k != "rights"}).count('"rights"') == 1


def test_a_file_that_is_no_toml_says_which_file(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("id = \nname")
    with pytest.raises(FormatError, match=r"broken\.toml:1: this is not a readable TOML file"):
        load_file(broken)


def test_a_file_in_another_encoding_says_which_file(tmp_path):
    broken = tmp_path / "latin.toml"
    broken.write_bytes('id = "caf\xe9"'.encode("latin-1"))
    with pytest.raises(FormatError, match=r"latin\.toml:1: this is not a readable TOML file"):
        load_file(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 100) | st.text("ab_{}", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.sampled_from([*method(), "unknown"]), value=JSON)
def test_damage_anywhere_is_a_format_error_and_nothing_else(field, value):
    data = copy.deepcopy(method())
    data[field] = value
    try:
        load_dict(data)
    except FormatError as error:
        assert error.problems


@given(field=st.sampled_from([*ASK, "shows", "reveal", "marks", "limit", "unknown"]), value=JSON)
def test_damage_in_a_phase_is_a_format_error_and_nothing_else(field, value):
    try:
        load_dict(method({**ASK, field: value}))
    except FormatError as error:
        assert error.problems


def test_the_example_in_the_document_is_a_method():
    page = (Path(__file__).parents[2] / "docs" / "method-format.md").read_text()
    example = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)[0]
    assert load_dict(tomllib.loads(example)).minutes == 20

"""The forms of the editor: passing through them loses nothing of any method; the words are those of the room."""

import pytest
from django.http import QueryDict
from django.utils import translation

from methods.draft import canonical
from methods.draft.shape import phase_in, with_phase
from methods.format import to_snapshot
from methods.forms.facts import FactsForm
from methods.forms.phase import PhaseForm
from methods.forms.texts import lines, tidy
from methods.forms.words import WordsForm
from tests.methods.facts import shipped
from tests.methods.own.people import posted


def sent(form):
    """As a browser sends it."""
    data = QueryDict(mutable=True)
    for name, value in posted(form).items():
        data.setlist(name, value if isinstance(value, list | tuple) else [str(value)])
    return data


each_method = pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)


@each_method
def test_passing_through_the_pages_about_a_method_loses_nothing(doc):
    before = canonical(to_snapshot(doc))
    for make in (WordsForm, FactsForm):
        form = make(sent(make(document=before)), document=before)
        assert form.is_valid(), form.errors
        assert canonical({**before, **form.changes}) == before


@each_method
def test_passing_through_the_page_of_each_step_loses_nothing(doc):
    before = canonical(to_snapshot(doc))
    for phase in before["phase"]:
        form = PhaseForm(sent(PhaseForm(document=before, phase_id=phase["id"])), document=before, phase_id=phase["id"])
        assert form.is_valid(), form.errors
        after = with_phase(before, {**phase_in(before, phase["id"]), **form.changes})
        assert phase_in(canonical(after), phase["id"]) == phase


@each_method
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_folded_says_what_is_in_it(doc, language):
    before = canonical(to_snapshot(doc))
    with translation.override(language):
        for phase in before["phase"]:
            form = PhaseForm(document=before, phase_id=phase["id"])
            gists = [form.gist_deeds, form.gist_writing, form.gist_rules, form.gist_table, form.gist_script]
            assert all(gist and "{name}" not in gist and "None" not in gist for gist in gists)
            rules = [row for _title, rows in form.rule_groups for row in rows]
            assert {row.code for row in rules if row.checked} >= set(phase["rules"]) - {"silent_write", "score"}
            assert not any("_" in row.label for row in rules)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('  Zeg "ja".\n Of  nee. ', "Zeg ‘ja’. Of nee."),
        ('"a" en "b"', "‘a’ en ‘b’"),
        ('6" breed', "6’ breed"),
        ("‘al goed’", "‘al goed’"),
        ("\u2028x\t y", "x y"),
        ("", ""),
    ],
)
def test_one_line_with_the_quotes_of_the_house(typed, kept):
    assert tidy(typed) == kept


def test_lines_without_the_empty_ones():
    assert lines(" a \r\n\r\n\tb\n \n") == ["a", "b"]


def test_a_method_with_more_cards_than_are_offered_keeps_them_all():
    document = canonical(to_snapshot(shipped()[0]))
    first = document["phase"][0]
    cards = [{"when": f"w{number}", "say": "s"} for number in range(12)]
    first = {**first, **{lang: {**first[lang], "stuck": cards} for lang in ("nl", "en")}}
    document = canonical(with_phase(document, first))
    form = PhaseForm(sent(PhaseForm(document=document, phase_id=first["id"])), document=document, phase_id=first["id"])
    assert form.is_valid()
    assert form.changes["nl"]["stuck"] == cards

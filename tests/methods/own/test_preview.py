"""What each screen will say: the room's own sentences, for each role, also of a draft that is not whole."""

import re

import pytest

from methods import rules
from methods.draft import as_doc
from methods.draft.steps import add
from methods.format import to_snapshot
from methods.rule_texts import LOOKS_ON
from methods.rules import Role
from sessions import preview
from sessions.views.preview import SEATS
from tests.methods.facts import shipped
from tests.methods.own.people import a_fork, at

WRITING = re.compile(r"\b(schrijf|typ|write|type)\b", re.IGNORECASE)
each_method = pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)


def screens(doc, role, lang="nl"):
    return preview.faces(doc, role, lang=lang, case_giver="Bas")


@each_method
@pytest.mark.parametrize("role", list(Role))
def test_a_preview_promises_what_the_room_does(doc, role):
    for phase, face in zip(doc.phases, screens(doc, role), strict=True):
        assert bool(face.field) == rules.may_write(phase, role)
        assert face.rules == rules.rule_lines(phase, "nl", "Bas", role)
        assert bool(face.weighs) == rules.rates(phase, role)
        assert bool(face.score) == rules.scores(phase, role)
        assert bool(face.script) == (role == Role.LEADER)
        assert face.turned == (role == Role.CASE_GIVER and phase.turned)
        assert bool(face.parks) == (role == Role.PEER and rules.advice_parked(phase))


@each_method
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_field_no_writing_line(doc, lang):
    """Who looks on is not told to write or to say what others write and say; who joins in reads what all read."""
    for phase, face in zip(doc.phases, screens(doc, Role.OBSERVER, lang), strict=True):
        watches = face.line == LOOKS_ON[lang]
        assert watches == (not face.field and (phase.writers != "none" or not face.speaks))
        assert watches or face.line == phase.text(lang).filled("Bas").line
        assert watches or face.field or not WRITING.search(face.line), (phase.id, face.line)


@each_method
def test_what_is_hidden_says_until_when(doc):
    titles = {phase.text("nl").title for phase in doc.phases}
    for face, phase in zip(screens(doc, Role.PEER), doc.phases, strict=True):
        if face.field and phase.silent:
            assert face.field.chip.only_me
            assert face.field.chip.text.startswith("Nu alleen jij; de groep")
        if face.field and "‘" in face.field.chip.text:
            assert face.field.chip.text.split("‘")[1].split("’")[0] in titles


@each_method
def test_the_turned_chair_sees_no_cards(doc):
    assert all(not face.piles for face in screens(doc, Role.CASE_GIVER) if face.turned)


@each_method
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_name_is_left_open(doc, lang):
    for role in Role:
        said = repr(screens(doc, role, lang))
        assert "{name}" not in said
        assert "None" not in "".join(face.heard for face in screens(doc, role, lang))


def test_a_step_without_words_has_a_screen_too():
    doc = as_doc(add(to_snapshot(shipped()[0]))[0])
    last = screens(doc, Role.PEER)[-1]
    assert (last.title, last.line, last.field) == ("", "", None)


@pytest.mark.django_db
@pytest.mark.parametrize("seat", [*SEATS, "iemand", ""])
def test_the_page_for_each_seat(client_of, bas, group, seat):
    method = a_fork(bas, slug="gedachtenwolk", group=group)
    page = client_of(bas).get(at("own_preview", method), {"als": seat}).content.decode()
    assert page.count('class="face-card') == 8
    chosen = str(SEATS.get(seat, SEATS["lid"])[1])
    assert f'aria-current="true">{chosen}</a>' in page
    assert ("Spiekbrief" in page) == (seat == "begeleider")


@pytest.mark.django_db
def test_the_page_is_for_who_writes_and_changes_nothing(client_of, client, bas, eva, coen, group):
    method = a_fork(bas, group=group)
    for stranger in (eva, coen):
        assert client_of(stranger).get(at("own_preview", method)).status_code == 404
    assert client.get(at("own_preview", method)).status_code == 302
    assert client_of(bas).post(at("own_preview", method)).status_code == 405


@pytest.mark.django_db
def test_who_comes_later_reads_where_we_are_and_what_is_theirs(client_of, bas, group):
    method = a_fork(bas, slug="gedachtenwolk", group=group)
    late, other = (client_of(bas).get(at("own_preview", method), {"als": seat}) for seat in ("laatkomer", "lid"))
    assert late.content.decode().count("We zijn bij ‘") == 8
    assert "Jij nu:" in late.content.decode()
    assert "We zijn bij ‘" not in other.content.decode()

"""Preparing a case in five short steps: private, kept as it is typed, nothing lost."""

import pytest
from django.db import connection
from django.urls import reverse

from groups.models import Group, Membership, Organisation
from intervisie.common.models import AuditEvent, Delivery
from methods.codes import Fit, Veto
from sessions.actions import cases
from sessions.intake import PRIVATE, case_facts
from sessions.models import Case

from .conftest import in_days

STEPS = ["speelt", "vraag", "zoekt", "nu"]


def step(case, name):
    return reverse("case_step", args=[case.pk, name])


def kept(case):
    return Case.objects.select_related("key").get(pk=case.pk)


# ── begin ──────────────────────────────────────────────────────────────────────────────────────────
def test_beginning_makes_a_draft_for_that_session(client_of, bas, group, planned):
    client = client_of(bas)
    address = reverse("case_new", args=[group.pk])
    assert str(planned.pk) in client.get(f"{address}?bijeenkomst={planned.pk}").content.decode()
    answer = client.post(address, {"way": "rub", "session": str(planned.pk)})
    case = Case.objects.get()
    assert answer["Location"] == step(case, "speelt")
    assert (case.state, case.owner, case.meant_for) == ("draft", bas, planned)


def test_looking_makes_nothing_and_pressing_twice_makes_one(client_of, bas, group):
    address = reverse("case_new", args=[group.pk])
    client_of(bas).get(address)
    assert not Case.objects.exists()
    for way in ("rub", "success"):
        client_of(bas).post(address, {"way": way})
    assert Case.objects.get().success


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-4000-8000-000000000000", "\u2603"])
def test_a_session_that_is_not_there_is_no_session(client_of, bas, group, wanted):
    client_of(bas).post(reverse("case_new", args=[group.pk]), {"way": "rub", "session": wanted})
    assert Case.objects.get().meant_for is None


def test_a_session_of_another_group_is_not_taken(client_of, eva, other_group, planned):
    client_of(eva).post(reverse("case_new", args=[other_group.pk]), {"way": "rub", "session": str(planned.pk)})
    assert Case.objects.get().meant_for is None


def test_help_me_find_one_becomes_the_beginning_of_the_story(client_of, bas, group):
    client = client_of(bas)
    client.post(reverse("case_new", args=[group.pk]), {"way": "search"})
    case = Case.objects.get()
    client.post(reverse("case_help", args=[case.pk]), {"rub": "Het overleg loopt uit.", "home": ""})
    assert kept(case).story == "Het overleg loopt uit."
    assert kept(case).intake == {"clarity": "none"}


# ── who may ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("short", ["anna", "chris", "eva", "femke", "coen"])
def test_a_draft_is_there_for_its_owner_alone(client_of, cast, draft, short):
    client = client_of(getattr(cast, short))
    for name in [*STEPS, "delen"]:
        assert client.get(step(draft, name)).status_code == 404
        assert client.post(step(draft, name), {"question": "Gekaapt"}).status_code == 404
    for name in ("case", "case_help", "case_preview", "case_share", "case_withdraw"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    assert client.get(reverse("case_hints", args=[draft.pk, "vraag"])).status_code == 404
    assert kept(draft).question == "Hoe kan ik eerder nee zeggen?"


def test_nobody_comes_to_the_login_page(client, draft, group):
    for address in (step(draft, "vraag"), reverse("case", args=[draft.pk]), reverse("case_new", args=[group.pk])):
        assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_a_coordinator_cannot_begin_one(client_of, coen, group):
    assert client_of(coen).get(reverse("case_new", args=[group.pk])).status_code == 404


def test_who_left_still_owns_what_was_only_theirs(client_of, bas, draft):
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert client_of(bas).get(step(draft, "vraag")).status_code == 200


# ── write ──────────────────────────────────────────────────────────────────────────────────────────
def test_each_step_keeps_its_own_and_goes_on(client_of, bas, group):
    client, case = client_of(bas), cases.begin(group, by=bas)
    answers = {
        "speelt": {"story": "Ik zei ja.", "pitch": "Te vaak ja."},
        "vraag": {"question": "Hoe kan ik nee zeggen?"},
        "zoekt": {"want": "PAT", "also": ["SR"], "advice": "no", "rather_not": ["drawing"], "current": "7"},
        "nu": {"focus": "thoughts", "frequency": "again", "tried": "some", "load": "8", "influence": "0"},
    }
    following = [*STEPS[1:], "delen"]
    for (name, data), after in zip(answers.items(), following, strict=True):
        assert client.post(step(case, name), data)["Location"] == step(case, after)
    found = kept(case)
    assert (found.story, found.pitch, found.question) == ("Ik zei ja.", "Te vaak ja.", "Hoe kan ik nee zeggen?")
    facts = case_facts(found.intake)
    assert (facts.want, facts.also, facts.load, facts.influence, facts.current) == (Fit.PAT, (Fit.SR,), 8, 0, 7)
    assert facts.vetoes == {Veto.DRAWING}


def test_a_step_does_not_touch_the_others(client_of, bas, draft):
    client_of(bas).post(step(draft, "nu"), {"load": "3"})
    found = kept(draft)
    assert found.question == "Hoe kan ik eerder nee zeggen?"
    assert (found.intake["want"], found.intake["load"]) == ("PAT", 3)
    client_of(bas).post(step(draft, "zoekt"), {"want": "SR"})
    assert "rather_not" not in kept(draft).intake


def test_autosave_keeps_without_going_anywhere(client_of, bas, draft):
    data = {"question": "Hoe kan ik", "autosave": "1"}
    answer = client_of(bas).post(step(draft, "vraag"), data, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert kept(draft).question == "Hoe kan ik"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("vraag", {"question": "x" * 401}, "langer dan past (401 van 400"),
        ("speelt", {"story": "x" * 6001, "pitch": "kort"}, "langer dan past (6001"),
        ("zoekt", {"want": "XX", "advice": "no"}, "XX"),
        ("zoekt", {"want": "PS", "also": ["SR", "REL", "PAT"]}, "hooguit twee"),
        ("zoekt", {"current": "99"}, "10"),
        ("nu", {"load": "11"}, "11"),
        ("nu", {"decision_on": "2020-01-01"}, "al geweest"),
        ("nu", {"decision_on": "morgen"}, "datum"),
    ],
)
def test_bad_input_keeps_everything_typed_and_saves_nothing(client_of, bas, draft, name, data, said):
    answer = client_of(bas).post(step(draft, name), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    for value in data.values():
        if isinstance(value, str) and len(value) > 100:
            assert value in page
    assert kept(draft).question == "Hoe kan ik eerder nee zeggen?"
    assert kept(draft).intake["want"] == "PAT"


def test_letters_that_no_database_stores_are_refused_in_words(client_of, bas, draft):
    assert client_of(bas).post(step(draft, "vraag"), {"question": "a\x00b"}).status_code == 400


def test_what_somebody_writes_is_shown_as_text(client_of, bas, draft):
    evil = '<script>alert("x")</script>'
    client_of(bas).post(step(draft, "vraag"), {"question": evil})
    assert evil not in client_of(bas).get(step(draft, "vraag")).content.decode()
    assert evil not in client_of(bas).get(reverse("case_share", args=[draft.pk])).content.decode()


# ── hints ──────────────────────────────────────────────────────────────────────────────────────────
def test_hints_never_block_and_one_press_helps(client_of, bas, draft):
    client = client_of(bas)
    two = "Hoe kan ik mijn twijfel zeggen, en hoe krijg ik Kees zover dat hij luistert?"
    client.post(step(draft, "vraag"), {"question": two})
    part = client.get(reverse("case_hints", args=[draft.pk, "vraag"])).content.decode()
    assert "Dit zijn twee vragen" in part and "Je noemt <b>Kees</b>" in part
    back = client.post(step(draft, "vraag"), {"question": two, "do": "replace:Kees"})
    assert back["Location"] == step(draft, "vraag")
    assert "een collega zover" in kept(draft).question
    client.post(step(draft, "vraag"), {"question": two, "do": "keep_first"})
    assert kept(draft).question == "Hoe kan ik mijn twijfel zeggen?"


def test_an_invented_press_changes_nothing(client_of, bas, draft):
    client_of(bas).post(step(draft, "vraag"), {"question": "Hoe kan ik dit?", "do": "replace:kan"})
    assert kept(draft).question == "Hoe kan ik dit?"


def test_later_and_back_keep_too(client_of, bas, draft):
    client = client_of(bas)
    assert client.post(step(draft, "vraag"), {"question": "Later?", "do": "later"})["Location"] == reverse("home")
    assert client.post(step(draft, "vraag"), {"question": "Terug?", "do": "back"})["Location"] == step(draft, "speelt")
    assert kept(draft).question == "Terug?"


# ── told, not stored ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("model", [Group, Organisation])
def test_where_stories_are_told_no_story_is_stored(client_of, bas, group, model):
    model.objects.update(oral_only=True)
    group.refresh_from_db()
    client = client_of(bas)
    client.post(reverse("case_new", args=[group.pk]), {"way": "rub"})
    case = Case.objects.get()
    page = client.get(step(case, "speelt")).content.decode()
    assert "vertellen we verhalen" in page
    assert "<textarea" not in page
    client.post(step(case, "speelt"), {"story": "Toch getypt", "pitch": "Ook", "oral_only": ""})
    client.post(reverse("case_help", args=[case.pk]), {"rub": "Toch getypt"})
    client.post(step(case, "vraag"), {"question": "Hoe kan ik dit?"})
    found = kept(case)
    assert (found.oral_only, found.story, found.pitch, found.question) == (True, "", "", "Hoe kan ik dit?")


def test_choosing_to_tell_wipes_what_was_written(client_of, bas, draft):
    client_of(bas).post(step(draft, "speelt"), {"story": "Ik zei ja.", "pitch": "Ja", "oral_only": "on"})
    assert (kept(draft).oral_only, kept(draft).story, kept(draft).pitch) == (True, "", "")


# ── what lies around ───────────────────────────────────────────────────────────────────────────────
def test_no_word_of_it_outside_the_encrypted_row(client_of, bas, draft, caplog):
    client_of(bas).post(step(draft, "vraag"), {"question": "Hoe kan ik GEHEIMWOORD noemen?"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM case_sessions_case c")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "GEHEIMWOORD" not in rows and "GEHEIMWOORD" not in caplog.text
    assert not AuditEvent.objects.filter(facts__icontains="GEHEIM").exists()
    assert not Delivery.objects.exists()
    assert "GEHEIM" not in str(kept(draft)) + repr(kept(draft))


def test_private_answers_are_named_once_and_for_all():
    assert set(PRIVATE) == {"load", "rather_not", "influence", "current"}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_costs_few_queries(client_of, bas, draft, name, django_assert_max_num_queries):
    client = client_of(bas)
    with django_assert_max_num_queries(4):
        client.get(step(draft, name))
    with django_assert_max_num_queries(12):
        client.post(step(draft, name), {"question": "Hoe?"})

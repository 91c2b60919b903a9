"""What a group knows of a method: how often, when last, did it fit. For that group alone; no case in it, no name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from groups.models import Membership
from methods.actions import load_methods
from sessions.models import Step, Treatment
from sessions.used import Used
from tests.counting import Queries
from tests.methods.facts import first_six, shipped
from tests.sessions.table import a_case, a_session

HTMX = {"HX-Request": "true"}
WHERE = reverse("method_used_by_group", args=["five_step"])


@pytest.fixture(autouse=True)
def library(db):
    load_methods(first_six())


def done(
    group, owner, number, *, slug="five_step", module="", days=30, begun=True, state="closed", suggested=(), **fit
):
    """This group did it, so many days ago."""
    at = timezone.now() - timedelta(days=days)
    session = a_session(group, number=number, state=state, starts_in=-timedelta(days=days), ended_at=at)
    case = a_case(owner, group, question="Hoe kan ik Geheim zeggen?")
    treatment = Treatment.objects.create(session=session, case=case, method_slug=slug, suggested=list(suggested), **fit)
    inside = {"module": module} if module else {}
    Step.objects.create(
        session=session,
        treatment=treatment,
        position=1,
        kind="phase",
        phase={},
        minutes=5,
        entered_at=at if begun else None,
        facts=inside,
    )
    return treatment


def part(browser, where=WHERE):
    return browser.get(where, headers=HTMX)


# ── works ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_group_reads_how_often_when_last_and_whether_it_fitted(group, bas, chris, client_of):
    done(group, bas, 1, days=90, fit_case_giver="yes", fit_leader="no")
    done(group, bas, 2, days=60, fit_leader="yes")
    done(group, chris, 3, days=30, fit_case_giver="partly")
    answer = part(client_of(chris))
    said = " ".join(answer.content.decode().split())
    assert "Jullie gebruikten hem drie keer, voor het laatst in" in said
    assert "Twee keer paste hij, één keer paste hij deels." in said
    assert Used("x", 1, timezone.now(), 1, 0, 0, 0).sentences[1] == "Eén keer paste hij."
    assert 'id="used"' in said
    assert not [word for word in ("Geheim", "Bas", "Chris", "Anna") if word in said]


def test_a_module_was_used_when_it_was_played_in_a_shell(group, bas, chris, client_of):
    load_methods(doc for doc in shipped() if doc.id in {"tietze", "module_brainstorm"})
    done(group, bas, 1, slug="tietze", module="module_brainstorm", fit_case_giver="yes")
    done(group, bas, 2, slug="tietze", module="module_brainstorm", begun=False)
    done(group, bas, 3, slug="tietze", module="module_headstand")
    said = part(client_of(chris), reverse("method_used_by_group", args=["module_brainstorm"])).content.decode()
    assert "Jullie gebruikten hem één keer" in said
    assert "paste" not in said  # that was asked about the whole
    assert "twee keer" in part(client_of(chris), reverse("method_used_by_group", args=["tietze"])).content.decode()


def test_what_was_only_suggested_or_never_begun_is_not_used(group, bas, client_of):
    done(group, bas, 1, slug="incident", suggested=["five_step", "incident"])
    done(group, bas, 2, begun=False)
    done(group, bas, 3, state="running")
    done(group, bas, 4, state="cancelled")
    said = part(client_of(bas)).content.decode()
    assert "Jullie deden deze werkvorm nog niet." in said
    assert "Hij werd jullie één keer voorgesteld." in said


def test_never_done_and_never_suggested_says_so(bas, client_of):
    assert "Jullie deden deze werkvorm nog niet." in part(client_of(bas)).content.decode()


def test_without_script_it_is_a_page_with_a_way_back(group, bas, client_of):
    done(group, bas, 1)
    page = client_of(bas).get(WHERE).content.decode()
    assert "<h1>Vijfstappenmethode</h1>" in page
    assert reverse("method", args=["five_step"]) in page
    assert "<html" not in part(client_of(bas)).content.decode()


def test_each_group_apart_for_who_belongs_to_two(cast, anna, bas, eva, client_of):
    Membership.objects.create(group=cast.zuid, user=anna, since=timezone.now() - timedelta(days=300))
    done(cast.noord, bas, 1, days=20)
    done(cast.zuid, eva, 1, days=10)
    done(cast.zuid, eva, 2, days=50)
    answer = part(client_of(anna))
    assert [(one.group, one.times) for one in answer.context["used"]] == [("Wijkteam Zuid", 2), ("Jeugdzorg Noord", 1)]
    assert "Wijkteam Zuid" in answer.content.decode()


def test_in_english_too(group, bas, client_of):
    done(group, bas, 1, fit_case_giver="yes")
    bas.language = "en"
    bas.save()
    said = " ".join(part(client_of(bas)).content.decode().split())
    assert "You used it once, in" in said
    assert "It fitted once." in said


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_sentence_is_whole(lang):
    with translation.override(lang):
        for counts in ([0] * 4, [1] * 4, [3] * 4):
            said = Used("x", counts[0], timezone.now(), *counts[1:], suggested=counts[0]).sentences
            assert all(sentence.endswith(".") and "%(" not in sentence for sentence in said)
            assert said


# ── 404 · login · wrong method ─────────────────────────────────────────────────────────────────────
def test_a_coordinator_reaches_nothing(group, bas, coen, client_of):
    done(group, bas, 1, fit_case_giver="no")
    for answer in (part(client_of(coen)), client_of(coen).get(WHERE)):
        assert answer.status_code == 404
        assert "paste hij" not in answer.content.decode()


def test_another_group_reads_only_its_own(group, bas, eva, femke, client_of):
    done(group, bas, 1, fit_case_giver="no", suggested=["five_step"])
    for stranger in (eva, femke):
        said = part(client_of(stranger)).content.decode()
        assert "Jullie deden deze werkvorm nog niet." in said
        assert "voorgesteld" not in said and "paste" not in said


def test_a_newcomer_reads_nothing_from_before(group, bas, chris, client_of):
    done(group, bas, 1, days=90)
    done(group, bas, 2, days=20)
    Membership.objects.filter(user=chris, group=group).update(since=timezone.now() - timedelta(days=50))
    [one] = part(client_of(chris)).context["used"]
    assert one.times == 1


def test_who_left_reads_nothing(group, bas, chris, client_of):
    done(group, bas, 1)
    Membership.objects.filter(user=chris, group=group).update(until=timezone.now())
    assert part(client_of(chris)).status_code == 404


def test_nobody_logs_in_first(client):
    answer = client.get(WHERE)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))


def test_no_such_method_and_no_post(bas, client_of):
    assert part(client_of(bas), reverse("method_used_by_group", args=["no_such"])).status_code == 404
    assert client_of(bas).post(WHERE).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_what_it_asks_of_the_database(group, bas, client_of, many):
    for number in range(many):
        done(group, bas, number + 1, days=30 * (number + 1))
    browser = client_of(bas)
    with Queries() as asked:
        part(browser)
    assert len(asked) == 5  # the browser's session, the person, a group, the method, what was done with it

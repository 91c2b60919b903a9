"""Who coaches and coordinates: asked by mail, in with one press, ended; a coach for a group that has none."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, GroupFact, Membership, OrganisationRole, RoleInvitation, Stage, User
from groups.tokens import role_token
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions.models import CaseSession
from tests.sessions.table import a_session

ASKED = "attendance_for_register"


@pytest.fixture
def asked(organisation, coen):
    return actions.invite_role(organisation, "merel@voorbeeld.nl", "coordinator", by=coen)


@pytest.fixture
def merel(db):
    user = User.objects.create_user("merel@voorbeeld.nl", name="Merel Vos")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def accept(browser, invitation):
    browser.get(reverse("role_invitation", args=[role_token(invitation.pk, invitation.sent_count)]))
    return browser.post(reverse("accept_role"))


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def link_in(letter):
    return re.search(r"http://localhost\S+", letter.body).group(0)


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_coordinator_asks_another(client_of, coen, organisation):
    page = reverse("staff", args=[organisation.pk])
    answer = client_of(coen).post(
        reverse("ask_role", args=[organisation.pk]), {"email": "Merel@Voorbeeld.nl", "role": "coordinator"}
    )
    assert answer.url == page
    invitation = RoleInvitation.objects.get()
    assert (invitation.email, invitation.role, invitation.by) == ("merel@voorbeeld.nl", "coordinator", coen)
    assert role_token(invitation.pk, 1) not in invitation.token_hash
    drain()
    (letter,) = mail.outbox
    assert letter.to == ["merel@voorbeeld.nl"]
    assert letter.subject == "Wil je intervisie coördineren? Stichting Noorderzorg"
    assert role_token(invitation.pk, 1) in letter.body
    assert verbs() == ["role.invite"]
    assert "merel" not in str(AuditEvent.objects.get().facts)


@pytest.mark.parametrize(
    ("who", "status"), [("anna", 403), ("bas", 404), ("eva", 404), ("femke", 404), ("nobody", 302)]
)
def test_nobody_else_asks_or_sees_who_does_what(client, client_of, cast, organisation, asked, who, status):
    browser = client if who == "nobody" else client_of(getattr(cast, who))
    role = organisation.roles.get(user=cast.anna)
    own = [organisation.pk, asked.pk]
    before = (RoleInvitation.objects.count(), OrganisationRole.objects.count(), Membership.objects.count())
    for name, args in [
        ("ask_role", [organisation.pk]),
        ("resend_role", own),
        ("revoke_role", own),
        ("end_role", [organisation.pk, role.pk]),
        ("appoint_coach", [organisation.pk, cast.zuid.pk]),
        ("organisation", [organisation.pk]),
    ]:
        data = {"email": "x@voorbeeld.nl", "role": "coordinator", "seen": "1", "coach": str(cast.anna.pk)}
        assert browser.post(reverse(name, args=args), data).status_code == status, name
    assert browser.get(reverse("staff", args=[organisation.pk])).status_code == status
    asked.refresh_from_db()
    assert (asked.sent_count, asked.revoked_at) == (1, None)
    assert (RoleInvitation.objects.count(), OrganisationRole.objects.count(), Membership.objects.count()) == before


def test_a_coordinator_of_one_organisation_reaches_no_other(client_of, coen, school, asked):
    browser = client_of(coen)
    assert browser.get(reverse("staff", args=[school.pk])).status_code == 404
    theirs = actions.invite_role(school, "wim@voorbeeld.nl", "coach", by=None)
    mixed = reverse("revoke_role", args=[asked.organisation_id, theirs.pk])
    assert browser.post(mixed).status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


@pytest.fixture
def school(cast):
    return cast.school


def test_asked_twice_is_one_question(client_of, coen, organisation):
    browser = client_of(coen)
    for _press in range(2):
        browser.post(reverse("ask_role", args=[organisation.pk]), {"email": "m@voorbeeld.nl", "role": "coach"})
    assert RoleInvitation.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_who_does_it_already_is_not_asked(client_of, coen, organisation):
    answer = client_of(coen).post(
        reverse("ask_role", args=[organisation.pk]), {"email": "anna@example.org", "role": "coach"}
    )
    assert answer.status_code == 422
    assert "Dat is anna@example.org al." in answer.text
    assert not RoleInvitation.objects.exists()


@pytest.mark.parametrize("bad", [{"email": "geen adres"}, {"email": ""}, {"role": "koning"}, {"role": ""}])
def test_what_is_wrong_is_said_at_the_field(client_of, coen, organisation, bad):
    data = {"email": "m@voorbeeld.nl", "role": "coach"} | bad
    assert client_of(coen).post(reverse("ask_role", args=[organisation.pk]), data).status_code == 422
    assert not RoleInvitation.objects.exists()


def test_sent_again_the_old_link_is_worthless(client, client_of, coen, asked):
    url = reverse("resend_role", args=[asked.organisation_id, asked.pk])
    browser = client_of(coen)
    assert browser.post(url, {"seen": "1"}).status_code == 302
    assert browser.post(url, {"seen": "1"}).status_code == 409  # the same press
    asked.refresh_from_db()
    assert asked.sent_count == 2
    client.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    assert client.get(reverse("role_invitation_open")).status_code == 404
    assert drain() == 1  # the first letter is dropped, the second goes
    assert role_token(asked.pk, 2) in mail.outbox[0].body


def test_taken_back_the_link_is_worthless(client_of, coen, merel, asked):
    for _press in range(2):
        client_of(coen).post(reverse("revoke_role", args=[asked.organisation_id, asked.pk]))
    assert accept(client_of(merel), asked).status_code == 409
    assert not merel.roles.exists()
    assert verbs() == ["role.invite", "role.revoke"]
    assert drain() == 0


# ── coming in ──────────────────────────────────────────────────────────────────────────────────────
def test_in_with_one_press(client_of, merel, asked, organisation):
    browser = client_of(merel)
    opened = browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    assert opened.url == reverse("role_invitation_open")
    assert "Wil je intervisie coördineren?" in browser.get(opened.url).text
    assert not merel.roles.exists()  # looking is not accepting
    answer = browser.post(reverse("accept_role"))
    assert answer.url == reverse("coordinator")
    role = merel.roles.get()
    assert (role.organisation, role.role) == (organisation, "coordinator")
    assert browser.get(reverse("coordinator")).status_code == 200
    asked.refresh_from_db()
    assert asked.accepted_by == merel
    assert verbs() == ["role.invite", "role.accept"]


def test_accepted_twice_is_one_role(client_of, merel, asked):
    browser = client_of(merel)
    accept(browser, asked)
    assert accept(browser, asked).status_code in (302, 409)
    assert merel.roles.count() == 1
    again = browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]), follow=True)
    assert again.redirect_chain[-1][0] == reverse("coordinator")


def test_somebody_new_makes_an_account_with_the_link(client, asked):
    client.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    page = client.get(reverse("account_signup"))
    assert page.status_code == 200
    assert 'name="password1"' in page.text
    answer = client.post(reverse("account_signup"), {"name": "Merel Vos", "email": "merel@voorbeeld.nl"})
    assert answer.url == reverse("role_invitation_open")
    client.post(reverse("accept_role"))
    assert OrganisationRole.objects.filter(user__email="merel@voorbeeld.nl", role="coordinator").exists()


def test_somebody_else_with_the_link_gets_nothing(client_of, femke, asked):
    browser = client_of(femke)
    browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    assert "voor een ander adres" in browser.get(reverse("role_invitation_open")).text
    assert browser.post(reverse("accept_role")).status_code == 403
    assert not femke.roles.exists()


def test_after_two_weeks_the_link_says_so(client, client_of, merel, asked):
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=True):
        client.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
        answer = client.get(reverse("role_invitation_open"))
        assert answer.status_code == 410
        assert "verlopen" in answer.text
        assert client.get(reverse("account_signup")).text.count("<form") < 3
        with pytest.raises(NotNow):
            actions.accept_role(asked, by=merel)


@pytest.mark.parametrize("token", ["x", "A" * 43, "…", "x" * 600])
def test_a_link_we_do_not_know_tells_nothing(client, db, token):
    assert client.get(reverse("role_invitation", args=[token])).url == reverse("role_invitation_open")
    assert client.get(reverse("role_invitation_open")).status_code == 404
    assert client.get(reverse("account_signup")).text.count('name="name"') == 0


def test_who_is_in_a_group_does_not_oversee_it(client_of, organisation, bas, coen):
    asked = actions.invite_role(organisation, bas.email, "coordinator", by=coen)
    browser = client_of(bas)
    browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    assert "Je zit in een van de groepen" in browser.get(reverse("role_invitation_open")).text
    assert browser.post(reverse("accept_role")).status_code == 403
    assert not bas.roles.exists()


def test_nor_who_is_in_one_that_was_closed_for_they_can_still_read_there(
    client_of, organisation, group, anna, bas, coen
):
    a_session(group, state="closed", ended_at=timezone.now())
    actions.archive(group, by=anna)
    asked = actions.invite_role(organisation, bas.email, "coordinator", by=coen)
    browser = client_of(bas)
    browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    assert "Dat geldt ook voor een groep die is afgesloten" in browser.get(reverse("role_invitation_open")).text
    assert browser.post(reverse("accept_role")).status_code == 403
    assert not bas.roles.exists()
    actions.leave(group.memberships.get(user=bas, until=None), by=bas)
    assert browser.post(reverse("accept_role")).url == reverse("coordinator")
    assert not CaseSession.objects.visible_to(bas).exists()


def test_who_oversees_does_not_coach(organisation, coen):
    asked = actions.invite_role(organisation, coen.email, "coach", by=coen)
    with pytest.raises(NotYours):
        actions.accept_role(asked, by=coen)


# ── ending ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_coach_who_stops_leaves_the_groups_and_hears_it(client_of, coen, anna, organisation, group):
    role = organisation.roles.get(user=anna)
    url = reverse("end_role", args=[organisation.pk, role.pk])
    browser = client_of(coen)
    text = browser.get(url).text
    assert "Jeugdzorg Noord heeft dan geen begeleider" in text
    assert anna.roles.exists()  # a page is no deed
    assert browser.post(url).url == reverse("staff", args=[organisation.pk])
    assert not anna.roles.exists()
    assert not group.memberships.current().filter(user=anna).exists()
    assert verbs() == ["group.end", "role.end"]
    assert browser.post(url).status_code == 404  # gone
    assert Delivery.objects.filter(user=anna, kind__in=["role_ended", "membership_ended"]).count() == 2
    assert drain() == 2
    assert client_of(anna).get(reverse("group", args=[group.pk])).status_code == 404


def test_the_last_coordinator_stays_until_another_is_there(client_of, coen, merel, organisation, asked):
    role = organisation.roles.get(user=coen)
    url = reverse("end_role", args=[organisation.pk, role.pk])
    answer = client_of(coen).post(url)
    assert answer.status_code == 409
    assert "Nodig eerst een ander uit." in answer.text
    assert coen.roles.exists()
    accept(client_of(merel), asked)
    assert client_of(coen).post(url).url == reverse("home")
    assert not coen.roles.exists()
    assert client_of(coen).get(reverse("coordinator")).status_code == 403


# ── a coach for a group ────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def zuid(cast):
    """Wijkteam Zuid: Eva alone, no coach, and it has met before."""
    GroupFact.objects.create(group=cast.zuid, kind="held", key=cast.zuid.pk, at=timezone.now(), counts={})
    return cast.zuid


def test_a_group_gets_a_coach_and_everybody_hears(client_of, coen, anna, eva, organisation, zuid):
    browser, url = client_of(coen), reverse("appoint_coach", args=[organisation.pk, zuid.pk])
    assert "Wijkteam Zuid" in browser.get(reverse("staff", args=[organisation.pk])).text
    assert browser.post(url, {"coach": anna.pk}).status_code == 302
    membership = zuid.memberships.current().get(user=anna)
    assert membership.role == "coach"
    assert membership.since > timezone.now() - timedelta(minutes=1)  # nothing from before
    assert verbs() == ["group.appoint"]
    assert drain() == 2
    told = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert told == {
        "anna@example.org": "Je begeleidt een groep: Wijkteam Zuid",
        "eva@example.org": "Jullie groep heeft een begeleider",
    }
    assert "Wijkteam Zuid" not in re.sub(
        r"(?s)<div[^>]*flash.*?</div>", "", browser.get(reverse("staff", args=[organisation.pk])).text
    )


def test_appointed_twice_is_one_coach(organisation, coen, anna, zuid):
    one = actions.appoint_coach(zuid, anna, by=coen)
    assert actions.appoint_coach(zuid, anna, by=coen) == one
    assert Delivery.objects.count() == 2


def test_not_over_the_head_of_a_group_that_leads_itself(coen, anna, zuid):
    Group.objects.filter(pk=zuid.pk).update(stage=Stage.SELF_LED)
    with pytest.raises(NotNow, match="begeleidt zichzelf"):
        actions.appoint_coach(zuid, anna, by=coen)


def test_not_beside_another_coach_nor_in_a_closed_group(coen, anna, merel, group, organisation, zuid):
    OrganisationRole.objects.create(organisation=organisation, user=merel, role="coach")
    with pytest.raises(NotNow, match="Anna Verbeek"):
        actions.appoint_coach(group, merel, by=coen)
    actions.archive(zuid, by=coen)
    with pytest.raises(NotNow):
        actions.appoint_coach(zuid, merel, by=coen)


def test_only_a_coach_of_the_organisation(client_of, coen, bas, femke, organisation, zuid):
    url = reverse("appoint_coach", args=[organisation.pk, zuid.pk])
    for wrong in (bas.pk, femke.pk, coen.pk, "iets", ""):
        assert client_of(coen).post(url, {"coach": wrong}).status_code == 400
    with pytest.raises(Refusal):
        actions.appoint_coach(zuid, femke, by=coen)
    assert not zuid.memberships.filter(role="coach").exists()


def test_a_group_of_another_organisation_is_not_there(client_of, coen, anna, organisation, foreign_group):
    url = reverse("appoint_coach", args=[organisation.pk, foreign_group.pk])
    assert client_of(coen).post(url, {"coach": anna.pk}).status_code == 404


# ── the organisation itself ────────────────────────────────────────────────────────────────────────
def test_what_holds_for_all_groups(client_of, coen, organisation):
    data = {"help_lines": "Bel 112", "controller": "Noorderzorg", "privacy_contact": "fg@x.nl", "case_days": "90"}
    answer = client_of(coen).post(reverse("organisation", args=[organisation.pk]), data | {"language": "en"})
    assert answer.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.help_lines, organisation.case_days, organisation.language) == ("Bel 112", 90, "en")
    assert AuditEvent.objects.get().verb == "organisation.change"
    assert "112" not in str(AuditEvent.objects.get().facts)


def test_whether_a_register_asks_who_was_there(client_of, coen, organisation):
    browser, page = client_of(coen), reverse("organisation", args=[organisation.pk])
    assert organisation.attendance_for_register is False
    assert "Dan blijft 6 jaar staan wie er was" in browser.get(page).text
    data = {"case_days": "90", "language": "nl", "attendance_for_register": "on"}
    assert browser.post(page, data).status_code == 302
    organisation.refresh_from_db()
    assert organisation.attendance_for_register is True
    browser.post(page, {"case_days": "90", "language": "nl"})
    organisation.refresh_from_db()
    assert organisation.attendance_for_register is False


def test_who_was_there_before_is_kept_what_was_promised(organisation):
    """A row of a program that does not know the question: six years, as its people were told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_default FROM information_schema.columns WHERE column_name = %s", [ASKED])
        assert cursor.fetchall() == [("true",)]


@pytest.mark.parametrize("bad", [{"case_days": "181"}, {"case_days": "1"}, {"case_days": "x"}, {"language": "de"}])
def test_a_ceiling_stays_a_ceiling(client_of, coen, organisation, bad):
    data = {"case_days": "90", "language": "nl"} | bad
    assert client_of(coen).post(reverse("organisation", args=[organisation.pk]), data).status_code == 422
    organisation.refresh_from_db()
    assert organisation.case_days == 180


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_the_same_of_the_database(client_of, coen, organisation, more, django_assert_num_queries):
    for number in range(more):
        actions.invite_role(organisation, f"m{number}@voorbeeld.nl", "coach", by=coen)
        Group.objects.create(organisation=organisation, name=f"Groep {number}", purpose="change")
    browser = client_of(coen)
    with django_assert_num_queries(7):
        browser.get(reverse("staff", args=[organisation.pk]))


def test_the_link_leaves_the_address_bar(asked):
    browser = Client()
    answer = browser.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]), follow=True)
    assert answer.redirect_chain == [(reverse("role_invitation_open"), 302)]
    assert role_token(asked.pk, 1) not in answer.text
    assert role_token(asked.pk, 1) not in str(dict(browser.session))

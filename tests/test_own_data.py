"""My data: taken along, or gone for good. Each person has words of their own; what must not appear is looked for."""

import json
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.actions.pulse import answer_pulse, open_pulse
from feedback.models import Direction, FollowUp, PulseAnswer
from groups import actions
from groups.models import AgreementSignature, GroupFact, GroupRequest, Invitation, MemberFact, Membership, User
from intervisie.common.delivery import plan, stop_topic
from intervisie.common.encryption import sealed
from intervisie.common.models import AuditEvent, DataKey, Delivery, DestroyedKey, Unwanted
from intervisie.erasing import erase_again, erase_person, own_data
from sessions.keys import person_key
from sessions.models import (
    CalendarFeed,
    Case,
    Commitment,
    Contribution,
    Dot,
    PersonKey,
    PrivateNote,
    Rsvp,
    ScaleMark,
    Seat,
)
from tests.feedback.evening import a_step, an_evening
from tests.sessions.table import a_case, a_session

PAGE, ERASE = reverse("my_data"), reverse("erase_account")
JSON, TEXT = reverse("my_data_file", args=["json"]), reverse("my_data_file", args=["txt"])
YES = {"given": "keep", "sure": "yes"}


def words_of(name):
    """One word for each place in which somebody can write."""
    return {place: f"{place}-van-{name}" for place in ("vraag", "verhaal", "stap", "noot", "gift", "effect")}


def shown(browser, user):
    """As if a moment ago this person had shown with a code who is there; Bas has an app for that."""
    session = browser.session
    record_authentication(SimpleNamespace(session=session), user, "mfa", reauthenticated=True)
    session.save()
    return browser


@pytest.fixture
def evening(group, agreement, anna, bas, chris, dana):
    """A session that is over: Bas and Chris each brought a case, took a step, made a note, gave the other something."""
    session = an_evening(group, anna, bas, chris, dana)
    for person, other in ((bas, chris), (chris, bas)):
        words = words_of(person.first_name)
        case = a_case(person, group, question=words["vraag"], story=words["verhaal"], state="treated")
        treatment = session.treatments.create(case=case, key=case.key)
        step = session.steps.create(
            treatment=treatment, position=session.steps.count(), kind="phase", phase={}, minutes=5
        )
        key = person_key(person)
        PrivateNote.objects.create(session=session, owner=person, key=key, text=words["noot"])
        taken = a_step(session, person, words["stap"])
        FollowUp.objects.create(
            commitment=taken, day=7, answer="done", key=key, effect=words["effect"], answered_at=timezone.now()
        )
        gift = words_of(other.first_name)["gift"]
        Contribution.objects.create(step=step, author=other, kind="thought", key=case.key, text=gift)
        ScaleMark.objects.create(step=step, owner=person, key=key, value="7")
        Rsvp.objects.create(session=session, user=person, answer="yes")
        MemberFact.objects.create(group=group, user=person, kind="came", key=session.pk, at=session.starts_at)
    GroupFact.objects.create(group=group, kind="held", key=session.pk, at=session.starts_at, counts={"present": 4})
    return session


@pytest.fixture
def more_of_bas(group, bas, evening):
    """What else there can be of one person."""
    coming = a_session(group, number=2, starts_in=timedelta(days=3))
    draft = a_case(bas, group, state="draft", shared_at=None)
    Dot.objects.create(case=a_case(group.memberships.get(role="coach").user, group), session=coming, user=bas)
    CalendarFeed.objects.create(user=bas)
    stop_topic(bas.pk, "pulse")
    step = DataKey.objects.new("person")
    Authenticator.objects.create(user=bas, type="totp", data={"secret": f"{step.pk}:x", "used": [1]})
    Invitation.objects.create(
        group=group,
        email=bas.email,
        token_hash="x",
        expires_at=timezone.now(),
        accepted_by=bas,
        accepted_at=timezone.now(),
    )
    GroupRequest.objects.create(organisation=group.organisation, name="Bas", email="BAS@example.org", purpose="change")
    soon = {"due_at": timezone.now() + timedelta(days=1), "expires_at": timezone.now() + timedelta(days=2)}
    plan("session_reminder", key="r", user=bas, about=coming.pk, facts={"sequence": 0, "days": 1}, **soon)
    pulse = open_pulse(evening.pk)
    answer_pulse(pulse, by=bas, scores={"useful": 4}, next_time="graag", direction="yes")
    return draft


# ── taking along ───────────────────────────────────────────────────────────────────────────────────
def test_the_page_leads_to_both_files(client_of, bas):
    text = client_of(bas).get(PAGE).text
    assert JSON in text
    assert TEXT in text
    assert ERASE in text
    assert PAGE in client_of(bas).get(reverse("me")).text


def test_everything_of_ones_own_and_nothing_of_others(client_of, bas, chris, evening):
    for address in (JSON, TEXT):
        text = client_of(bas).get(address).text
        for place, word in words_of("Bas").items():
            assert (word in text) == (place != "gift"), place
        assert not [word for word in words_of("Chris").values() if word in text]
        assert not [name for name in ("Chris", "Dana", "Anna", "chris@", "anna@") if name in text]
    assert "stap-van-Chris" in client_of(chris).get(JSON).text


def test_the_file_for_machines(client_of, bas, more_of_bas):
    answer = shown(client_of(bas), bas).get(JSON)
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="intervisie.json"'
    assert answer["Cache-Control"] == "no-store"
    told = json.loads(answer.content)
    assert told["profile"][0]["email"] == "bas@example.org"
    assert told["profile"][0]["mails_not_wanted"] == ["Peilingen"]
    assert [one["group"] for one in told["groups"]] == ["Jeugdzorg Noord"]
    assert told["agreements"][0]["version"] == 1
    assert [one["question"] for one in told["cases"]] == ["vraag-van-Bas", "Hoe kan ik eerder nee zeggen?"]
    assert told["commitments"][0]["text"] == "stap-van-Bas"
    assert told["follow_ups"][0]["effect"] == "effect-van-Bas"
    assert told["scores"][0]["value"] == "7"
    assert told["open_pulses"][0]["next_time"] == "graag"
    assert [one["group"] for one in told["sign_ups"]] == ["Jeugdzorg Noord"]
    assert told["made_at"]


def test_the_file_for_people_is_in_their_language(client_of, bas, evening):
    assert "Je casussen\n===========\n\ngroep: Jeugdzorg Noord" in client_of(bas).get(TEXT).text
    bas.language = "en"
    bas.save(update_fields=["language"])
    assert "Your cases\n==========" in client_of(bas).get(TEXT).text


def test_a_text_that_was_destroyed_is_not_in_it(bas, evening):
    case = Case.objects.get(owner=bas)
    case.key.destroy()
    told = {one.key: one for one in own_data(bas)}["cases"].entries[0]
    assert [line.value for line in told if line.key in ("question", "story", "intake")] == ["", "", {}]


def test_taking_along_is_written_down_without_content(client_of, bas, evening):
    client_of(bas).get(JSON)
    event = AuditEvent.objects.get(verb="person.export")
    assert (event.actor_id, event.facts) == (bas.pk, {"kind": "json"})


@pytest.mark.parametrize("address", [PAGE, JSON, TEXT, ERASE])
def test_nobody_is_asked_to_log_in_first(client, db, address):
    assert client.get(address).url.startswith(reverse("account_login"))
    assert client.post(ERASE, YES).url.startswith(reverse("account_login"))


def test_there_is_no_other_kind_of_file(client_of, bas):
    assert client_of(bas).get(reverse("my_data_file", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("address", [JSON, ERASE])
def test_with_a_password_one_shows_again_who_one_is(client_of, bas, address):
    bas.set_password("een lange zin om te onthouden")
    bas.save(update_fields=["password"])
    browser = client_of(bas)
    assert browser.get(address).url.startswith(reverse("account_reauthenticate"))
    browser.post(reverse("account_reauthenticate"), {"password": "een lange zin om te onthouden", "next": address})
    assert browser.get(address).status_code == 200


def test_a_press_waits_until_it_is_shown_who_presses(client_of, bas):
    bas.set_password("een lange zin om te onthouden")
    bas.save(update_fields=["password"])
    browser = client_of(bas)
    there = browser.post(ERASE, YES).url
    assert there.startswith(reverse("account_reauthenticate"))
    browser.post(there, {"password": "mis", "next": ERASE})
    assert User.objects.get(pk=bas.pk).is_active
    browser.post(there, {"password": "een lange zin om te onthouden", "next": ERASE})
    assert not User.objects.get(pk=bas.pk).is_active


def test_ones_own_data_asks_the_same_of_the_database_for_more_cases(bas, group, evening, django_assert_num_queries):
    with django_assert_num_queries(16):
        own_data(bas)
    for _more in range(3):
        a_case(bas, group)
    with django_assert_num_queries(16):
        own_data(bas)


# ── going ──────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_says_what_happens_and_changes_nothing(client_of, bas, more_of_bas):
    text = shown(client_of(bas), bas).get(ERASE).text
    assert "Je hoort niet meer bij Jeugdzorg Noord." in text
    assert "De tekst van je 2 casussen wordt onleesbaar" in text
    assert User.objects.get(pk=bas.pk).erased_at is None


@pytest.mark.parametrize("lacking", [{}, {"given": "keep"}, {"sure": "yes"}, {"given": "iets", "sure": "yes"}])
def test_without_both_answers_nothing_happens(client_of, bas, lacking):
    assert client_of(bas).post(ERASE, lacking).status_code == 422
    assert User.objects.get(pk=bas.pk).is_active


def test_somebody_goes_for_good(client_of, bas, group, evening, more_of_bas, django_capture_on_commit_callbacks):
    key, password = person_key(bas), bas.password
    browser, elsewhere = shown(client_of(bas), bas), client_of(bas)
    cases = list(Case.objects.filter(owner=bas).values_list("key", flat=True))
    step = Authenticator.objects.get().data["secret"].partition(":")[0]
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(ERASE, YES)
    assert answer.url == reverse("landing")
    gone = User.objects.get(pk=bas.pk)
    assert (gone.name, gone.called, gone.is_active, gone.last_login) == ("", "Iemand", False, None)
    assert "bas" not in gone.email
    assert gone.password != password
    assert not gone.has_usable_password()
    # nothing of theirs is left, and no key opens it
    for rows, owner in [
        (EmailAddress, "user"), (Authenticator, "user"), (AgreementSignature, "user"), (MemberFact, "user"),
        (Unwanted, "user"), (Delivery, "user"), (PersonKey, "user"), (Rsvp, "user"), (Dot, "user"),
        (CalendarFeed, "user"), (Commitment, "owner"), (PrivateNote, "owner"), (ScaleMark, "owner"),
        (PulseAnswer, "person"), (Direction, "person"),
    ]:  # fmt: skip
        assert not rows.objects.filter(**{owner: bas}).exists(), rows
    assert not Invitation.objects.exists()
    assert not GroupRequest.objects.exists()
    assert not FollowUp.objects.filter(commitment__owner=bas).exists()
    assert not DataKey.objects.filter(pk__in=[key.pk, step, *cases]).exists()
    assert DestroyedKey.objects.filter(pk__in=[key.pk, step, bas.pk, *cases]).count() == 5
    # out, everywhere, and never in again
    assert browser.get(reverse("home")).status_code == 302
    assert elsewhere.get(reverse("home")).status_code == 302
    assert not any(one.get_decoded().get("_auth_user_id") == str(bas.pk) for one in Session.objects.all())
    # the last mail, to the address that was
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["bas@example.org"], "Je account is weg")
    event = AuditEvent.objects.get(verb="person.erase")
    assert (event.actor_id, event.about_id, event.facts) == (bas.pk, str(bas.pk), {})


def test_what_others_keep(client_of, bas, chris, group, evening, more_of_bas):
    erase_person(bas, keep_given=True)
    assert Membership.objects.get(user=bas).until is not None
    assert Seat.objects.filter(session=evening).count() == 4  # that somebody was there
    assert GroupFact.objects.get(kind="held").counts == {"present": 4}
    gift = Contribution.objects.get(step__treatment__case__owner=chris)
    assert (gift.text, gift.author) == ("gift-van-Bas", None)
    own = Case.objects.get(owner=chris)
    assert own.question == "vraag-van-Chris"
    assert PrivateNote.objects.get(owner=chris).text == "noot-van-Chris"
    on_own = Contribution.objects.select_related("key").get(step__treatment__case__owner=bas)
    assert sealed(on_own)
    for page in ("group", "group_people", "agreement"):
        text = client_of(chris).get(reverse(page, args=[group.pk])).text
        assert "Bas" not in text, page


def test_what_was_given_goes_along_when_asked(bas, chris, evening):
    erase_person(bas, keep_given=False)
    assert not Contribution.objects.filter(step__treatment__case__owner=chris).exists()
    assert Contribution.objects.filter(author=chris).exists()


def test_only_ones_own_account(client_of, bas, chris, evening):
    client_of(chris).post(ERASE, YES | {"user": str(bas.pk), "email": bas.email})
    assert User.objects.get(pk=bas.pk).is_active
    assert not User.objects.get(pk=chris.pk).is_active


def test_twice_is_once(bas, evening):
    assert erase_person(bas, keep_given=True)
    before = AuditEvent.objects.count()
    assert not erase_person(bas, keep_given=True)
    assert AuditEvent.objects.count() == before


def test_all_of_it_or_nothing(bas, evening, monkeypatch):
    """The mark of a fault half-way: a row that cannot be written."""
    Case.objects.filter(owner=bas).update(state="draft")
    DestroyedKey.objects.create(id=bas.pk, scope="x" * 8)
    User.objects.filter(pk=bas.pk).update(erased_at=None)
    monkeypatch.setattr("intervisie.erasing.make_nobody", lambda person: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase_person(bas, keep_given=True)
    assert PrivateNote.objects.get(owner=bas).text == "noot-van-Bas"
    assert Membership.objects.get(user=bas).until is None
    assert EmailAddress.objects.filter(user=bas).exists()


def test_the_only_coordinator_is_warned_and_not_held(client_of, coen):
    browser = client_of(coen)
    assert "Je bent de enige coördinator van Stichting Noorderzorg." in browser.get(ERASE).text
    assert browser.post(ERASE, YES).url == reverse("landing")
    assert not coen.roles.exists()


def test_a_coach_leaves_the_group_as_by_a_press(anna, group):
    erase_person(anna, keep_given=True)
    assert not group.memberships.current().filter(role="coach").exists()
    assert AuditEvent.objects.filter(verb="group.leave", actor_id=anna.pk).exists()


def test_who_is_gone_can_be_invited_as_somebody_new(bas, group, anna):
    erase_person(bas, keep_given=True)
    actions.invite(group, ["bas@example.org"], by=anna)
    assert (
        Client().post(reverse("account_login"), {"login": "bas@example.org", "password": "x" * 12}).status_code == 200
    )
    assert User.objects.filter(email="bas@example.org").count() == 0


# ── by who runs it ─────────────────────────────────────────────────────────────────────────────────
def test_somebody_who_asks_in_another_way(bas, evening):
    said = StringIO()
    call_command("erase_person", "BAS@example.org", stdout=said)
    assert "Erased." in said.getvalue()
    assert User.objects.get(pk=bas.pk).erased_at
    with pytest.raises(CommandError):
        call_command("erase_person", "bas@example.org")
    with pytest.raises(CommandError):
        call_command("erase_person")


def test_a_restored_backup_forgets_again(bas, chris, evening):
    """As after a restore: the person is back, and the newer tombstones say that they went."""
    DestroyedKey.objects.create(id=bas.pk, scope="person")
    assert erase_again() == 1
    assert User.objects.get(pk=bas.pk).erased_at
    assert User.objects.get(pk=chris.pk).erased_at is None
    assert erase_again() == 0


def test_the_tombstone_of_who_went_makes_a_backup_forget_again(bas, chris, evening):
    """The account stands in the database again as it was; what tells is the tombstone that the erasing itself left."""
    erase_person(bas, keep_given=True)
    User.objects.filter(pk=bas.pk).update(erased_at=None, is_active=True, name="Bas Hoekstra")
    assert erase_again() == 1
    assert User.objects.get(pk=bas.pk).name == ""

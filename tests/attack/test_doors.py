"""The ways in and out: forged forms, false hosts, planted sessions, guessed addresses and passwords, spoilt links."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import transaction
from django.test import Client

from groups.tokens import invitation_token
from intervisie.common.delivery.sending import letter
from intervisie.common.models import Delivery
from tests.attack.addresses import addresses, browser_of, each_door
from tests.attack.database import changed, prints

PASSWORD = "een lange zin om te onthouden"
EVIL = "evil.example"


@pytest.fixture(scope="module")
def places(world_of_this_module):
    return addresses(world_of_this_module)


def with_password(user):
    """A copy of somebody: the rows of this test go back, an object of the world of this module does not."""
    person = type(user).objects.get(pk=user.pk)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


@pytest.fixture
def bas(world):
    return with_password(world.bas)


def sign_in(browser, email, password=PASSWORD, **more):
    return browser.post("/account/login/", {"login": email, "password": password}, **more)


# ── forged forms ───────────────────────────────────────────────────────────────────────────────────
PRESSED_BY_MAIL_PROGRAMS = {"unsubscribe"}  # RFC 8058: the signed link is the key, and it can only end mails


def test_nothing_is_done_without_the_token_of_our_own_form(world, places):
    browser, before = browser_of(world.anna, enforce_csrf_checks=True), prints()
    for place in each_door(places, most=1):
        if place.name not in PRESSED_BY_MAIL_PROGRAMS:
            assert browser.post(place.path, {"text": "x"}).status_code == 403, place.path
    assert changed(before) == set()


def test_a_token_of_another_site_is_no_token(world):
    browser = browser_of(world.anna, enforce_csrf_checks=True)
    browser.get("/ik/")
    fields = {"name": "Anna", "language": "nl", "csrfmiddlewaretoken": "x" * 64}
    assert browser.post("/ik/", fields).status_code == 403
    fields["csrfmiddlewaretoken"] = browser.cookies[settings.CSRF_COOKIE_NAME].value
    assert browser.post("/ik/", fields, headers={"origin": f"https://{EVIL}"}).status_code == 403
    assert browser.post("/ik/", fields).status_code == 302


# ── false addresses ────────────────────────────────────────────────────────────────────────────────
ELSEWHERE = [f"https://{EVIL}/", f"//{EVIL}", f"\\\\{EVIL}", f"/\\{EVIL}", f"https:{EVIL}", "javascript:alert(1)"]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_no_address_sends_anybody_elsewhere(world, places, to):
    fields = {"next": to, "language": "en", "login": "x@example.org", "password": "x", "email": "x@example.org"}
    for user in (world.dana, None):
        browser = browser_of(user)
        for place in each_door((place for place in places if not place.private), most=1):
            for answer in (
                browser.get(place.path, {"next": to}, headers={"referer": to}),
                browser.post(place.path, fields, headers={"referer": to}),
            ):
                where = answer.headers.get("Location", "")
                assert not re.match(r"(?i)(https?:)?[/\\]{0,2}(evil|javascript)", where), (place.path, where)
                assert EVIL not in where.partition("?")[0], (place.path, where)


@pytest.mark.parametrize("name", ["host", "x-forwarded-host"])
def test_a_false_host_is_refused_or_ignored_and_stands_in_no_mail(client, bas, name):
    client.raise_request_exception = False
    answer = client.post("/account/password/reset/", {"email": bas.email}, headers={name: EVIL})
    assert answer.status_code == (400 if name == "host" else 302)
    assert EVIL not in answer.headers.get("Location", "")
    for sent in mail.outbox:
        assert EVIL not in sent.message().as_string()
        assert settings.BASE_URL in sent.body
    assert len(mail.outbox) == (name != "host")


def test_a_false_host_reaches_no_page(world):
    browser = browser_of(world.bas)
    for path in ("/vandaag/", f"/bijeenkomst/{world.planned.pk}/agenda.ics", "/agenda/", "/"):
        answer = browser.get(path, headers={"x-forwarded-host": EVIL, "x-forwarded-proto": "https"})
        assert answer.status_code in (200, 302)
        assert EVIL.encode() not in answer.content


# ── planted and stolen sessions ────────────────────────────────────────────────────────────────────
def test_signing_in_gives_a_session_nobody_knew_before(world, bas):
    browser = Client()
    browser.get(f"/uitnodiging/{invitation_token(world.invitation.pk, 1)}/")  # an anonymous session, as one plants it
    planted = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert sign_in(browser, bas.email).status_code == 302
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/vandaag/").status_code == 302


def test_a_session_of_ones_own_making_is_not_taken(bas):
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    sign_in(browser, bas.email)
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32
    assert not Session.objects.filter(session_key="a" * 32).exists()


def test_after_logging_out_the_old_cookie_opens_nothing(bas):
    browser = browser_of(bas)
    old = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/account/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert thief.get("/vandaag/").status_code == 302


def test_a_changed_password_ends_every_other_session(bas):
    own, elsewhere = browser_of(bas), browser_of(bas)
    changed_to = {"oldpassword": PASSWORD, "password1": PASSWORD + " 2", "password2": PASSWORD + " 2"}
    assert own.post("/account/password/change/", changed_to).status_code == 302
    assert own.get("/vandaag/").status_code == 200
    assert elsewhere.get("/vandaag/").status_code == 302


# ── guessing who is here ───────────────────────────────────────────────────────────────────────────
def said(answer, about):
    """The whole answer, without what was asked about and what differs each time."""
    text = answer.content.decode().replace(about, "…")
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|data-request)="[^"]*"', "", text)
    return answer.status_code, answer.headers.get("Location"), text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/account/login/", {"login": "…", "password": "niet dit woord"}),
        ("/account/login/code/", {"email": "…"}),
        ("/account/password/reset/", {"email": "…"}),
        ("/account/signup/", {"name": "Iemand", "email": "…", "password1": PASSWORD}),
    ],
)
def test_who_has_an_account_looks_like_who_has_none(world, bas, path, fields, monkeypatch):
    """In words, in where it leads, in the mails that go out, and in the work it takes."""
    hashed = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", lambda *a, **n: hashed.append(1) or encode(*a, **n))

    def asked(email):
        mail.outbox.clear()
        hashed.clear()
        browser = Client()
        with transaction.atomic():  # as if each were the first
            if "signup" in path:
                browser.get(f"/uitnodiging/{invitation_token(world.invitation.pk, 1)}/")
            answer = browser.post(path, {name: email if value == "…" else value for name, value in fields.items()})
            transaction.set_rollback(True)
        return said(answer, email), len(mail.outbox), len(hashed)

    assert asked(bas.email) == asked("niemand@example.org")


def test_what_is_not_ones_own_looks_like_what_does_not_exist(world, places):
    browser = browser_of(world.eva)
    for place in each_door((place for place in places if place.private), most=1):
        other = str(uuid4())
        theirs, nowhere = browser.get(place.path), browser.get(place.path.replace(place.about, other))
        assert said(theirs, place.about) == said(nowhere, other), place.path


# ── guessing passwords ─────────────────────────────────────────────────────────────────────────────
def test_who_is_locked_out_by_somebody_guessing_stays_in_the_room(world, bas):
    own, room = browser_of(bas), f"/bijeenkomst/{world.live.pk}/kamer/"
    thief = Client()
    for _guess in range(8):
        sign_in(thief, bas.email, "geraden woord")
    refused = sign_in(thief, bas.email)
    assert refused.status_code != 302, "guessing has to stop somewhere"
    assert own.get(room).status_code == 200
    assert own.post(f"{room}aantekening/", {"text": "Ik ben er nog."}).status_code == 302
    assert thief.post("/account/login/code/", {"email": bas.email}).status_code == 302, "and a code still comes"
    chris = with_password(world.chris)
    assert sign_in(Client(), chris.email).status_code == 302, "nobody else behind the same address is locked out"


# ── smuggled lines ─────────────────────────────────────────────────────────────────────────────────
SMUGGLED = f"Noord\r\nBcc: x@{EVIL}\r\nX-Evil: ja\r\n\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@{EVIL}\r\n"


@pytest.fixture
def smuggling(world):
    """As if no form had stood in the way: line ends in every name, place and link."""
    type(world.group).objects.filter(pk=world.group.pk).update(name=SMUGGLED[:80])
    type(world.bas).objects.update(name=SMUGGLED[:80])
    world.group.case_sessions.update(place=SMUGGLED[:120], link=f"https://x.nl/{SMUGGLED[:200]}")
    type(world.organisation).objects.filter(pk=world.organisation.pk).update(name=SMUGGLED[:120])
    return world


def test_no_name_smuggles_a_header_into_a_mail(smuggling):
    rows = Delivery.objects.select_related("user").order_by("kind").distinct("kind")
    assert len(rows) > 10
    for row in rows:
        message = letter(row).message()
        assert EVIL not in "".join(f"{name}{value}" for name, value in message.items() if name != "Subject")
        assert set(message.keys()).isdisjoint({"Bcc", "X-Evil"}), row.kind
        assert "\n" not in message["Subject"].replace("\n ", " "), row.kind
        for part in message.walk():
            if part.get_content_type() in ("text/calendar", "application/ics"):
                no_smuggled_line(part.get_payload(decode=True).decode())


def test_no_name_smuggles_a_line_into_a_calendar_or_a_header_into_a_download(smuggling):
    browser = browser_of(smuggling.chris)
    for path in (f"/bijeenkomst/{smuggling.planned.pk}/agenda.ics", f"/agenda/{smuggling.tokens['feed_ics']}.ics"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert re.fullmatch(r'inline; filename="[a-z]+\.ics"', answer["Content-Disposition"])
        no_smuggled_line(answer.content.decode())


def no_smuggled_line(calendar):
    lines = re.sub(r"\r?\n[ \t]", "", calendar).splitlines()
    assert not [line for line in lines if line.startswith(("Bcc", "X-Evil", "ATTENDEE:mailto:x@"))]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") >= 1


# ── keys from mails ────────────────────────────────────────────────────────────────────────────────
KEYED = {
    "rsvp": "/kom-je/{}/",
    "feed_ics": "/agenda/{}.ics",
    "confirm_request": "/aanvragen/bevestigen/{}/",
    "unsubscribe": "/mail/uit/{}/",
}
REMEMBERED = {"invitation": "/uitnodiging/{}/", "role_invitation": "/coordinatie/uitnodiging/{}/"}


def test_a_key_opens_its_own_door_only(world):
    for kind, token in world.tokens.items():
        for other, path in {**KEYED, **REMEMBERED}.items():
            answer = Client().get(path.format(token), follow=True)
            assert (answer.status_code == 200) == (kind == other), (kind, other)


def spoilt(token):
    yield token[:-1]
    yield token[1:]
    yield token.swapcase()
    yield token.replace(".", ":")[::-1]
    yield f"{token}x"
    yield token[:10] + ("A" if token[10] != "A" else "B") + token[11:]
    yield "x" * 3000


def test_a_spoilt_key_opens_nothing_and_changes_nothing(world):
    before = prints()
    for kind, path in {**KEYED, **REMEMBERED}.items():
        for token in spoilt(world.tokens[kind]):
            for ask in (Client().get, Client().post):
                answer = ask(path.format(token), {"answer": "yes"}, follow=True)
                assert answer.status_code in (404, 405), (kind, token[:50])
    assert changed(before) == set()


def test_keys_end(world, time_machine):
    """An answer when the session has been; a request after three days, an invitation after two weeks."""
    time_machine.move_to(world.planned.ends_at + timedelta(days=15), tick=False)
    before = prints()
    for kind, status in {"rsvp": 409, "confirm_request": 404, "invitation": 410, "role_invitation": 410}.items():
        path = {**KEYED, **REMEMBERED}[kind].format(world.tokens[kind])
        browser = Client()
        answer = browser.post(path, {"answer": "yes"}, follow=True)
        answer = browser.get(path, follow=True) if kind in REMEMBERED else answer
        assert answer.status_code == status, kind
    assert changed(before) == set()

"""Who somebody is: signing in by code and by password, one's own page, mails that leave no trace."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from groups.emails.account import LETTERS, account_letter
from groups.models import User
from intervisie.common.models import AuditEvent, Delivery

PASSWORD = "een lange zin om te onthouden"


@pytest.fixture
def with_password(bas):
    bas.set_password(PASSWORD)
    bas.save(update_fields=["password"])
    return bas


def code_in(letter):
    return re.search(r"^([A-Z0-9][A-Z0-9-]{4,})$", letter.body, re.MULTILINE).group(1)


# ── coming in ──────────────────────────────────────────────────────────────────────────────────────
def test_in_by_code(client, bas):
    there = reverse("me")
    answer = client.post(reverse("account_request_login_code"), {"email": bas.email, "next": there})
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [bas.email]
    assert letter.subject == "Je code om in te loggen"
    confirm = reverse("account_confirm_login_code")
    assert client.post(confirm, {"code": code_in(letter), "next": there}).url == there
    assert client.get(there).status_code == 200


def test_the_code_is_kept_and_logged_nowhere(client, bas, caplog):
    client.post(reverse("account_request_login_code"), {"email": bas.email})
    code = code_in(mail.outbox[0])
    assert code not in caplog.text
    assert not Delivery.objects.exists()
    assert code not in str(AuditEvent.objects.values_list())


def test_in_by_password_and_on_to_where_one_was_going(client, with_password):
    there = reverse("me")
    assert client.get(there).url == f"{reverse('account_login')}?next={there}"
    data = {"login": "BAS@example.org", "password": PASSWORD, "next": there}
    assert client.post(reverse("account_login"), data).url == there


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_never_on_to_another_site(client, with_password, elsewhere):
    data = {"login": with_password.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post(reverse("account_login"), data)
    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert "javascript" not in answer.url


def test_a_wrong_password_is_said_in_our_own_words(client, with_password):
    answer = client.post(reverse("account_login"), {"login": with_password.email, "password": "mis"})
    assert "Dit adres en dit wachtwoord horen niet bij elkaar." in answer.text


def test_an_unknown_address_looks_the_same(client, bas):
    known = client.post(reverse("account_request_login_code"), {"email": bas.email})
    client.cookies.clear()
    unknown = client.post(reverse("account_request_login_code"), {"email": "niemand@voorbeeld.nl"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[1].subject == "Bij dit adres hoort geen account"


def test_the_language_of_the_reader(client, bas):
    bas.language = "en"
    bas.save(update_fields=["language"])
    client.post(reverse("account_request_login_code"), {"email": bas.email})
    assert 'lang="en"' in mail.outbox[0].alternatives[0].content


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_can_be_written(name, language, db):
    context = {"code": "ABCD-EFGH", "password_reset_url": "http://localhost/x"}
    letter = account_letter(f"account/email/{name}", language=language, context=context)
    assert letter.subject
    assert "None" not in letter.text
    assert "\n" not in letter.subject
    assert "<style" not in letter.html.replace("<style>@media", "")
    assert f'lang="{language}"' in letter.html


# ── one's own page ─────────────────────────────────────────────────────────────────────────────────
def test_name_language_and_look(client_of, bas):
    browser = client_of(bas)
    answer = browser.post(reverse("me"), {"name": " Bas  van  Dam ", "language": "en", "theme": "dark"})
    assert answer.url == reverse("me")
    bas.refresh_from_db()
    assert (bas.name, bas.language, bas.theme) == ("Bas van Dam", "en", "dark")
    text = browser.get(reverse("me")).text
    assert '<html lang="en" data-bs-theme="dark">' in text


@pytest.mark.parametrize(
    "bad", [{"name": ""}, {"name": "x" * 81}, {"language": "de"}, {"theme": "roze"}, {"language": ""}]
)
def test_what_is_wrong_is_said(client_of, bas, bad):
    answer = client_of(bas).post(reverse("me"), {"name": "Bas", "language": "nl", "theme": ""} | bad)
    assert answer.status_code == 422
    bas.refresh_from_db()
    assert bas.name == "Bas Hoekstra"


def test_one_changes_only_oneself(client_of, bas, chris):
    data = {"name": "Bas", "language": "nl", "theme": "", "email": "x@x.nl", "is_staff": "on", "id": str(chris.pk)}
    client_of(bas).post(reverse("me"), data)
    bas.refresh_from_db()
    assert (bas.email, bas.is_staff) == ("bas@example.org", False)
    assert User.objects.get(pk=chris.pk).name == "Chris de Wit"


def test_one_address_one_person(db):
    User.objects.create_user("Iemand@Voorbeeld.nl")
    assert User.objects.get().email == "iemand@voorbeeld.nl"
    assert User.objects.get_by_natural_key("IEMAND@voorbeeld.NL")


def test_a_changed_password_is_told(client_of, with_password):
    browser = client_of(with_password)
    data = {"oldpassword": PASSWORD, "password1": PASSWORD + " 2", "password2": PASSWORD + " 2"}
    assert browser.post(reverse("account_change_password"), data).url == reverse("me")
    assert mail.outbox[0].subject == "Je wachtwoord is veranderd"


def test_the_main_address_cannot_be_removed(client_of, bas):
    client_of(bas).post(reverse("account_email"), {"action_remove": "", "email": bas.email})
    assert EmailAddress.objects.filter(user=bas).exists()


def test_a_mail_server_that_is_away_is_said_and_can_be_tried_again(client, bas, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post(reverse("account_request_login_code"), {"email": bas.email})
    assert answer.status_code == 503
    assert "De mail kon nu niet weg" in answer.text

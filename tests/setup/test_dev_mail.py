"""The page of the mails that would have gone out: here and in development only, and nothing in them can act."""

import re

import pytest
from django.core import mail
from django.test import Client

HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def sent(settings, tmp_path):
    """Two mails in the folder: one plain, one with HTML, a calendar and a file."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    mail.send_mail("Herinnering", "Morgen om 14.00 uur.\nhttp://localhost/x/", "a@example.org", ["bas@example.org"])
    rich = mail.EmailMultiAlternatives("Uitnodiging", "Kom je?", "a@example.org", ["chris@example.org"])
    rich.attach_alternative("<p style='color:red'>Kom je?</p><script>alert(1)</script>", "text/html")
    rich.attach("bijeenkomst.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR", "text/calendar")
    rich.send()
    return Client()


def keys(client):
    return re.findall(r"/dev/mail/([^/?\"]+)/", client.get("/dev/mail/", **HERE).content.decode())


def test_all_mails_are_listed(sent, db):
    page = sent.get("/dev/mail/", **HERE).content.decode()
    assert "Herinnering" in page
    assert "Uitnodiging" in page


def test_those_to_one_person(sent, db):
    page = sent.get("/dev/mail/?to=bas@example.org", **HERE).content.decode()
    assert "Herinnering" in page
    assert "Uitnodiging" not in page


def test_one_mail_with_text_links_and_attachment(sent, db):
    pages = "".join(sent.get(f"/dev/mail/{key}/", **HERE).content.decode() for key in keys(sent))
    assert "Morgen om 14.00 uur." in pages
    assert 'href="http://localhost/x/"' in pages
    assert "bijeenkomst.ics" in pages
    assert "BEGIN:VCALENDAR" in pages
    assert "<script>alert" not in pages


def test_the_html_is_a_document_in_a_sandbox(sent, db):
    answers = [sent.get(f"/dev/mail/{key}/html/", **HERE) for key in keys(sent)]
    answer = next(one for one in answers if b"<script>" in one.content)
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("path", ["/dev/mail/", "/dev/mail/x/", "/dev/mail/x/html/"])
def test_elsewhere_there_is_no_such_page(client, db, settings, path):
    assert client.get(path, REMOTE_ADDR="192.0.2.1").status_code == 404
    settings.DEVELOPMENT = False
    assert client.get(path, **HERE).status_code == 404


def test_a_mail_that_is_not_there(sent, db):
    assert sent.get("/dev/mail/nothing-0/", **HERE).status_code == 404

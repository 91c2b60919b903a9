"""From templates to a message: two halves, one language, one zone, nothing that a mail program must fetch."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from intervisie.common.delivery import mail

TEMPLATES = {
    "emails/try/note.subject.txt": "{% if language == 'en' %}Thursday{% else %}Donderdag{% endif %}\n {{ name }}",
    "emails/try/note.txt": '{% extends "emails/base.txt" %}{% block title %}Dag{% endblock %}'
    "{% block body %}{{ name }}\n\n\n\n{{ at|date:'H:i' }}   \n{{ base_url }}/x/{% endblock %}",
    "emails/try/note.html": '{% extends "emails/base.html" %}{% block title %}Dag{% endblock %}'
    '{% block body %}<p class="text ink">{{ name }} {{ at|date:"H:i" }}</p>'
    '<a class="choice yes" href="{{ base_url }}/x/">Ik kom</a>{% endblock %}',
}
AT = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def templates(tmp_path, settings):
    for name, text in TEMPLATES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]


def note(language="nl", zone="Europe/Amsterdam", name="Bas O’Brien"):
    return mail("try/note", language=language, zone=zone, name=name, at=AT)


def test_times_are_said_in_the_zone_of_the_group():
    assert "13:30" in note().text
    assert "13:30" in note().html
    assert "07:30" in note(zone="America/New_York").text


def test_the_language_is_that_of_the_person_and_only_for_this_message():
    before = translation.get_language()
    assert note("en").subject.startswith("Thursday")
    assert '<html lang="en">' in note("en").html
    assert translation.get_language() == before


def test_text_is_text_and_html_is_escaped():
    message = note(name="Bas <i>O'Brien</i> & zn")
    assert "Bas <i>O'Brien</i> & zn" in message.text
    assert "<i>" not in message.html
    assert "&amp; zn" in message.html


def test_the_subject_is_one_line():
    assert note(name="Bas\r\nBcc: all@example.org").subject == "Donderdag Bas Bcc: all@example.org"


def test_the_text_is_tidy():
    text = note().text
    assert "\n\n\n" not in text
    assert "\n-- \n" in text
    assert text.endswith(".\n")


def test_links_are_absolute(settings):
    assert f"{settings.BASE_URL}/x/" in note().text
    assert f'href="{settings.BASE_URL}/x/"' in note().html


def test_the_style_is_in_the_elements_and_nothing_is_fetched():
    html = note().html
    assert 'class="choice yes"' in html
    assert "background: #1c5566" in html.partition("<body")[2]
    assert "prefers-color-scheme: dark" in html.partition("<body")[0]
    for fetched in ("<img", "<link", "src=", "@import", "url("):
        assert fetched not in html

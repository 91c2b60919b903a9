"""The public statements: what they promise is what the code does, because the figures come from there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from feedback.actions import pulse
from groups import retention as names
from groups.models import Organisation
from intervisie import statement
from intervisie.addresses import wrong_contact
from intervisie.common.delivery import rows
from sessions import retention as texts

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Where a figure is decided, another value for it, and how the page of privacy then says it.
DECIDED = [
    (texts, "FOLLOW_UP", timedelta(days=711), "711 en nog eens"),
    (texts, "AFTER", timedelta(days=712), "712 dagen na de terugblik"),
    (texts, "BACKUPS_DAYS", 713, "binnen 713 dagen"),
    (texts, "REASONS", timedelta(days=714), "714 dagen na de bijeenkomst wissen we de reden"),
    (pulse, "OPEN_FOR", timedelta(days=715), "Hooguit 715 dagen"),
    (names, "ATTENDANCE", 716 * names.YEAR, "Hooguit 716 jaar, om de beurten eerlijk te verdelen"),
    (names, "REGISTERED", 723 * names.YEAR, "registratie in het beroep, 723 jaar"),
    (names, "INVITATION", timedelta(days=717), "717 dagen nadat de uitnodiging"),
    (names, "UNCONFIRMED", timedelta(days=718), "na 718 dagen weg"),
    (names, "HANDLED", timedelta(days=719), "719 dagen na het antwoord"),
    (names, "UNANSWERED", timedelta(days=720), "na 720 dagen in elk geval"),
    (rows, "KEEP", timedelta(days=721), "verstuurd zijn, 721 dagen"),
]


def read(client, address="/privacy/"):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


@pytest.mark.parametrize(("where", "name", "value", "said"), DECIDED, ids=[name for _, name, _, _ in DECIDED])
def test_a_figure_on_the_page_is_the_one_the_code_keeps_to(db, client, monkeypatch, where, name, value, said):
    assert said not in read(client)
    monkeypatch.setattr(where, name, value)
    assert said in read(client)


def test_how_long_one_stays_logged_in_is_a_setting(db, client, settings):
    settings.SESSION_COOKIE_AGE = 722 * 86_400
    assert "Na 722 dagen vragen we je opnieuw in te loggen" in read(client)


def test_how_long_is_kept_who_did_what_is_a_setting(db, client, settings):
    assert "Na 730 dagen gaat het weg" in read(client)
    settings.AUDIT_DAYS = 724
    assert "Na 724 dagen gaat het weg" in read(client)


def test_how_long_names_are_kept_depends_on_ones_organisation(client_of, cast):
    Organisation.objects.filter(pk=cast.organisation.pk).update(attendance_for_register=True)
    assert "Hooguit 6 jaar, omdat een beroepsregister erom vraagt." in read(client_of(cast.bas))
    said = read(client_of(cast.femke))
    assert "Hooguit een jaar, om de beurten eerlijk te verdelen." in said
    assert "registratie in het beroep, 6 jaar" in said


@pytest.mark.parametrize("page", ["privacy.html", "_privacy_more.html", "who_sees_what.html"])
def test_no_figure_is_typed(page):
    text = re.sub(r"<[^>]+>", " ", (TEMPLATES / "pages" / page).read_text())
    assert not re.findall(r"\b\d+\b|\b(?:dertig|zestig|negentig|zes|zeven) (?:dagen|jaar)", text)


def test_no_other_page_types_how_long_something_is_kept():
    typed = r"\b\d{2,} dagen|\b(?:dertig|zestig|negentig|honderd\w*) dagen"
    assert [path.name for path in TEMPLATES.rglob("*.html") if re.search(typed, path.read_text())] == []


def test_who_is_logged_in_finds_the_own_data(client, client_of, bas):
    assert 'href="/ik/gegevens/"' in client_of(bas).get("/privacy/").content.decode()
    assert 'href="/ik/gegevens/"' not in client.get("/privacy/").content.decode()


def test_every_figure_that_is_gathered_is_said():
    said = "".join((TEMPLATES / "pages" / name).read_text() for name in ("privacy.html", "_privacy_more.html"))
    assert {f"kept.{name}" for name in statement.kept([])} == set(re.findall(r"kept\.\w+", said))


def test_the_ceiling_is_that_of_ones_own_organisation(client_of, cast):
    Organisation.objects.filter(pk=cast.organisation.pk).update(case_days=77)
    Organisation.objects.filter(pk=cast.school.pk).update(case_days=99)
    assert "Nooit blijft hij langer dan 77 dagen" in read(client_of(cast.bas))
    assert "Nooit blijft hij langer dan 99 dagen" in read(client_of(cast.femke))
    assert "nooit langer dan 77 dagen" in read(client_of(cast.bas), "/wie-ziet-wat/")


def test_who_answers_for_it_is_named(client, client_of, cast):
    Organisation.objects.filter(pk=cast.organisation.pk).update(
        controller="Bestuur Noorderzorg", privacy_contact="privacy@noorderzorg.example"
    )
    for reader in (client, client_of(cast.bas), client_of(cast.coen)):
        assert "Bestuur Noorderzorg Vragen over je gegevens: privacy@noorderzorg.example" in read(reader)
    assert "Hogeschool Linde" in read(client_of(cast.femke))
    assert "Noorderzorg" not in read(client_of(cast.femke))


def test_who_left_reads_of_no_organisation(client_of, cast):
    cast.femke.memberships.update(until=timezone.now())
    assert "Hogeschool Linde" not in read(client_of(cast.femke))


@pytest.mark.parametrize("address", ["/privacy/", "/toegankelijkheid/"])
def test_every_foot_leads_there(db, client, client_of, bas, address):
    for reader in (client, client_of(bas)):
        foot = reader.get("/hulp/").content.decode().split('id="foot"')[1]
        assert f'href="{address}"' in foot


def test_the_statement_costs_the_same_for_one_and_three_organisations(client_of, coen, cast, django_assert_num_queries):
    reader = client_of(coen)
    with django_assert_num_queries(3):
        reader.get("/privacy/")
    for name in ("Zuiderzorg", "Westerzorg"):
        coen.roles.create(organisation=Organisation.objects.create(name=name), role="coordinator")
    with django_assert_num_queries(3):
        reader.get("/privacy/")


# ── whom to tell ───────────────────────────────────────────────────────────────────────────────────
def test_security_txt_says_whom_to_tell(db, client, settings):
    settings.CONTACT, settings.BASE_URL = "mailto:veilig@example.org", "https://intervisie.example.org"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#"))
    assert said["Contact"] == "mailto:veilig@example.org"
    assert said["Canonical"] == "https://intervisie.example.org/.well-known/security.txt"
    assert said["Preferred-Languages"] == "nl, en"
    assert said["Policy"] == "https://intervisie.example.org/veiligheid/"
    left = timezone.datetime.fromisoformat(said["Expires"]) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)


def test_who_found_a_leak_reads_whom_to_tell_and_what_happens_then(db, client, settings):
    settings.CONTACT = "mailto:veilig@example.org"
    assert 'href="/veiligheid/"' in client.get("/privacy/").content.decode()
    said = read(client, "/veiligheid/")
    assert "Schrijf wie deze site beheert: veilig@example.org" in said
    assert "Binnen drie werkdagen antwoord" in said
    settings.CONTACT = ""
    assert "Zeg het tegen wie je groep begeleidt" in read(client, "/veiligheid/")


def test_with_nobody_named_there_is_no_such_file(db, client, settings):
    settings.CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_contact_of_the_site_is_a_link(db, client, settings):
    settings.CONTACT = "mailto:veilig@example.org"
    for address in ("/privacy/", "/toegankelijkheid/", "/veiligheid/"):
        assert '<a id="site-contact" href="mailto:veilig@example.org">veilig@example.org</a>' in (
            client.get(address).content.decode()
        )


@pytest.mark.parametrize(
    ("value", "fine"),
    [("mailto:a@b.nl", True), ("https://b.nl/meld", True), ("a@b.nl", False), ("javascript:x", False)],
)
def test_a_contact_is_an_address(value, fine):
    assert (wrong_contact(value) == "") is fine

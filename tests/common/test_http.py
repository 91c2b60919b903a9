"""What holds for every page: input that can be stored, the person's language, private answers, refusals in words."""

import json
import logging
from io import StringIO
from logging.config import DictConfigurator
from urllib.parse import urlencode

import pytest
from celery import shared_task
from django.conf import settings as real_settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intervisie import logs

pytestmark = [pytest.mark.urls("tests.common.urls"), pytest.mark.django_db]
STORY = "Ik schaamde me tegenover meneer De Vries"
BAD = ["\x00", "\x01", "\x1b", "\x7f", "\x0b"]


@pytest.fixture(autouse=True)
def plain_static(settings):
    """The pages of these tests are drawn without a set-up of static files."""
    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}


@pytest.fixture
def client():
    """As in a browser: what fails is a page, not an exception."""
    return Client(raise_request_exception=False)


# ── input ──
@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_stored_is_refused_in_words(client, bad):
    for answer in [
        client.get("/echo/", {"q": f"a{bad}b"}),
        client.get("/echo/", {f"q{bad}": "a"}),
        client.post("/echo/", {"text": f"a{bad}b"}),
        client.post("/echo/", json.dumps({"deep": [{"text": f"a{bad}"}]}), content_type="application/json"),
        client.post("/echo/", json.dumps({f"name{bad}": 1}), content_type="application/json"),
    ]:
        assert answer.status_code == 400
        assert "Er zit een teken in dat we niet kunnen bewaren" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_nul_in_the_path_in_a_cookie_or_beside_a_file_is_refused(client):
    assert client.get("/echo/%00/").status_code == 400
    client.cookies[real_settings.SESSION_COOKIE_NAME] = "a\x00b"
    assert client.get("/echo/").status_code == 400
    client.cookies.clear()
    part = b'--b\r\nContent-Disposition: form-data; name="f\x01"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n'
    answer = client.generic("POST", "/echo/", part, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400


def test_half_a_surrogate_pair_in_json_is_refused(client):
    assert client.post("/echo/", r'{"a": "\ud800"}', content_type="application/json").status_code == 400


def test_json_without_end_is_refused(client):
    assert client.post("/echo/", "[" * 50_000, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "text", ["regel\nen\r\n\ttab", "é ☕ 👩‍👧 עברית", "\u2028", "'; DROP TABLE--", "<b>", "%00", "\\0"]
)
def test_what_people_type_passes_unchanged(client, text):
    assert client.post("/echo/", {"text": text}).json()["post"]["text"] == [text]
    assert client.get("/echo/", {"q": text}).json()["get"]["q"] == [text]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=40), value=st.text(max_size=80), body=st.binary(max_size=200))
def test_no_input_is_an_error_of_ours(client, name, value, body):
    try:
        answers = [client.get("/echo/", {name: value}), client.post("/echo/", {name: value})]
    except UnicodeEncodeError:  # the test client itself cannot send half a pair
        answers = []
    answers.append(client.generic("POST", "/echo/", body, content_type="application/x-www-form-urlencoded"))
    answers.append(client.generic("POST", "/echo/", body, content_type="multipart/form-data; boundary=b"))
    answers.append(client.generic("POST", "/echo/", body, content_type="application/json"))
    assert {answer.status_code for answer in answers} <= {200, 400}


def test_an_endless_address_is_refused(client):
    answer = client.get("/echo/", {"q": "a" * 5000})
    assert answer.status_code == 400
    assert "Dit adres is te lang" in answer.content.decode()


def test_an_endless_upload_is_refused_before_it_is_read(client):
    answer = client.generic("POST", "/echo/", b"", CONTENT_LENGTH=str(5_000_000))
    assert answer.status_code == 413
    assert "hooguit 200 KB" in answer.content.decode()
    assert WHAT_TO_DO in answer.content.decode()


FORM = "application/x-www-form-urlencoded"
WHAT_TO_DO = "Er is niets bewaard. Kort het in, of verdeel het, en verstuur het opnieuw."


def test_a_form_that_is_too_large_is_413_in_words_and_gives_back_what_was_typed(client):
    story = f"{STORY}. " * 10_000
    answer = client.post("/echo/", urlencode({"text": story, "title": "Bakkie", "password": "geheim woord"}), FORM)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "te groot" in page
    assert WHAT_TO_DO in page
    assert page.count(STORY) == 10_000
    assert "Bakkie" in page
    assert "geheim woord" not in page


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=b", b"x" * 300_000),
        ("application/json", b'"' + b"x" * 300_000 + b'"'),
        (FORM, b"a=%ff&" * 100_000),  # more fields than anybody fills in
        (FORM, b"\xff" * 300_000),
    ],
)
def test_what_cannot_be_given_back_is_said_plainly(client, kind, body):
    answer = client.generic("POST", "/echo/", body, content_type=kind)
    assert answer.status_code in (400, 413)
    assert answer.status_code == 400 or WHAT_TO_DO in answer.content.decode()


def test_to_a_form_of_another_site_nothing_is_given_back(client):
    answer = client.post(
        "/echo/", urlencode({"text": f"{STORY}. " * 10_000}), FORM, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 413
    assert STORY not in answer.content.decode()


def test_an_ordinary_upload_passes(client):
    upload = SimpleUploadedFile("namen.csv", b"a,b\n", content_type="text/csv")
    assert client.post("/echo/", {"file": upload, "text": "dag"}).status_code == 200


def test_a_form_that_breaks_off_is_no_error_of_ours(client):
    answer = client.generic("POST", "/echo/", b"--b\r\nConte", content_type="multipart/form-data; boundary=b")
    assert answer.status_code in (200, 400)


# ── language and privacy ──
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "nl"),
        ("en-GB,en;q=0.8", "en"),
        ("de,fr", "nl"),
        ("nl-BE", "nl"),
        ("xx;q=no,,;", "nl"),
        ("en" * 900, "nl"),
    ],
)
def test_who_is_not_known_gets_the_language_of_the_browser_or_dutch(client, asked, language):
    answer = client.get("/echo/", headers={"accept-language": asked})
    assert answer.json()["language"] == language
    assert answer.headers["Content-Language"] == language


def test_what_was_chosen_here_goes_before_the_browser(client):
    client.cookies[real_settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert client.get("/echo/", headers={"accept-language": "en"}).json()["language"] == "nl"
    client.cookies[real_settings.LANGUAGE_COOKIE_NAME] = "tlh"
    assert client.get("/echo/", headers={"accept-language": "en"}).json()["language"] == "en"


def test_a_person_has_a_language_of_their_own(client, bas):
    type(bas).objects.filter(pk=bas.pk).update(language="en")
    client.force_login(bas)
    client.cookies[real_settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert client.get("/echo/", headers={"accept-language": "nl"}).json()["language"] == "en"


def test_the_language_does_not_stay_for_the_next_request(client):
    client.get("/echo/", headers={"accept-language": "en"})
    assert client.get("/echo/").json()["language"] == "nl"


def test_every_answer_is_private_unless_the_view_says_otherwise(client, bas):
    assert client.get("/echo/").headers["Cache-Control"] == "no-store"
    assert client.get("/public/").headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/private/").headers["Cache-Control"] == "no-store"
    client.force_login(bas)
    answer = client.get("/private/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_visitor_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/public/")


def test_logging_out_empties_the_browser(client, bas):
    client.force_login(bas)
    assert "Clear-Site-Data" not in client.get("/private/").headers
    assert client.get("/leave/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/public/").headers


def test_logging_out_ends_the_streams_of_that_browser(client, bas, monkeypatch):
    client.force_login(bas)
    key = client.session.session_key
    kicked = []
    monkeypatch.setattr("intervisie.common.http.kick", lambda topic, user, **more: kicked.append((topic, user, more)))
    client.get("/private/")
    assert kicked == []
    client.get("/leave/")
    assert kicked == [("*", bas.pk, {"session_key": key})]


# ── refusals ──
@pytest.mark.parametrize(("kind", "status"), [("refusal", 400), ("yours", 403), ("now", 409)])
def test_a_refusal_is_a_page_in_words_and_gives_back_what_was_typed(client, kind, status):
    said = {"text": STORY, "password": "geheim en lang", "csrfmiddlewaretoken": "a b"}
    answer = client.post(f"/refuse/{kind}/", said)
    page = answer.content.decode()
    assert answer.status_code == status
    assert STORY in page
    assert "geheim" not in page
    assert "a b" not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_says_why(client):
    assert "Anna is al verder." in client.post("/refuse/now/").content.decode()


def test_a_refusal_for_htmx_is_a_part_beside_the_form(client):
    answer = client.post("/refuse/now/", {"text": STORY}, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#flash"
    page = answer.content.decode()
    assert "Anna is al verder." in page
    assert "<html" not in page
    assert STORY not in page  # it is still in the form


def test_a_press_whose_login_had_ended_gives_back_what_was_typed(client, bas):
    client.force_login(bas)
    key = client.session.session_key
    client.session.flush()  # logged out elsewhere: the cookie is still here
    client.cookies[real_settings.SESSION_COOKIE_NAME] = key
    answer = client.post(
        "/private/", {"text": STORY, "place": "zolder"}, headers={"referer": "http://testserver/private/?a=1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert STORY in page and "zolder" in page
    assert "/account/login/?next=/private/%3Fa%3D1" in page
    part = client.post("/private/", {"text": STORY}, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (403, "#flash")
    assert client.post("/private/").status_code == 302  # nothing was typed: to the login, as ever
    assert client.get("/private/").status_code == 302


@pytest.mark.parametrize(("name", "given_back"), [("workplace", True), ("date", True), ("purpose", False)])
def test_one_word_is_given_back_where_it_was_typed_and_not_where_it_was_chosen(client, name, given_back):
    page = client.post("/refuse/now/", {name: "zolder"}).content.decode()
    assert ("zolder" in page) is given_back


def test_what_was_typed_is_shown_as_text(client):
    page = client.post("/refuse/now/", {"text": "<script>alert(1)</script> en meer"}).content.decode()
    assert "<script>alert" not in page


def test_another_site_cannot_put_words_on_our_pages(client):
    answer = client.post("/refuse/now/", {"text": STORY}, headers={"sec-fetch-site": "cross-site"})
    assert STORY not in answer.content.decode()


def test_the_way_back_stays_on_our_site(client):
    ours = client.post("/refuse/now/", headers={"referer": "http://testserver/groep/1/"}).content.decode()
    theirs = client.post("/refuse/now/", headers={"referer": "http://evil.example/x/"}).content.decode()
    assert 'href="/groep/1/"' in ours
    assert "evil" not in theirs


@pytest.mark.parametrize(("kind", "status"), [("missing", 404), ("database", 503), ("broken", 500)])
def test_what_goes_wrong_is_a_page_in_words(client, kind, status):
    answer = client.post(f"/fail/{kind}/", {"text": STORY})
    page = answer.content.decode()
    assert answer.status_code == status
    assert STORY in page  # to whom wrote it
    assert "Traceback" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_errors_are_drawn_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for kind in ["missing", "database", "broken"]:
            client.get(f"/fail/{kind}/")


def test_errors_speak_english_too(client):
    assert '<html lang="en"' in client.get("/fail/missing/", headers={"accept-language": "en"}).content.decode()


def test_a_form_that_was_open_too_long_gives_back_what_was_typed():
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = strict.post("/echo/", {"text": STORY}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert STORY in answer.content.decode()
    foreign = strict.post("/echo/", {"text": STORY}, headers={"sec-fetch-site": "cross-site"})
    assert STORY not in foreign.content.decode()


# ── logs ──
@pytest.fixture
def production_log():
    """What the logs of production would say, first in line."""
    wanted = logs.configuration(development=False)
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(DictConfigurator(wanted).configure_formatter(wanted["formatters"]["event"]))
    logging.getLogger().handlers.insert(0, handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("kind", "error"), [("row", "IntegrityError"), ("broken", "ValueError"), ("database", "Error")]
)
def test_nothing_typed_reaches_the_logs(client, kind, error, production_log):
    client.post(f"/fail/{kind}/?q=zoekwoord", {"text": STORY})
    said = production_log.getvalue()
    assert error in said
    assert "urls.py" in said  # where it went wrong
    assert "schaamde" not in said
    assert "zoekwoord" not in said


def test_a_task_that_fails_tells_nothing_either(production_log):
    @shared_task
    def broken():
        raise ValueError(STORY)

    broken.apply()
    said = production_log.getvalue()
    assert "ValueError" in said
    assert "schaamde" not in said


# ── rates and addresses ──
def test_too_often_is_refused_with_when_to_come_back(client):
    cache.clear()
    answers = [client.get("/slow/") for _number in range(5)]
    assert [answer.status_code for answer in answers] in ([200, 200, 200, 429, 429], [200, 200, 200, 200, 200])
    if answers[-1].status_code == 429:
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_a_cache_that_is_away_refuses_nobody(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    assert [client.get("/slow/").status_code for _number in range(5)] == [200] * 5


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 5.5.5.5", "5.5.5.5"),
        (2, "6.6.6.6, 5.5.5.5, 4.4.4.4", "5.5.5.5"),
        (2, "5.5.5.5", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(client, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client.get("/address/", headers=headers).content.decode() == address

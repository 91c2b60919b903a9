"""The browser's side of the stream: it pulls what is newer, says when it is alone, asks for a fresh address."""

import json

from django.template import Context, Template
from django.utils.translation import override

from tests.browser.test_behaviour import trial  # noqa: F401 (the fixture)

PART = '<div id="{0}" data-hx-get="/proef/{0}/" data-hx-trigger="live:{0} from:body" data-hx-swap="outerHTML">{1}</div>'


def live(versions=None):
    text = "{% live url='/proef/stroom/?token=oud' token_url='/proef/adres/' versions=versions %}"
    with override("nl"):
        return (
            Template(text).render(Context({"versions": versions}))
            + PART.format("step", "oud")
            + PART.format("people", "oud")
        )


def stream(page, *events, once=False):
    """The first opening hears these events and ends; later ones are refused, or hear the same."""
    told = []
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)

    def serve(route):
        told.append(route.request.url)
        if once and len(told) > 1:
            return route.fulfill(status=503)
        return route.fulfill(body=body, content_type="text/event-stream")

    page.route("**/proef/stroom/**", serve)
    return told


def pulled(show):
    return sorted(path for _method, path, _body in show.asked if path in ("/proef/step/", "/proef/people/"))


def show_live(show, page, versions, *events, **how):
    for name in ("step", "people"):
        show.answers[f"/proef/{name}/"] = (200, PART.format(name, "nieuw"))
    show.answers["/proef/adres/"] = (200, json.dumps({"url": "/proef/stroom/?token=vers"}))
    told = stream(page, *events, **how)
    show(live(versions))
    return told


def test_only_what_is_newer_is_pulled(trial, page, eyes):  # noqa: F811
    eyes.expects("503|stroom")
    show_live(trial, page, {"step": 5, "people": 9}, ("hello", {"step": 6, "people": 9}), once=True)
    page.wait_for_selector("#step >> text=nieuw")
    page.wait_for_timeout(300)
    assert pulled(trial) == ["/proef/step/"]


def test_a_hint_is_pulled_at_once(trial, page, eyes):  # noqa: F811
    eyes.expects("503|stroom")
    versions = {"step": 5, "people": 9}
    show_live(trial, page, versions, ("hello", versions), ("hint", {"people": 10}), once=True)
    page.wait_for_selector("#people >> text=nieuw")
    assert pulled(trial) == ["/proef/people/"]


def test_versions_that_nobody_knows_mean_pull_everything(trial, page, eyes):  # noqa: F811
    eyes.expects("503|stroom")
    show_live(trial, page, {"step": 5}, ("hello", None), once=True)
    page.wait_for_selector("#step >> text=nieuw")
    page.wait_for_selector("#people >> text=nieuw")


def test_versions_that_are_forgotten_mean_the_same(trial, page, eyes):  # noqa: F811
    """Valkey began anew while this page was out of reach: what it told in between nobody knows."""
    eyes.expects("503|stroom")
    show_live(trial, page, {"step": 5, "people": 9}, ("hello", {"people": 9}), once=True)
    page.wait_for_selector("#step >> text=nieuw")
    page.wait_for_selector("#people >> text=nieuw")


def test_a_lost_stream_is_said_in_words_and_found_again(trial, page, eyes):  # noqa: F811
    eyes.expects("503|stroom")
    told = show_live(trial, page, {"step": 5}, ("hello", {"step": 5}), once=True)
    page.wait_for_selector(".live.away >> text=verbinding zoeken, je tekst is bewaard")
    page.unroute("**/proef/stroom/**")
    told = stream(page, ("hello", {"step": 7}))
    page.wait_for_selector("#step >> text=nieuw", timeout=30_000)
    assert told[0].endswith("token=vers")  # refused once: the next address is a fresh one


def test_who_may_no_longer_listen_gets_the_page_again(trial, page, eyes):  # noqa: F811
    eyes.expects("503|stroom")
    show_live(trial, page, {"step": 5}, ("gone", None), once=True)
    page.wait_for_function("performance.getEntriesByType('navigation')[0].type === 'reload'")

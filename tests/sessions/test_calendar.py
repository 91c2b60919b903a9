"""Calendar entries, read back by another's eyes, and the personal feed."""

from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox
from django.urls import reverse
from icalendar import Calendar

from groups.models import Membership
from intervisie.common import delivery
from sessions import calendar
from sessions.actions.planning import Where, Who, cancel, open_feed, reschedule, schedule, stop_feed
from sessions.dates import instant
from sessions.links import feed_path, rsvp_token
from sessions.models import CalendarFeed, CaseSession

from .conftest import ZONE, in_days

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entries(content):
    parsed = Calendar.from_ical(content)
    return parsed, list(parsed.walk("VEVENT"))


@pytest.fixture
def feed(bas, planned):
    return feed_path(open_feed(by=bas))


# ── the entry ──────────────────────────────────────────────────────────────────────────────────────
def test_an_invitation_as_calendars_want_it(planned, bas):
    parsed, (event,) = entries(calendar.request(planned, bas, stamp=NOW))
    assert parsed["METHOD"] == "REQUEST"
    assert [zone["TZID"] for zone in parsed.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].dt == planned.starts_at
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=120)
    assert event["ATTENDEE"] == "MAILTO:bas@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["ORGANIZER"].startswith("MAILTO:")


def test_no_line_is_longer_than_calendars_read(planned, bas):
    CaseSession.objects.update(place="Ruimte é " * 13)
    planned.refresh_from_db()
    lines = calendar.request(planned, bas, stamp=NOW).split(b"\r\n")
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
def test_around_both_nights_a_calendar_reads_the_same_instant(group, day):
    session = CaseSession(group=group, number=1, minutes=120, starts_at=instant(day, time(13, 30), ZONE))
    _parsed, (event,) = entries(calendar.published([session], stamp=NOW))
    assert event["DTSTART"].dt.astimezone(UTC) == session.starts_at
    assert event["DTSTART"].dt.time() == time(13, 30)


def test_nothing_of_a_case_in_an_entry(planned, bas, draft):
    content = calendar.request(planned, bas, stamp=NOW).decode()
    assert "nee zeggen" not in content
    assert "Bas Hoekstra" in content  # only who is asked


def test_a_place_cannot_smuggle_a_line_in(planned, bas):
    planned.place = "Zaal\r\nATTENDEE:MAILTO:spion@example.org"
    _parsed, (event,) = entries(calendar.request(planned, bas, stamp=NOW))
    assert event["ATTENDEE"] == "MAILTO:bas@example.org"


def test_the_mail_carries_it_where_mail_programs_look(planned, bas):
    delivery.drain()
    letter = next(one for one in outbox.outbox if one.to == [bas.email])
    raw = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
    part = next(part for part in raw.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("charset").lower() == "utf-8"
    assert Calendar.from_ical(part.get_content())["METHOD"] == "REQUEST"
    assert [one.get_filename() for one in raw.iter_attachments()] == ["bijeenkomst.ics"]


def test_the_sequence_only_rises_and_the_identity_stays(planned, bas, anna, where, who):
    seen = [entries(calendar.request(planned, bas, stamp=NOW))[1][0]]
    moved = reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=in_days(12), where=where, who=who)
    seen.append(entries(calendar.request(moved, bas, stamp=NOW))[1][0])
    gone = cancel(planned.pk, by=anna, seen_sequence=1)
    seen.append(entries(calendar.cancellation(gone, bas, stamp=NOW))[1][0])
    assert [event["SEQUENCE"] for event in seen] == [0, 1, 2]
    assert len({event["UID"] for event in seen}) == 1


def test_a_series_comes_as_dates_to_import(group, anna, bas, where, who):
    schedule(group, by=anna, starts=[in_days(5), in_days(40)], where=where, who=who)
    delivery.drain()
    letter = next(one for one in outbox.outbox if one.to == [bas.email])
    parsed, events = entries(letter.attachments[0].content)
    assert parsed["METHOD"] == "PUBLISH"
    assert [event["DTSTART"].dt for event in events] == [in_days(5), in_days(40)]
    assert letter.body.count("/kom-je/") == 2


# ── the feed ───────────────────────────────────────────────────────────────────────────────────────
def test_a_calendar_programme_reads_it_without_logging_in(client, feed, planned):
    answer = client.get(feed)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    _parsed, (event,) = entries(answer.content)
    assert event["UID"] == f"{planned.pk}@intervisie"


def test_unchanged_it_is_the_same_to_the_byte(client, feed):
    assert client.get(feed).content == client.get(feed).content


def test_it_holds_what_is_cancelled_as_cancelled(client, feed, planned, anna):
    cancel(planned.pk, by=anna, seen_sequence=0)
    assert entries(client.get(feed).content)[1][0]["STATUS"] == "CANCELLED"


def test_only_groups_one_belongs_to_now(client, feed, bas, other_group, eva, where):
    schedule(other_group, by=eva, starts=[in_days(3)], where=where, who=Who(None, eva.pk, 2))
    assert len(entries(client.get(feed).content)[1]) == 1
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert entries(client.get(feed).content)[1] == []


def test_stopped_it_is_not_there_and_a_new_one_has_another_address(client, client_of, bas, feed):
    client_of(bas).post(reverse("stop_feed"))
    assert client.get(feed).status_code == 404
    client_of(bas).post(reverse("start_feed"))
    assert client.get(feed).status_code == 404
    assert client.get(feed_path(CalendarFeed.objects.get())).status_code == 200


def test_a_forged_or_foreign_address_is_not_there(client, feed, bas, planned):
    assert client.get(feed.replace(".ics", "x.ics")).status_code == 404
    assert client.get(reverse("feed_ics", args=[rsvp_token(planned.pk, bas.pk, 0)])).status_code == 404
    bas.is_active = False
    bas.save()
    assert client.get(feed).status_code == 404


def test_ones_own_page_shows_ones_own_address(client_of, client, bas, chris):
    assert "Maak mijn adres" in client_of(bas).get(reverse("feed")).content.decode()
    client_of(bas).post(reverse("start_feed"))
    client_of(bas).post(reverse("start_feed"))
    path = feed_path(CalendarFeed.objects.get())
    assert path in client_of(bas).get(reverse("feed")).content.decode()
    assert path not in client_of(chris).get(reverse("feed")).content.decode()
    assert client.get(reverse("feed"))["Location"].startswith(reverse("account_login"))
    assert client_of(bas).get(reverse("start_feed")).status_code == 405
    stop_feed(by=bas)
    stop_feed(by=bas)


def test_the_feed_costs_the_same_for_one_and_for_three(
    client, feed, group, anna, where, who, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get(feed)
    schedule(group, by=anna, starts=[in_days(30), in_days(60)], where=where, who=who)
    with django_assert_num_queries(2):
        client.get(feed)


def test_one_session_by_hand(client_of, cast, planned):
    address = reverse("session_ics", args=[planned.pk])
    assert entries(client_of(cast.bas).get(address).content)[1][0]["UID"] == f"{planned.pk}@intervisie"
    assert client_of(cast.eva).get(address).status_code == 404


def test_online_the_entry_says_where(planned, bas, anna, who):
    there = Where(minutes=90, medium="online", link="https://video.example.org/ons")
    moved = reschedule(planned.pk, by=anna, seen_sequence=0, starts_at=planned.starts_at, where=there, who=who)
    _parsed, (event,) = entries(calendar.request(moved, bas, stamp=NOW))
    assert event["LOCATION"] == "https://video.example.org/ons"

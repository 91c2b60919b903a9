"""How long a case text is kept, and that it is gone after."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groups.models import Organisation
from intervisie.common.models import DataKey, DestroyedKey
from sessions.actions.cases import begin, expire_cases, share, write
from sessions.keys import person_key
from sessions.models import Case, Commitment, Treatment
from sessions.retention import text_until
from sessions.tasks import expire_cases as task

from .table import a_session

HELD = datetime(2026, 12, 3, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("look_back", "ceiling", "until"),
    [
        (None, 180, HELD + timedelta(days=51)),  # day 21 and thirty more
        (date(2026, 12, 10), 180, HELD + timedelta(days=51)),  # an early look-back shortens nothing
        (date(2027, 1, 14), 180, datetime(2027, 2, 13, 23, 59, tzinfo=UTC)),
        (date(2029, 1, 1), 180, HELD + timedelta(days=180)),
        (None, 30, HELD + timedelta(days=30)),
    ],
)
def test_later_of_day_21_and_the_look_back_and_thirty_days(look_back, ceiling, until):
    assert text_until(since=HELD, treated_at=HELD, look_back=look_back, ceiling_days=ceiling) == until


@given(st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2030, 1, 1))), st.integers(1, 400))
def test_never_beyond_the_ceiling(look_back, ceiling):
    until = text_until(since=HELD, treated_at=HELD, look_back=look_back, ceiling_days=ceiling)
    assert until <= HELD + timedelta(days=ceiling)


# ── the sweep ──────────────────────────────────────────────────────────────────────────────────────
def test_in_its_time_the_key_goes_and_the_text_with_it(draft, bas, time_machine):
    share(draft.pk, by=bas)
    assert task() == 0
    time_machine.move_to(timezone.now() + timedelta(days=181))
    assert expire_cases() == 1
    gone = Case.objects.select_related("key").get()
    assert (gone.state, gone.question, gone.story, gone.intake) == ("withdrawn", "", "", {})
    assert DestroyedKey.objects.filter(pk=gone.key_id).exists()
    assert expire_cases() == 0


def test_working_on_it_keeps_it(draft, bas, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=170))
    write(draft.pk, by=bas, texts={"question": "Hoe kan ik dit anders doen?"})
    time_machine.move_to(timezone.now() + timedelta(days=20))
    assert expire_cases() == 0


def test_the_ceiling_is_the_organisations(group, bas, time_machine):
    Organisation.objects.update(case_days=10)
    group.refresh_from_db()
    begin(group, by=bas)
    time_machine.move_to(timezone.now() + timedelta(days=11))
    assert expire_cases() == 1


@pytest.fixture
def treated(draft, group, bas):
    session = a_session(group, number=9, state="closed", starts_in=timedelta(0))
    treatment = Treatment.objects.create(
        session=session, case=draft, key=draft.key, key_question="Hoe kan ik nee zeggen?"
    )
    now = timezone.now()
    Case.objects.update(state="treated", treated_at=now, text_until=now + timedelta(days=51))
    return treatment


def test_a_treated_case_stays_known_as_treated_without_words(treated, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=52))
    assert expire_cases() == 1
    assert Case.objects.get().state == "treated"
    assert Treatment.objects.select_related("key").get().key_question == ""


def test_a_later_look_back_keeps_it_longer(treated, bas, time_machine):
    due = timezone.localdate() + timedelta(days=60)
    Commitment.objects.create(
        session=treated.session, treatment=treated, owner=bas, key=person_key(bas), kind="step", text="Nee.", due_on=due
    )
    time_machine.move_to(timezone.now() + timedelta(days=52))
    assert expire_cases() == 0
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert expire_cases() == 1
    assert DataKey.objects.filter(scope="person").exists()  # what Bas took along is his own


def test_what_lies_on_the_table_is_not_taken_from_under_it(treated, time_machine):
    treated.session.__class__.objects.update(state="running")
    time_machine.move_to(timezone.now() + timedelta(days=52))
    assert expire_cases() == 0

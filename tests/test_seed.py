"""The demonstration loads, tells its story, and loading it again changes nothing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from feedback.models import Pulse
from groups.models import Group, GroupFact, Organisation, User
from sessions.models import Case, CaseSession, Commitment, Treatment
from sessions.used import used_by_groups_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, capsys):
    settings.DEVELOPMENT = True
    call_command("seed_demo")


def counts():
    return {model.__name__: model.objects.count() for model in (User, Group, CaseSession, Case, Commitment, GroupFact)}


def test_it_tells_a_story(demo):
    assert Organisation.objects.count() == 2
    assert set(Group.objects.values_list("stage", flat=True)) == {1, 2, 3, 4}
    assert Case.objects.on_shelf().count() == 2
    assert CaseSession.objects.held().count() > 20
    assert GroupFact.objects.filter(kind="held").count() == CaseSession.objects.held().count()


def test_it_writes_down_no_kind_of_fact_that_a_real_group_has_not(demo):
    """A real evening writes the rest as well; here nothing more. Least of all how many took something upon themselves:
    a coordinator never sees that, and no page asks for it."""
    assert set(GroupFact.objects.values_list("kind", flat=True)) == {
        "planned", "cancelled", "held", "agreement", "pulse_released",
    }  # fmt: skip


def test_one_session_starts_in_ten_minutes_and_its_door_is_open(demo):
    now = timezone.now()
    session = CaseSession.objects.filter(group__name="Leergroep Noord").coming(now).first()
    assert timedelta(minutes=8) < session.starts_at - now <= timedelta(minutes=14)
    assert session.lobby_open(now)


def test_the_finished_session_has_its_harvest_and_a_released_pulse(demo):
    pulse = Pulse.objects.get()
    assert pulse.released_at is not None
    assert pulse.session.commitments.filter(shared_at__isnull=False).count() == 5
    assert pulse.session.ended_at < timezone.now() - timedelta(days=11)


def test_the_page_of_a_method_knows_what_the_group_did(demo):
    """What the demonstration says was treated with a method is what the page of that method counts."""
    group = Group.objects.get(name="Leergroep Noord")
    member = group.memberships.filter(role="member").earliest("since").user
    held = Treatment.objects.filter(session__in=CaseSession.objects.visible_to(member).filter(state="closed"))
    slugs = list(held.filter(session__group=group).values_list("method_slug", flat=True))
    assert len(slugs) > 3
    for slug in set(slugs):
        [used] = [one for one in used_by_groups_of(member, slug) if one.group == group.name]
        assert used.times == slugs.count(slug)
        assert "nog niet" not in used.sentences[0]


def test_loading_it_again_changes_nothing(demo, settings):
    before = counts()
    call_command("seed_demo")
    assert counts() == before


def test_an_untouched_session_that_has_passed_comes_back(demo):
    session = CaseSession.objects.filter(group__name="Leergroep Noord").coming(timezone.now()).first()
    CaseSession.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    call_command("seed_demo")
    session.refresh_from_db()
    assert session.starts_at > timezone.now() + timedelta(minutes=8)


def test_it_is_refused_outside_development(settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert not User.objects.exists()

"""SQL that is made once gives what the same queryset gives anew, for everybody and at every moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Exists
from django.utils import timezone

from groups.models import Group, Membership, StageChange, User
from intervisie.common.models import AuditEvent
from intervisie.common.prepared import insert, prepared


@prepared
def people_of(group, words):
    """Everybody of a group whose name is this."""
    return User.objects.filter(memberships__group=group, name=words).order_by("name")


@prepared
def recent(user, now):
    rows = Membership.objects.filter(user=user, since__gt=now - timedelta(days=10), since__lte=now)
    return rows.select_related("group__organisation", "user").annotate(mine=Exists(Group.objects.visible_to(user)))


@prepared
def sorted_by(group, *, column):
    return group_rows(group).order_by(column)


@prepared
def half_sure(user):
    return User.objects.filter(pk=user.pk, name__contains="% 'zeker'").extra(where=["name LIKE '50 %%'"])


def group_rows(group):
    return Membership.objects.filter(group=group).select_related("user")


def test_the_same_rows_as_the_queryset_for_each_argument(cast):
    for group in (cast.noord, cast.zuid, cast.noord):
        for name in ("Bas Hoekstra", "Eva Jansen"):
            assert people_of(group, name) == list(people_of.function(group, name))
    assert people_of(cast.noord, "Bas Hoekstra") == [cast.bas]
    assert people_of(cast.zuid, "Bas Hoekstra") == []


def test_a_moment_counts_also_when_days_are_added_to_it(cast):
    now = timezone.now()
    Membership.objects.filter(user=cast.bas).update(since=now - timedelta(days=9))
    assert [row.user for row in recent(cast.bas, now)] == [cast.bas]
    assert recent(cast.bas, now + timedelta(days=2)) == []
    assert recent(cast.bas, now - timedelta(days=10)) == []
    assert recent(cast.chris, now) == []


def test_related_rows_and_annotations_come_along_in_one_query(cast, django_assert_num_queries):
    Membership.objects.filter(user=cast.bas).update(since=timezone.now() - timedelta(days=1))
    recent(cast.bas, timezone.now())
    with django_assert_num_queries(1):
        [row] = recent(cast.bas, timezone.now())
        assert (row.group.organisation, row.user.name, row.mine) == (cast.organisation, "Bas Hoekstra", True)


def test_rows_are_fetched_anew_each_time(cast):
    assert people_of(cast.noord, "Bas Hoekstra")
    User.objects.filter(pk=cast.bas.pk).update(name="Bas")
    assert people_of(cast.noord, "Bas Hoekstra") == []


def test_what_the_text_depends_on_comes_by_keyword(cast):
    by_name = [row.user.name for row in sorted_by(cast.noord, column="user__name")]
    backwards = [row.user.name for row in sorted_by(cast.noord, column="-user__name")]
    assert by_name == sorted(by_name) == backwards[::-1]
    assert len(by_name) == 4


def test_an_argument_that_is_computed_with_is_refused(cast):
    @prepared
    def shouted(name):
        return User.objects.filter(name=name.upper())

    @prepared
    def unused(group, other):
        return Membership.objects.filter(group=group)

    with pytest.raises(ValueError, match="shouted"):
        shouted("Bas")
    with pytest.raises(ValueError, match="unused"):
        unused(cast.noord, uuid4())


def test_what_has_no_stand_in_is_refused(cast):
    @prepared
    def several(pks):
        return User.objects.filter(pk__in=pks)

    with pytest.raises(TypeError, match="list"):
        several([cast.bas.pk])


@prepared
def some_of(group, people, others):
    rows = Membership.objects.filter(group=group, user__in=people).exclude(user__in=others)
    return rows.order_by("user__name").select_related("user")


def test_several_ids_are_a_tuple_however_many_or_none(cast, django_assert_num_queries):
    everybody = tuple(person.pk for person in (cast.anna, cast.bas, cast.chris))
    for people, others in ((everybody, ()), (everybody, everybody[1:]), ((), everybody), (everybody[:1], everybody)):
        with django_assert_num_queries(1):
            found = some_of(cast.noord, people, others)
        assert [row.user_id for row in found] == [row.user_id for row in some_of.function(cast.noord, people, others)]
    assert [row.user for row in some_of(cast.noord, everybody, everybody[1:])] == [cast.anna]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%ANY($2::uuid[])%'")
        assert cursor.fetchone() == (1,)


def test_several_ids_that_are_used_otherwise_are_refused(cast):
    @prepared
    def odd(people):
        return User.objects.filter(pk__gt=people[0])

    with pytest.raises(ValueError, match="IN"):
        odd((cast.bas.pk,))


@prepared
def names(group):
    return Membership.objects.filter(group=group).values_list("user__name")


def test_values_work_as_well(cast):
    assert sorted(names(cast.noord)) == sorted(names.function(cast.noord))


def test_the_server_plans_a_text_once_and_finds_what_changed_since(cast):
    for name in ("Bas Hoekstra", "Eva Jansen", "Bas Hoekstra", "Bas Hoekstra"):
        people_of(cast.noord, name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%$2%'")
        assert [times for (times,) in cursor.fetchall()] == [4]
    User.objects.filter(pk=cast.bas.pk).update(name="Bas de Wit")
    assert people_of(cast.noord, "Bas Hoekstra") == []
    assert people_of(cast.noord, "Bas de Wit") == [cast.bas]


def test_a_percent_sign_and_a_quote_in_the_text_stay_what_they_are(cast):
    User.objects.filter(pk=cast.bas.pk).update(name="50 % 'zeker'")
    for _time in range(4):
        assert half_sure(cast.bas) == [cast.bas]
        assert half_sure(cast.chris) == []


# ── a new row ──────────────────────────────────────────────────────────────────────────────────────
def line(anna, **more):
    facts = {"was": 1, "words": "50 % 'zeker'", "none": None, "several": [1, "twee"]}
    return AuditEvent(verb="group.stage", actor=anna, organisation_id=uuid4(), facts=facts, **more)


def test_a_row_is_stored_as_save_stores_it(anna):
    kept = insert(line(anna))
    saved = line(anna, at=kept.at)
    saved.organisation_id = kept.organisation_id
    saved.save()
    ours, theirs = (AuditEvent.objects.filter(pk=row.pk).values().get() for row in (kept, saved))
    assert ours | {"id": 0} == theirs | {"id": 0}
    assert kept.pk != saved.pk
    assert not kept._state.adding


def test_a_row_that_was_stored_can_be_changed_and_an_id_of_ones_own_stays(group, anna):
    change = insert(StageChange(group=group, stage=2, by=anna))
    change.stage = 3
    change.save()
    assert StageChange.objects.get(pk=change.pk).stage == 3
    given = insert(Group(organisation_id=group.organisation_id, name="Nieuw", pk=uuid4()))
    assert Group.objects.get(pk=given.pk).name == "Nieuw"


@pytest.mark.parametrize(("wrong", "error"), [({"verb": "x" * 61}, DataError), ({"verb": None}, IntegrityError)])
def test_what_the_database_refuses_is_raised_and_the_transaction_is_over(anna, wrong, error):
    row = line(anna)
    row.verb = wrong["verb"]
    with transaction.atomic():
        with pytest.raises(error):
            insert(row)
        assert connection.needs_rollback
    assert row.pk is None
    assert not AuditEvent.objects.filter(actor=anna, verb="group.stage").exists()


def test_a_new_row_is_one_query_with_its_values_to_be_seen(anna, django_assert_num_queries):
    insert(line(anna))
    with django_assert_num_queries(1) as asked:
        insert(line(anna))
    assert "'group.stage'" in asked.captured_queries[0]["sql"]

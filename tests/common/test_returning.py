"""What was changed is said by the statement that changed it; keys and tombstones change places in one."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import Membership
from intervisie.common import encryption
from intervisie.common.models import DataKey, DestroyedKey
from intervisie.common.returning import at_once, deleting, update_returning, updating


def test_an_update_says_which_rows_it_changed(group, bas, chris, eva):
    here = Membership.objects.filter(group=group, user__in=[bas, chris, eva])
    with CaptureQueriesContext(connection) as asked:
        changed = update_returning(here, "user", "role", role="coach")
    assert set(changed) == {(bas.pk, "coach"), (chris.pk, "coach")}
    assert len(asked) == 1
    assert group.memberships.get(user=bas).role == "coach"


def test_also_by_way_of_another_table(group, bas):
    changed = update_returning(Membership.objects.filter(user__email=bas.email), "id", role="coach")
    assert changed == [(group.memberships.get(user=bas).pk,)]


def test_several_go_in_one_trip_in_their_order(group, bas, eva):
    mine, gone = group.memberships.filter(user=bas), Membership.objects.filter(group=group, user__in=[bas, eva])
    with CaptureQueriesContext(connection) as asked:
        changed = at_once(updating(mine, role="coach"), deleting(gone.filter(role="coach")))
    assert len(asked) == 1
    assert changed == 1  # of the first
    assert not group.memberships.filter(user=bas).exists()


def test_what_goes_together_says_what_the_first_changed(group, bas):
    nobody = Membership.objects.filter(pk__in=[])
    assert at_once(updating(nobody, role="coach"), updating(group.memberships.filter(user=bas), role="coach")) == 0
    assert group.memberships.get(user=bas).role == "coach"


def test_what_people_typed_is_a_value_in_all_of_them(group, bas):
    """A semicolon or a percent sign of somebody's ends nothing and begins nothing."""
    names = ["x'; DROP TABLE groups_group; --", "100 %s"]
    at_once(*(updating(type(group).objects.filter(pk=group.pk), name=name) for name in names))
    group.refresh_from_db()
    assert group.name == names[-1]


def test_of_nothing_nothing_is_asked(db):
    with CaptureQueriesContext(connection) as asked:
        assert update_returning(Membership.objects.filter(pk__in=[]), "id", role="coach") == []
        assert at_once(deleting(Membership.objects.filter(pk__in=[]))) == 0
        DataKey.objects.destroy([])
    assert len(asked) == 0


def test_keys_go_together_and_each_leaves_a_tombstone(db):
    one, other, stays = (DataKey.objects.new("case") for _nr in range(3))
    encryption.open_keys.of(one)
    before = len(encryption.open_keys)
    with CaptureQueriesContext(connection) as asked:
        DataKey.objects.destroy([one.pk, other.pk])
    assert len(asked) == 1
    assert list(DataKey.objects.values_list("pk", flat=True)) == [stays.pk]
    assert set(DestroyedKey.objects.values_list("pk", "scope")) == {(one.pk, "case"), (other.pk, "case")}
    assert len(encryption.open_keys) == before - 1  # and this process holds it no more
    DataKey.objects.destroy([one.pk])  # again: nothing happens
    assert DestroyedKey.objects.count() == 2


def test_where_the_deed_fails_no_key_goes(db):
    key = DataKey.objects.new("case")
    try:
        with transaction.atomic():
            key.destroy()
            raise RuntimeError
    except RuntimeError:
        pass
    assert DataKey.objects.filter(pk=key.pk).exists()
    assert not DestroyedKey.objects.exists()

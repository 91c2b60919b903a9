"""What was changed is said by the statement that changed it; keys and tombstones change places in one."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import Membership
from intervisie.common import encryption
from intervisie.common.models import DataKey, DestroyedKey
from intervisie.common.returning import delete_returning, update_returning


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


def test_a_delete_says_what_went(group, bas, eva):
    gone = delete_returning(Membership.objects.filter(group=group, user__in=[bas, eva]), "user")
    assert gone == [(bas.pk,)]
    assert not group.memberships.filter(user=bas).exists()


def test_of_nothing_nothing_is_asked(db):
    with CaptureQueriesContext(connection) as asked:
        assert update_returning(Membership.objects.filter(pk__in=[]), "id", role="coach") == []
        assert delete_returning(Membership.objects.filter(pk__in=[]), "id") == []
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

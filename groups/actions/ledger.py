"""Writing down what happened: facts without content, upserted by sessions and feedback."""

from groups import retention
from groups.models import GroupFact, MemberFact


def write_fact(group, kind, *, key, at, **counts):
    """Write down what happened in a group: whole numbers and dates only. Again with the same key: replaced."""
    if any(type(value) is not int for value in counts.values()):
        raise TypeError("The ledger holds whole numbers only.")
    _write(GroupFact(group=group, kind=GroupFact.Kind(kind), key=key, at=at, counts=counts))


def write_facts(group, entries):
    """The same for many at once, in one query: `entries` are (kind, key, at). Only for facts without counts."""
    _write(*[GroupFact(group=group, kind=GroupFact.Kind(kind), key=key, at=at) for kind, key, at in entries])


def _write(*facts):
    GroupFact.objects.bulk_create(
        facts,
        update_conflicts=True,
        unique_fields=["group", "kind", "key"],
        update_fields=["at", "counts", "written_at"],
    )


def write_member_facts(group, entries, *, key, at):
    """The same for everybody who did something in one session, in one query: `entries` are (id of the user, kind)."""
    MemberFact.objects.bulk_create(
        [MemberFact(group=group, user_id=pk, kind=MemberFact.Kind(kind), key=key, at=at) for pk, kind in set(entries)],
        update_conflicts=True,
        unique_fields=["group", "user", "kind", "key"],
        update_fields=["at"],
    )


def write_member_fact(group, user, kind, *, key, at):
    """Write down what a member did in one session, for the group itself. Again with the same key: replaced."""
    write_member_facts(group, [(user.pk, kind)], key=key, at=at)


def forget_member_facts(now) -> int:
    """Who came, led, brought and hosted goes after a year, or when no register asks for it any more. Run daily."""
    return MemberFact.objects.filter(retention.long_over(now, at="at", group="group")).delete()[0]

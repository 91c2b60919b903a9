"""Later migrations only add: the programs of the version before go on working beside the new tables.

What is allowed is listed here. Anything else breaks a rolling restart, or needs a release of its own: first programs
that no longer use a thing, then the migration that takes it away.
"""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

OURS = ("common", "groups", "methods", "case_sessions", "feedback")
# Migrations that do more, by name, and why old programs go on working all the same.
EXPLAINED = {
    ("common", "0003_audit_ends"): "a guard refuses less than before; the old programs never ask what it now allows",
    ("groups", "0003_no_commitment_facts"): "only the demonstration ever wrote them; the choices are Python's own",
    (
        "groups",
        "0004_maturity_by_the_groups_own_word",
    ): "null where nobody said a thing; in old programs the match "
    "fails in one page until they are replaced, and nothing is lost",
    ("methods", "0003_listing"): "fills its own new table",
    ("methods", "0004_own_methods"): "a help text, a new table's own columns and its guard; a fresh column's own rule",
    ("case_sessions", "0004_a_module_in_the_slot"): "one choice more, which is Python's own",
    ("case_sessions", "0006_the_lead_and_a_whisper"): "choices more, which are Python's own",
}


def later():
    """Of each app of ours, all but the first."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: found for key, found in sorted(disk.items()) if key[0] in OURS and not key[1].startswith("0001")}


def old_programs_go_on(operation, of):
    """What programs that know nothing of it can live with. `of` is the whole migration."""
    match operation:
        case migrations.CreateModel() | migrations.AddIndex() | migrations.AlterModelManagers():
            return True
        case migrations.AddField(field=field):  # they insert rows without it
            return field.many_to_many or field.null or field.db_default is not NOT_PROVIDED
        case migrations.AddConstraint(model_name_lower=name, constraint=constraint):
            return made_in(of, name) or held_in(of, name, constraint)
        case migrations.SeparateDatabaseAndState(database_operations=done):
            return all(old_programs_go_on(one, of) for one in done)
    return False


def made_in(of, name):
    return any(isinstance(one, migrations.CreateModel) and one.name_lower == name for one in of.operations)


def held_in(of, name, constraint):
    """Only about fields that came with it: old programs leave those alone."""
    added = {
        one.name_lower for one in of.operations if isinstance(one, migrations.AddField) and one.model_name_lower == name
    }
    condition = constraint.condition.referenced_base_fields if constraint.condition else set()
    fields = {*getattr(constraint, "fields", ()), *condition}
    return bool(fields) and fields <= added


@pytest.mark.parametrize("key", later(), ids="/".join)
def test_old_programs_go_on_working_beside_the_new_tables(key):
    migration = later()[key]
    breaking = [one.describe() for one in migration.operations if not old_programs_go_on(one, migration)]
    assert not breaking or key in EXPLAINED


def test_there_are_migrations_to_look_at_and_no_empty_excuses():
    assert len(later()) >= 2
    assert EXPLAINED.keys() <= later().keys()


def field(**options):
    return migrations.AddField("group", "colour", models.CharField(max_length=7, **options))


UNIQUE = migrations.AddConstraint("group", models.UniqueConstraint(fields=["colour"], name="one_colour"))
OTHER = migrations.AddConstraint("group", models.UniqueConstraint(fields=["name"], name="one_name"))
CHECK = migrations.AddConstraint("group", models.CheckConstraint(condition=models.Q(name="x"), name="all_x"))


@pytest.mark.parametrize(
    ("operations", "fine"),
    [
        ([migrations.CreateModel("Colour", [])], True),
        ([field(null=True)], True),
        ([field(db_default="red")], True),
        ([field(default="red")], False),  # the database forgets such a default at once
        ([migrations.AddIndex("group", models.Index(fields=["name"], name="by_name"))], True),
        ([field(null=True), UNIQUE], True),
        ([UNIQUE], False),
        ([OTHER], False),
        ([CHECK], False),
        ([migrations.CreateModel("Group", []), OTHER], True),
        ([migrations.RemoveField("group", "name")], False),
        ([migrations.RenameField("group", "name", "title")], False),
        ([migrations.AlterField("group", "name", models.CharField(max_length=3))], False),
        ([migrations.DeleteModel("Group")], False),
        ([migrations.RunSQL("DROP TABLE groups_group")], False),
        ([migrations.RunPython(migrations.RunPython.noop)], False),
        ([migrations.SeparateDatabaseAndState([migrations.RemoveField("group", "name")], [])], False),
        ([migrations.SeparateDatabaseAndState([], [migrations.RemoveField("group", "name")])], True),
    ],
)
def test_the_reader_of_migrations_can_read(operations, fine):
    migration = migrations.Migration("0002_x", "groups")
    migration.operations = operations
    assert all(old_programs_go_on(one, migration) for one in operations) is fine

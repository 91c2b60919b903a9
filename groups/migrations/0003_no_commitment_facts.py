from django.db import migrations, models


def forget(apps, schema_editor):
    """Only the demonstration ever wrote them."""
    apps.get_model("groups", "GroupFact").objects.filter(kind="commitments").delete()


class Migration(migrations.Migration):
    """The ledger counts no commitments: no page asks for it, and a coordinator never sees them."""

    dependencies = [("groups", "0002_erasing_and_role_invitations")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="groupfact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("moved", "Moved"),
                    ("cancelled", "Cancelled"),
                    ("held", "Held"),
                    ("pulse_released", "Pulse Released"),
                    ("agreement", "Agreement"),
                ],
                max_length=16,
            ),
        ),
    ]

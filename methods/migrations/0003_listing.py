"""The slim rows of the library page, and those of the methods that are there already."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """A row for each method and language. What cannot be read any more is left out; `load_methods` writes all anew.

    The making is that of today's code: these rows are derived and may be made again at any time. Only columns that
    exist at this point are written.
    """
    from methods import listing
    from methods.format import FormatError, from_snapshot

    Method, Listing = apps.get_model("methods", "Method"), apps.get_model("methods", "Listing")
    columns = {field.name for field in Listing._meta.fields}
    for method in Method.objects.iterator(chunk_size=100):
        try:
            rows = listing.rows(from_snapshot(method.document))
        except FormatError:
            continue
        known = [{name: value for name, value in row.items() if name in columns} for row in rows]
        Listing.objects.bulk_create(Listing(method=method, **row) for row in known)


class Migration(migrations.Migration):

    dependencies = [
        ("methods", "0002_method_form"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("made", models.PositiveSmallIntegerField(default=0)),
                ("name", models.TextField()),
                ("named", models.TextField(blank=True, help_text="The name, folded.")),
                ("words", models.TextField(blank=True, help_text="All that can be searched, folded.")),
                ("facts", models.JSONField(default=dict)),
                ("card", models.JSONField(default=dict)),
                (
                    "method",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listings", to="methods.method"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("method", "language"), name="one_listing_per_language")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=False),
    ]

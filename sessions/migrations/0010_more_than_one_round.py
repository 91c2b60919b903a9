from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("case_sessions", "0009_a_wall_and_a_distance")]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="earlier",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="How often they had it in the rounds of this step that are over.",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("case_sessions", "0010_more_than_one_round")]

    operations = [
        migrations.AddField(
            model_name="ready",
            name="needs_time",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]

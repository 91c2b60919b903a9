from django.db import migrations, models

import intervisie.common.encryption


class Migration(migrations.Migration):
    dependencies = [("case_sessions", "0007_own_questions")]

    operations = [
        *(
            migrations.AddField(
                "contribution", name, models.PositiveSmallIntegerField(blank=True, help_text=help_text, null=True)
            )
            for name, help_text in [
                ("line", "Behind which of several beginnings."),
                ("x", "Percent from the left; where it was laid."),
                ("y", "Percent from the top."),
            ]
        ),
        *(
            migrations.AddField(
                "contribution", name, intervisie.common.encryption.EncryptedJSONField(blank=True, default=dict)
            )
            for name in ("said", "later")
        ),
        migrations.AddField(
            "treatment",
            "board_shared_at",
            models.DateTimeField(
                blank=True, help_text="The case-giver lets the group see the board until the follow-up.", null=True
            ),
        ),
        migrations.AddField(
            "treatment", "looks", intervisie.common.encryption.EncryptedJSONField(blank=True, default=list)
        ),
    ]

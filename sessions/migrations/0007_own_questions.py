import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0005_attendance_for_register'),
        ('case_sessions', '0006_the_lead_and_a_whisper'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_questions', to='groups.group')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'text'), name='own_question_once')],
            },
        ),
    ]

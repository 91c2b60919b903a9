import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('case_sessions', '0008_boards'),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='at_distance',
            field=models.BooleanField(db_default=False, default=False, help_text='Takes part from elsewhere while others sit together.'),
        ),
        migrations.AddField(
            model_name='seat',
            name='no_screen',
            field=models.BooleanField(db_default=False, default=False, help_text='Sits here without a device; somebody else at the table put them down.'),
        ),
        migrations.CreateModel(
            name='Wall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='Once, for ten minutes; then it is gone.', max_length=8, null=True, unique=True)),
                ('code_until', models.DateTimeField()),
                ('held', models.CharField(blank=True, default='', help_text='Hash of what its browser holds.', max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='walls', to='case_sessions.casesession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('held', ''), _negated=True), fields=('held',), name='one_wall_for_each_screen')],
            },
        ),
    ]

"""Find the cases that took a step in a period without reading every step there is."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0014_files_are_opened_before_they_are_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='casestep',
            index=models.Index(fields=['name', 'on', 'case'], name='step_named'),
        ),
    ]

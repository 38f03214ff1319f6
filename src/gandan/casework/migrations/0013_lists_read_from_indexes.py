"""Let the lists of work and of cases be counted, narrowed and sorted from indexes alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0012_whom_it_is_about_without_sign_in'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_desk',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_owner',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_due_of_unit',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['handling_unit', 'turn', 'next_due_on', 'id', 'next_due_kind', 'kind', 'field', 'officer', 'opened_on', 'signers', 'stage'], name='case_desk'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['unit', 'turn', 'next_due_on', 'id', 'handling_unit', 'next_due_kind', 'kind', 'field', 'officer', 'opened_on', 'signers', 'merged_into'], name='case_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['turn', 'next_due_on', 'id', 'handling_unit', 'next_due_kind', 'kind', 'field', 'officer', 'opened_on', 'signers', 'merged_into'], name='case_due_of_unit'),
        ),
    ]

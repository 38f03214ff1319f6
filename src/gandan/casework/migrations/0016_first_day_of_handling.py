"""Keep with each case the day on which it was first handled, as its steps tell it."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Min, OuterRef, Q, Subquery

# The steps of the workflow tables that count as handling, as they were when this was written.
HANDLING = (
    "accept",
    "accept_again",
    "check_for_management",
    "demand_report",
    "file_away",
    "find_no_ground",
    "guide",
    "hand_to_investigators",
    "refer",
    "refuse",
    "return_to_forwarder",
    "take_over",
    "take_up",
    "withdraw",
)


def fill(apps, editor):
    Case = apps.get_model("casework", "Case")
    CaseStep = apps.get_model("casework", "CaseStep")
    taken_back = CaseStep.objects.filter(undoes__isnull=False).values("undoes")
    standing = CaseStep.objects.filter(name__in=HANDLING).exclude(pk__in=taken_back)
    first = (
        standing.filter(case=OuterRef("pk")).order_by().values("case").annotate(d=Min("on")).values("d")
    )
    handled = Case.objects.filter(pk__in=standing.values("case"))
    handled.update(first_handled_on=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0015_steps_found_by_name_and_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="case",
            name="first_handled_on",
            field=models.DateField(null=True, verbose_name="xử lý lần đầu ngày"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("is_followed", True)),
                fields=[
                    "first_handled_on",
                    "opened_on",
                    "rested_on",
                    "merged_into",
                    "earlier",
                    "came_by",
                ],
                name="case_first_handled",
            ),
        ),
        migrations.AddIndex(
            model_name="raising",
            index=models.Index(fields=["role", "case"], name="raising_role"),
        ),
    ]

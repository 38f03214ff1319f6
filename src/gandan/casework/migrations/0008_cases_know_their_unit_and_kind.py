"""Give the cases that were there before what they need: who holds them, their kind and field.

Their time limits are not followed until somebody says so: nobody knows what was done about
them outside the register, and a due date that is made up would be worse than none.
"""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

FORWARDING = ("board", "front", "organization")


def fill(apps, editor):
    case = apps.get_model("casework", "Case")
    submission = apps.get_model("casework", "Submission")
    first = submission.objects.filter(raisings__case=OuterRef("pk")).order_by("raisings__id")
    case.objects.update(
        handling_unit=F("unit"),
        kind=Coalesce(Subquery(first.values("kind")[:1]), Value("")),
        field=Coalesce(Subquery(first.values("field")[:1]), Value("")),
        signers=Subquery(first.values("signers")[:1]),
    )
    settling = case.objects.exclude(unit__kind__in=FORWARDING)
    settling.update(procedure="petition")
    settling.filter(kind="complaint").update(procedure="complaint_first")
    case.objects.filter(kind="denunciation").update(procedure="denunciation")


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_handling_by_the_law")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

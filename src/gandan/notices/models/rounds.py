"""Which days people were told what is due."""

from django.db import models


class DailyRound(models.Model):
    """The morning's round of a day was planned: it is never planned twice."""

    day = models.DateField(unique=True)
    planned_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.day.isoformat()

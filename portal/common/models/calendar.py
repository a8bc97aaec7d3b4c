"""The demonstration's calendar: one row, read only where the portal runs as a demonstration."""

from django.db import models


class DemoCalendar(models.Model):
    """The business date a demonstration shows."""

    today = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="demo_calendar_one_row")]

    def __str__(self) -> str:
        return f"demonstration calendar {self.today:%d-%m-%Y}"

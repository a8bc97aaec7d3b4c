"""The investment plan of an application, by head and financial year."""

from django.db import models

from applicants.models.application import Application
from portal.common.fields import RupeesField


class InvestmentLine(models.Model):
    """Planned eligible investment of one head in one financial year, in whole rupees."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="investment")
    head = models.CharField(max_length=40)
    fy = models.CharField(max_length=7)
    amount = RupeesField()

    class Meta:
        ordering = ["fy", "head"]
        constraints = [
            models.UniqueConstraint(fields=["application", "head", "fy"], name="investment_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="investment_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.head} {self.fy}: {self.amount}"

"""Rows that came back: row number, column, what was given, what is expected."""

from django.db import models

from applicants.models.register import Register


class RegisterProblem(models.Model):
    """One thing wrong in one row. The row as read stays beside it, so that it can be handed back as it was."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=40)
    given = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)  # which sentence of applicants.registers.problems
    arguments = models.JSONField(default=dict)  # what stands in the sentence's gaps
    expected = models.CharField(max_length=400)  # the sentence in English, as it was when the row was read
    severity = models.CharField(max_length=8, default="error")  # error: the row came back; warning: it stayed
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["register", "row", "pk"]
        indexes = [models.Index(fields=["register", "row"], name="problem_row")]

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.expected}"

"""The claim's hold on a document line: an invoice earns once, whoever claims it."""

from django.db import models

from applicants.models.register import Register
from applicants.models.unit import Unit


class CountedKey(models.Model):
    """One document line held by a live claim. The key is folded as formats.md says; a freed register's keys go.

    Sales: seller GSTIN | FY of the document | type | number, case-folded | line. Assets: supplier | invoice | line;
    a unit's later, cumulative asset register takes its own keys over from the earlier one.
    """

    key = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="keys")
    row = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key

"""Money and weight columns: integers only. A float is refused by name before it reaches the database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.db import models


class _WholeNumberField(models.BigIntegerField):
    unit = ""

    def get_prep_value(self, value: object) -> object:
        if isinstance(value, float):
            raise TypeError(
                f"{self.name}: a float ({value!r}) can't be stored as {self.unit}; give an integer."
            )
        if isinstance(value, Decimal | Fraction) and value != int(value):
            raise TypeError(f"{self.name}: {value} is not a whole number of {self.unit}.")
        return super().get_prep_value(value)


class RupeesField(_WholeNumberField):
    """Whole rupees."""

    unit = "rupees"


class PaiseField(_WholeNumberField):
    """Integer paise."""

    unit = "paise"


class MilliPaiseField(_WholeNumberField):
    """Integer thousandths of a paisa: a price per kilogram in paise times a weight in grams is exact in it."""

    unit = "thousandths of a paisa"


class GramsField(_WholeNumberField):
    """Integer grams."""

    unit = "grams"

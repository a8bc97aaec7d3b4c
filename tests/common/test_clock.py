"""Two clocks: the scheme's date can be held in a demonstration and nowhere else; real time is never held."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from portal.common.clock import business_date, business_today, now
from portal.common.models import DemoCalendar

DAY = dt.date(2031, 2, 3)


@time_machine.travel("2027-03-31T20:00:00Z", tick=False)
def test_the_schemes_day_is_indias() -> None:
    assert business_today() == dt.date(2027, 4, 1)  # half past one in the night there
    assert now() == dt.datetime(2027, 3, 31, 20, tzinfo=dt.UTC)


@pytest.mark.django_db
@time_machine.travel("2027-03-31T12:00:00Z", tick=False)
def test_a_demonstrations_calendar_counts_in_a_demonstration_alone() -> None:
    DemoCalendar.objects.create(pk=1, today=DAY)
    assert business_today() == dt.date(2027, 3, 31)
    with override_settings(DEMO=True):
        assert business_today() == DAY
        assert now().year == 2027


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_a_held_day_ends_with_its_block_even_by_an_error() -> None:
    DemoCalendar.objects.create(pk=1, today=DAY)
    with business_date(dt.date(2028, 1, 1)):
        with pytest.raises(ValueError, match="inside"), business_date(dt.date(2029, 1, 1)):
            assert business_today() == dt.date(2029, 1, 1)
            raise ValueError("inside")
        assert business_today() == dt.date(2028, 1, 1)
    assert business_today() == DAY


def test_nothing_holds_the_day_outside_a_demonstration() -> None:
    with pytest.raises(ImproperlyConfigured, match="only in a demonstration"), business_date(DAY):
        pass

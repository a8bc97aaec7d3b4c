"""Register numbers: one after the other, none twice, none left out."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from portal.common.events import service
from portal.common.numbering import next_number
from portal.common.refusals import Refusal


@pytest.mark.django_db
def test_each_series_counts_from_one() -> None:
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_a_refused_service_gives_its_number_back() -> None:
    @service
    def take(refuse: bool) -> int:
        number = next_number("a")
        if refuse:
            raise Refusal("No.")
        return number

    assert take(False) == 1
    with pytest.raises(Refusal):
        take(True)
    assert take(False) == 2


def test_takers_at_once_leave_no_gap(fresh_database: str) -> None:
    gate, taken = threading.Barrier(6), []

    def work() -> None:
        try:
            gate.wait()
            for turn in range(6):
                with transaction.atomic():
                    number = next_number("a")
                    if turn % 3 == 2:
                        transaction.set_rollback(True)
                    else:
                        transaction.on_commit(lambda number=number: taken.append(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 25))

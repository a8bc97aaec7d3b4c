"""Register numbers without gaps."""

from portal.common.models.counter import Counter


def next_number(series: str) -> int:
    """Return the next number of a series, inside the caller's transaction: a rollback gives the number back."""
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last

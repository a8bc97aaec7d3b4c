"""Exact amounts as text: two decimals rounded down with what that lost, and Indian grouping for reading."""

from fractions import Fraction

CRORE = 10**7
Exact = int | Fraction


def shown_and_exact(amount: Exact) -> tuple[str, str | None]:
    """`amount` with two decimals, rounded down (towards the smaller number), and what `exact_or_none` says."""
    if isinstance(amount, int):
        return f"{amount}.00", None
    n, d = amount.numerator, amount.denominator
    hundredths, lost = divmod(n * 100, d)
    return fixed(hundredths, 2), f"{n}/{d}" if lost else None


def two_decimals(amount: Exact) -> str:
    """`amount` with two decimals, rounded down (towards the smaller number)."""
    return shown_and_exact(amount)[0]


def exact_or_none(amount: Exact) -> str | None:
    """`n/d` in lowest terms where two decimals do not hold all of `amount`, else None."""
    return shown_and_exact(amount)[1]


def fixed(scaled: int, places: int) -> str:
    """The integer `scaled`, meant times ten to the power `-places`, as a decimal with `places` decimals."""
    if scaled < 0:
        return "-" + fixed(-scaled, places)
    digits = str(scaled).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def at_least_two(scaled: int, places: int) -> str:
    """As `fixed`, without the zeros at the end beyond two decimals; nothing is lost."""
    text = fixed(scaled, places)
    keep = len(text) - (places - 2)
    return text[:keep] + text[keep:].rstrip("0")


def plain(amount: Exact) -> str:
    """`amount` grouped for reading, with as few decimals as it needs and at most two (rounded down)."""
    return grouped(two_decimals(amount).removesuffix(".00"))


def grouped(text: str) -> str:
    """A decimal in Indian grouping: three digits, then twos, as in 12,34,567.50."""
    whole, point, part = text.partition(".")
    if len(whole) < 4:
        return text
    sign = "-" if whole[0] == "-" else ""
    whole, tail = whole[len(sign) : -3], whole[-3:]
    while whole:
        whole, tail = whole[:-2], f"{whole[-2:]},{tail}"
    return f"{sign}{tail}{point}{part}"

"""The one way the engine says no: what field, what was given, what is expected."""

MAX_GIVEN = 120


def one_line(text: str) -> str:
    """`text` on one printable line: runs of white space become one space, other unprintables are escaped."""
    flat = " ".join(text.split())
    if not flat.isprintable():
        flat = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in flat)
    return flat if len(flat) <= MAX_GIVEN else flat[: MAX_GIVEN - 3] + "..."


class Refused(ValueError):
    """A fact the engine will not compute with.

    `field` is the path of the fact (`unit.award_rate`, `documents[2].kg`), `given` what stood there and
    `expected` what may stand there. Never raised for a computed outcome: those have a `binding`.
    """

    def __init__(self, field: str, given: str, expected: str) -> None:
        self.field = one_line(field)
        self.given = one_line(given)
        self.expected = " ".join(expected.split())
        super().__init__(f"{self.field}: given {self.given}; expected {self.expected}")

    def as_dict(self) -> dict[str, str]:
        """The three parts, for an error object."""
        return {"field": self.field, "given": self.given, "expected": self.expected}

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str, str]]:
        """Rebuild from the three parts, so a refusal survives a process boundary."""
        return (Refused, (self.field, self.given, self.expected))

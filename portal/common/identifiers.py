"""Indian identifiers (domain.md 4): shapes and check digits. Each check raises WrongInput naming the field.

python-stdnum refuses GSTIN state codes 38, 97 and 99, which exist; so the state is checked against our own list
and the check digit by stdnum's algorithm.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from stdnum.in_ import pan as stdnum_pan
from stdnum.luhn import checksum as luhn_checksum

from portal.common.refusals import WrongInput

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATES = frozenset([*(f"{n:02d}" for n in range(1, 39)), "97", "99"])
_PAN = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]")
_GSTIN = re.compile(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", re.ASCII)
_CIN = re.compile(
    r"[LU][0-9]{5}[A-Z]{2}([0-9]{4})(PTC|PLC|OPC|GOI|SGC|FTC|FLC|NPL|GAP|GAT|ULL|ULT)[0-9]{6}", re.ASCII
)
_SHAPES = {
    "llpin": (re.compile(r"F?[A-Z]{3}-[0-9]{4}"), "ABC-1234"),
    "fcrn": (re.compile(r"F[0-9]{5}"), "F01234"),
    "ifsc": (re.compile(r"[A-Z]{4}0[A-Z0-9]{6}"), "ABCD0123456"),
    "udyam": (re.compile(r"UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}"), "UDYAM-XX-00-0000000"),
    "mobile": (re.compile(r"[6-9][0-9]{9}"), "9876543210"),
    "pin": (re.compile(r"[1-9][0-9]{5}"), "110001"),
    "utr": (re.compile(r"[A-Z0-9]{10,22}"), "10-22 × A-Z 0-9"),
    "head_of_account": (
        re.compile(r"\d{4}\.\d{2}\.\d{3}\.\d{2}\.\d{2}\.\d{2}", re.ASCII),
        "0000.00.000.00.00.00",
    ),
}


def _refuse(what: str, where: str, given: str, expected: str) -> WrongInput:
    return WrongInput(
        what, where=where, given=given, expected=expected, todo=_("Check it against the certificate.")
    )


def gstin_check_digit(first14: str) -> str:
    """Return the fifteenth character of a GSTIN (domain.md 4: weights 1, 2, 1, 2… in base 36)."""
    return _ALPHABET[(36 - luhn_checksum(first14 + "0", _ALPHABET)) % 36]


def check_pan(value: str, *, where: str = "pan") -> str:
    """Return the PAN if its shape is right. Raises WrongInput.

    The library first strips what surrounds a number and reads other scripts' digits; here it must stand as it is.
    """
    if not _PAN.fullmatch(value) or not stdnum_pan.is_valid(value):
        raise _refuse(
            _("This is not a PAN."),
            where,
            value,
            _("five letters, four digits, one letter, such as ZZZCR0001R"),
        )
    return value


def check_gstin(value: str, *, where: str = "gstin", pan: str = "") -> str:
    """Return the GSTIN if shape, state and check digit are right and it contains ``pan``. Raises WrongInput."""
    if not _GSTIN.fullmatch(value) or value[:2] not in _STATES:
        raise _refuse(
            _("This is not a GSTIN."), where, value, _("15 characters: state, PAN, serial, Z, check digit")
        )
    right = gstin_check_digit(value[:14])
    if value[14] != right:
        raise _refuse(
            _("The last character of this GSTIN does not fit the others."),
            where,
            value,
            _("%(right)s as the check digit, if the others are right") % {"right": right},
        )
    if pan and value[2:12] != pan:
        raise _refuse(
            _("This GSTIN belongs to another PAN."),
            where,
            value,
            _("a GSTIN that contains %(pan)s") % {"pan": pan},
        )
    return value


def check_cin(value: str, *, where: str = "cin", year_now: int) -> str:
    """Return the CIN if its shape is right and it was given in a year that has come. Raises WrongInput."""
    match = _CIN.fullmatch(value)
    if not match or int(match.group(1)) > year_now:
        raise _refuse(
            _("This is not a CIN."),
            where,
            value,
            _("21 characters, such as U27209DL2025PTC000001, of a year that has come"),
        )
    return value


def check_shape(kind: str, value: str, *, where: str = "") -> str:
    """Return the value if it has the shape of its kind, one of ``_SHAPES``. Raises WrongInput."""
    shape, example = _SHAPES[kind]
    if not shape.fullmatch(value):
        raise _refuse(_("This does not have the right form."), where or kind, value, example)
    return value


def check_mobile(value: str, *, where: str = "mobile") -> str:
    """Return the mobile number if its shape is right. Raises WrongInput."""
    return check_shape("mobile", value, where=where)

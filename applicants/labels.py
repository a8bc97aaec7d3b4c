"""Words for the codes of a scheme book that people of this side read."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portal.common.workflow import Text

HEADS: dict[str, Text] = {
    "plant_machinery": _("Plant and machinery"),
    "research_development": _("Research and development"),
    "technology_transfer": _("Technology transfer"),
    "building": _("Building"),
    "land": _("Land"),
    "other": _("Other"),
}
FINDINGS: dict[str, Text] = {
    "capacity": _("Capacity is on the ladder"),
    "rate": _("Quoted rate is not above the ceiling"),
    "net_worth": _("Net worth reaches the band of the capacity"),
    "lead_member": _("Lead member holds the share required"),
    "clearance": _("Land-border clearance is recorded or not needed"),
    "investment": _("Planned investment reaches the minimum of the capacity"),
    "chain": _("One integrated chain: oxide, metal, alloy, magnet"),
}
REASONS: dict[str, Text] = {
    "capacity": _("The capacity is off the ladder, or no capacity was left"),
    "rate": _("The quoted rate is above the ceiling"),
    "net_worth": _("Net worth is below the band"),
    "lead_member": _("The lead member holds too little"),
    "units": _("The number of units is reached"),
    "clearance": _("Land-border clearance is missing"),
}
OUTCOMES: dict[str, tuple[Text, str]] = {
    "allotted": (_("Allotted"), "ok"),
    "held": (_("Held for clearance"), "wait"),
    "wait_list": (_("Wait-list"), "neutral"),
    "refused": (_("Refused"), "bad"),
}


def head_label(code: str) -> Text:
    """Return the words for an investment head; an unknown one in its own letters."""
    return HEADS.get(code, code.replace("_", " "))


def finding_label(key: str, label: str) -> Text:
    """Return the words for a finding; the rules' own English where there are none."""
    return FINDINGS.get(key, label)


def reason_label(code: str) -> str:
    """Return the words for the engine's reason; nothing for none."""
    return str(REASONS.get(code, code.replace("_", " "))) if code else ""


def state_choices() -> list[tuple[str, str]]:
    """Return the states and union territories, for the choice of a place."""
    return [("", _t("Choose one")), *((name, name) for name in STATES)]


STATES = (
    "Andaman and Nicobar Islands",
    "Andhra Pradesh",
    "Arunachal Pradesh",
    "Assam",
    "Bihar",
    "Chandigarh",
    "Chhattisgarh",
    "Dadra and Nagar Haveli and Daman and Diu",
    "Delhi",
    "Goa",
    "Gujarat",
    "Haryana",
    "Himachal Pradesh",
    "Jammu and Kashmir",
    "Jharkhand",
    "Karnataka",
    "Kerala",
    "Ladakh",
    "Lakshadweep",
    "Madhya Pradesh",
    "Maharashtra",
    "Manipur",
    "Meghalaya",
    "Mizoram",
    "Nagaland",
    "Odisha",
    "Puducherry",
    "Punjab",
    "Rajasthan",
    "Sikkim",
    "Tamil Nadu",
    "Telangana",
    "Tripura",
    "Uttar Pradesh",
    "Uttarakhand",
    "West Bengal",
)

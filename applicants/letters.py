"""The letter of award and the acknowledgement of an application: dataclass, then HTML, then PDF/A-3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from applicants.models import Application, Award, Manufacturer
from applicants.selectors.applications import book_in_force, content_of
from applicants.selectors.units import Ceilings
from portal.common.canonical import canonical_text, sha256_of
from portal.common.pdf import Attachment, render
from schemes import terms
from schemes.rules.facts import gestation_end, scheme_end


@dataclass(frozen=True)
class Payee:
    """The company as a letter names it."""

    name: str
    registry_name: str
    registry: str
    pan: str
    address: str


@dataclass(frozen=True)
class Place:
    """The unit as a letter names it."""

    name: str
    number: str
    district: str
    state_name: str


@dataclass(frozen=True)
class AwardLetter:
    """Everything a letter of award says. Rates in rupees a kilogram, capacity in tonnes a year."""

    number: str
    date: dt.date
    award_date: dt.date
    scheme: Mapping[str, str]
    book: str
    specimen: bool
    payee: Payee
    unit: Place
    capacity_mtpa: int
    award_rate: Decimal
    rank: int | None
    tender_number: str
    application_number: str
    oxide_tonnes: int | None
    oxide_supplier: str
    ceilings: Ceilings
    gestation_until: dt.date
    scheme_until: dt.date
    signatory: str
    signatory_post: str

    @property
    def facts(self) -> dict[str, object]:
        """The letter's figures as the JSON that is attached to it."""
        kept = asdict(self)
        return {name: _plain(value) for name, value in kept.items()}


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value


def payee_of(maker: Manufacturer) -> Payee:
    """Return the company with the register it stands in."""
    registers = (("CIN", maker.cin), ("LLPIN", maker.llpin), ("FCRN", maker.fcrn))
    name, number = next((name, number) for name, number in registers if number)
    address = ", ".join(part for part in (maker.address, maker.state_name, maker.pin_code) if part)
    return Payee(maker.legal_name, name, number, maker.pan, address)


def award_letter_of(award: Award) -> AwardLetter:
    """Return what the letter of an issued award says, by the book as on the award date."""
    book, on = book_in_force(award.book_code), award.award_date
    version = terms.current_version(award.book_code)
    row = book.ladder_row(award.capacity_mtpa, on, "capacity_mtpa")
    issuer = award.issued_by
    return AwardLetter(
        number=award.number or "",
        date=award.issued_day or award.award_date,
        award_date=on,
        scheme=book.title,
        book=f"{book.code} version {book.version}",
        specimen=version is None or terms.is_specimen(version),
        payee=payee_of(award.manufacturer),
        unit=Place(
            award.unit_name, award.unit.number if award.unit else "", award.district, award.state_name
        ),
        capacity_mtpa=award.capacity_mtpa,
        award_rate=award.award_rate,
        rank=award.rank,
        tender_number=award.tender_number,
        application_number=str(award.application) if award.application else "",
        oxide_tonnes=book.integer("oxide_tonnes", on) if award.oxide else None,
        oxide_supplier=book.text("oxide_supplier", on),
        ceilings=Ceilings(row.min_investment_crore.rupees, row.sli_cap_crore.rupees, row.cs_cap_crore.rupees),
        gestation_until=gestation_end(on, book),
        scheme_until=scheme_end(on, book),
        signatory=issuer.person.name if issuer else "",
        signatory_post=issuer.designation if issuer else "",
    )


def render_award_letter(letter: AwardLetter) -> str:
    """Return the letter of award as HTML, Hindi before English."""
    context = {
        "letter": letter,
        "number": letter.number,
        "date": letter.date,
        "specimen": letter.specimen,
        "demo": settings.DEMO,
    }
    with override("en"):
        return render_to_string("letters/award.html", context)


def award_letter_pdf(letter: AwardLetter, created: dt.datetime) -> bytes:
    """Return the letter of award as PDF/A-3, its figures attached as JSON; the same letter gives the same bytes."""
    facts = canonical_text(letter.facts).encode()
    return render(
        render_award_letter(letter),
        title=f"{letter.number}",
        attachments=[Attachment("award.json", facts, "The award's figures", "Data")],
        identifier=sha256_of(letter.facts).encode(),
        created=created,
    )


@dataclass(frozen=True)
class Acknowledgement:
    """What the applicant gets for a submission: number, times, digest, and who submitted."""

    number: str
    day: dt.date
    moment: dt.datetime
    sha256: str
    payee: Payee
    unit_name: str
    capacity_mtpa: int
    scheme: Mapping[str, str]
    submitted_by: str
    documents: tuple[tuple[str, str], ...]


def acknowledgement_of(application: Application) -> Acknowledgement:
    """Return the acknowledgement of a submitted application. The quoted rate stays sealed and is not in it."""
    if application.submitted_at is None or application.submitted_day is None:
        raise ValueError(f"{application} was not submitted; there is nothing to acknowledge")
    documents = application.documents.select_related("file").filter(uploaded_at__lte=application.submitted_at)
    with override("en"):
        listed = tuple((document.get_kind_display(), document.file.sha256) for document in documents)
    return Acknowledgement(
        number=str(application.number),
        day=application.submitted_day,
        moment=application.submitted_at,
        sha256=application.content_sha256,
        payee=payee_of(application.manufacturer),
        unit_name=application.unit_name,
        capacity_mtpa=application.capacity_mtpa or 0,
        scheme=book_in_force(application.book_code).title,
        submitted_by=str(application.submitted_by),
        documents=listed,
    )


def render_acknowledgement(ack: Acknowledgement) -> str:
    """Return the acknowledgement as HTML."""
    context = {
        "letter": ack,
        "number": ack.number,
        "date": ack.day,
        "specimen": False,
        "demo": settings.DEMO,
    }
    with override("en"):
        return render_to_string("letters/acknowledgement.html", context)


def acknowledgement_pdf(application: Application) -> bytes:
    """Return the acknowledgement as PDF/A-3 with the submitted content attached as canonical JSON."""
    ack = acknowledgement_of(application)
    content = canonical_text(content_of(application)).encode()
    return render(
        render_acknowledgement(ack),
        title=ack.number,
        attachments=[Attachment("application.json", content, "What was submitted", "Source")],
        identifier=ack.sha256.encode(),
        created=ack.moment,
    )

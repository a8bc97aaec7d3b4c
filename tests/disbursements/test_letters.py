"""The sanction letter: everything an order says, in both languages; PDF/A-3, the same bytes each time."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from disbursements.letters import letter_pdf, render_letter
from portal.common.canonical import canonical_text
from schemes.rules import digest
from tests.disbursements.letter_samples import sample_letter

CHECKLIST = {
    "number": "SO/2030-31/0007",
    "date": "12.09.2030",
    "addressed to": "The Pay and Accounts Officer",
    "sanction of the President": "convey the sanction of the President",
    "rule": "Rule 29 of the General Financial Rules, 2017",
    "delegation": "Delegation of Financial Powers Rules, 2024",
    "payee": "Kaveri Magnetics Private Limited",
    "registry number": "CIN U27100TN2026PTC000001",
    "pan": "PAN ZZZCR0001R",
    "vendor code": "vendor code in the payment system to be assigned",
    "figures": "₹\N{NO-BREAK SPACE}1,32,43,00,000",
    "words": "Rupees one hundred thirty-two crore forty-three lakh only",
    "unit": "Kaveri unit (REPM/U/0001)",
    "claim": "claim No. SLI/2029-30/0004",
    "period": "01.04.2029 to 31.03.2030",
    "annexure": "SLI/2029-30/0004/C2",
    "demand": "Demand No. (to be assigned)",
    "head of account": "head of account (to be assigned)",
    "object head": "33 Subsidies",
    "voted": "voted, Central Sector Scheme",
    "provision": "₹\N{NO-BREAK SPACE}6,00,00,00,000",
    "balance": "₹\N{NO-BREAK SPACE}4,67,57,00,000 is left after this sanction",
    "utilisation certificate": "no utilisation certificate is required",
    "refund": "refunded with interest",
    "audit access": "Comptroller and Auditor General of India",
    "no double benefit": "no assistance for the same purpose",
    "lapse": "if it is not drawn by 31.03.2031",
    "drawing officer": "Drawing and Disbursing Officer",
    "mode": "e-payment",
    "concurrence": "Dy. No. IFD/1234/2030 dated 28.08.2030",
    "approval": "note No. 6 dated 05.09.2030",
    "register of grants": "serial 7 of the register of grants for 2030-31",
    "signatory": "Asha Verma",
    "post": "Under Secretary to the Government of India",
    "copies": "Director General of Audit",
    "verification": "http://localhost:8000/verify/0123456789abcdef/",
}
HINDI = {
    "addressed to": "वेतन एवं लेखा अधिकारी",
    "sanction of the President": "राष्ट्रपति की स्वीकृति",
    "words": "रुपये एक सौ बत्तीस करोड़ तैंतालीस लाख मात्र",
    "scheme": "सिंटर्ड दुर्लभ मृदा स्थायी चुंबक विनिर्माण संवर्धन योजना",
    "component": "बिक्री आधारित प्रोत्साहन",
    "trigger": "दावा सत्यापित",
    "demand": "अनुदान मांग सं. (नियत की जानी है)",
    "utilisation certificate": "उपयोगिता प्रमाण-पत्र अपेक्षित नहीं है",
    "audit access": "नियंत्रक एवं महालेखापरीक्षक",
    "concurrence": "डायरी सं. IFD/1234/2030",
    "signatory": "अवर सचिव, भारत सरकार",
    "annexure": "अनुलग्नक I: गणना",
}


@pytest.fixture(scope="module")
def paper() -> bytes:
    return letter_pdf(sample_letter())


@pytest.mark.parametrize("text", CHECKLIST.values(), ids=CHECKLIST.keys())
def test_the_english_text_says_it(text: str) -> None:
    assert text in render_letter(sample_letter())


@pytest.mark.parametrize("text", HINDI.values(), ids=HINDI.keys())
def test_the_hindi_text_says_it(text: str) -> None:
    assert text in render_letter(sample_letter())


def test_what_the_books_give_is_printed_and_nothing_is_left_to_assign() -> None:
    letter = sample_letter()
    account = replace(letter.account, demand_number="48", head="2852.08.205.07.00.33")
    html = render_letter(replace(letter, account=account, payee=replace(letter.payee, vendor_code="V00012")))
    assert "Demand No. 48, head of account 2852.08.205.07.00.33" in html
    assert "vendor code in the payment system V00012" in html
    assert "head of account (to be assigned)" not in html


def test_a_certificate_is_asked_for_where_the_book_says_so() -> None:
    html = render_letter(sample_letter(needs_utilisation_certificate=True))
    assert "Form GFR 12-A" in html
    assert "no utilisation certificate is required" not in html


def test_specimen_stands_on_the_letter_of_a_book_without_an_order_and_on_no_other() -> None:
    assert "SPECIMEN" in render_letter(sample_letter(specimen=True))
    ordered = render_letter(sample_letter(specimen=False, book_order="S.O. 1(E)"))
    assert "SPECIMEN" not in ordered
    assert "order S.O. 1(E)" in ordered


def test_the_annexure_prints_the_computation_itself() -> None:
    letter = sample_letter()
    html = render_letter(letter)
    assert letter.computation["sha256"] in html
    assert "1,55,80,00,000" in html
    assert html.count('class="binds"') == 1
    assert "earlier tranches" in html.lower()


def test_a_capital_subsidy_has_a_claim_date_instead_of_a_period() -> None:
    claim = replace(sample_letter().claim, since=None, component="CS")
    assert "claim date 31.03.2030" in render_letter(sample_letter(claim=claim))


def test_a_payee_name_can_not_become_markup() -> None:
    payee = replace(sample_letter().payee, name="<b>Bold & Sons</b>")
    assert "&lt;b&gt;Bold &amp; Sons&lt;/b&gt;" in render_letter(sample_letter(payee=payee))


def test_the_pdf_is_the_same_bytes_when_rendered_again(paper: bytes) -> None:
    assert letter_pdf(sample_letter()) == paper
    assert letter_pdf(sample_letter(amount=1)) != paper


def test_the_pdf_is_pdf_a_3_and_carries_facts_and_computation(paper: bytes) -> None:
    reader = PdfReader(io.BytesIO(paper))
    metadata = reader.xmp_metadata
    assert metadata is not None
    packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert 'pdfaid:part="3"' in packet or "<pdfaid:part>3</pdfaid:part>" in packet
    attached = {name: contents[0] for name, contents in reader.attachments.items()}
    letter = sample_letter()
    assert attached["computation.json"] == canonical_text(letter.computation).encode()
    result: dict[str, Any] = json.loads(attached["computation.json"])
    assert digest({key: value for key, value in result.items() if key != "sha256"}) == result["sha256"]
    assert json.loads(attached["facts.json"]) == letter.facts
    assert len(reader.pages) == 4

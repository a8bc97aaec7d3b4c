"""The filters and tags every page, letter and report prints its figures with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.common.templatetags import portal_money, portal_ui

NBSP = "\N{NO-BREAK SPACE}"


def show(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1_55_80_00_000, f"₹{NBSP}1,55,80,00,000"),
        (Decimal("1558000000.00"), f"₹{NBSP}1,55,80,00,000"),
        ("4750000000.50", f"₹{NBSP}4,75,00,00,000.50"),
        (-5000, f"₹{NBSP}-5,000"),
        (0, f"₹{NBSP}0"),
        (None, ""),
    ],
)
def test_rupees_are_grouped_and_paise_shown_only_when_present(amount: object, expected: str) -> None:
    assert show("{{ amount|inr }}", amount=amount) == expected


@pytest.mark.parametrize("name", ["inr", "crore", "inr_words", "grouped", "rupees"])
def test_a_float_raises_by_name(name: str) -> None:
    with pytest.raises(TypeError, match="a float was given"):
        getattr(portal_money, name)(1.5)


def test_crore_is_rounded_down_with_full_rupees_on_hover() -> None:
    shown = portal_money.crore(1_55_79_99_999)
    assert shown == f'<span class="money" title="₹{NBSP}1,55,79,99,999">₹{NBSP}155.79{NBSP}cr</span>'


def test_kilograms_come_from_whole_grams() -> None:
    assert portal_money.kg(820_000_000) == f"8,20,000.000{NBSP}kg"
    with pytest.raises(TypeError, match="a str was given"):
        portal_money.kg("820")  # type: ignore[arg-type]


def test_words_follow_the_language_asked_for() -> None:
    assert show('{{ 155|inr_words:"en" }}') == "Rupees one hundred fifty-five only"
    assert show('{{ 155|inr_words:"hi" }}') == "रुपये एक सौ पचपन मात्र"


@pytest.mark.parametrize(
    "day", [dt.date(2027, 1, 15), "2027-01-15", dt.datetime(2027, 1, 14, 20, tzinfo=dt.UTC)]
)
def test_dates_read_as_people_write_them(day: object) -> None:
    assert show("{{ day|dmy }}", day=day) == "15 January 2027"
    with translation.override("hi"):
        assert show("{{ day|dmy }}", day=day) == "15 जनवरी 2027"


def test_text_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a date such as 2027-01-15"):
        portal_money.dmy("15/01/2027")


def test_moments_name_their_zone() -> None:
    assert (
        portal_money.dmy_time(dt.datetime(2031, 10, 12, 5, 12, tzinfo=dt.UTC))
        == f"12 October 2031, 10:42{NBSP}IST"
    )


def test_a_badge_escapes_its_words_and_knows_four_tones() -> None:
    assert portal_ui.badge("<x>", "ok") == '<span class="badge badge-ok">&lt;x&gt;</span>'
    with pytest.raises(ValueError, match="'green' was given; expected one of neutral, ok, wait, bad"):
        portal_ui.badge("x", "green")


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (dt.date(2031, 10, 9), "3 days over", "bad"),
        (dt.date(2031, 10, 12), "due today", "wait"),
        (dt.date(2031, 10, 13), "1 day left", "wait"),
        (dt.date(2031, 10, 30), "18 days left", "neutral"),
    ],
)
def test_days_left_are_counted_on_the_schemes_calendar(due: dt.date, words: str, tone: str) -> None:
    shown = show("{% due_badge due %}", due=due, business_date=dt.date(2031, 10, 12))
    assert shown == f'<span class="badge badge-{tone}">{words}</span>'


def test_long_page_lists_are_shortened() -> None:
    page = Paginator(range(1000), 10).get_page(50)
    assert portal_ui.page_numbers(page) == [1, None, 49, 50, 51, None, 100]


class Sample(forms.Form):
    name = forms.CharField(help_text="As the registrar has it.")
    capacity = forms.ChoiceField(choices=[(600, "600 t"), (800, "800 t")], widget=forms.RadioSelect)
    agree = forms.BooleanField(required=False)
    note = forms.CharField(required=False, widget=forms.TextInput(attrs={"class": "wide"}))


def render_form(data: dict[str, str]) -> str:
    source = '{% include "components/form.html" with form=form %}'
    return show(source, form=Sample(data), csrf_token="x")


def test_a_forms_errors_are_summed_up_with_links_that_lead_somewhere() -> None:
    html = render_form({"note": "kept"})
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_capacity_0">Capacity: This field is required.</a>' in html
    assert 'id="id_capacity_0"' in html


def test_a_field_with_an_error_says_so_to_a_screen_reader_and_keeps_what_was_typed() -> None:
    html = render_form({"note": "kept"})
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'value="kept" class="wide form-control"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in render_form({"name": "A", "capacity": "600"})


def test_display_choices_come_from_the_cookies_and_odd_ones_count_as_normal() -> None:
    request = RequestFactory().get("/")
    request.COOKIES.update(text_size="large", contrast="<odd>")
    shown = show(
        "{% display as look %}{{ look.text_size }} {{ look.contrast }} {{ look.next_text_size }}",
        request=request,
    )
    assert shown == "large normal largest"


CONFIRM = (
    '{% include "components/confirm.html" with action="/go" label="Concur" amount=amount version=4 '
    'question="Concur in this tranche?" %}'
)


def test_a_button_that_moves_money_says_the_amount_in_figures_and_words() -> None:
    html = show(CONFIRM, amount=1_32_43_00_000, csrf_token="x")
    assert html.count("Rupees one hundred thirty-two crore forty-three lakh only") == 2
    assert f"₹{NBSP}1,32,43,00,000" in html
    assert '<input type="hidden" name="version" value="4">' in html
    assert 'name="confirmed" value="1"' in html


class Work:
    pk, message, error = 7, "Counting lines", ""
    progress_done, progress_total = 4000, 12406

    def __init__(self, state: str) -> None:
        self.state, self.live = state, state == "running"


PROGRESS = '{% include "components/progress.html" with job=job poll_url="/jobs/7" done_url="/claim" %}'


def test_progress_polls_while_the_job_lives_and_then_leads_on() -> None:
    running, done = show(PROGRESS, job=Work("running")), show(PROGRESS, job=Work("done"))
    assert 'hx-get="/jobs/7"' in running
    assert '<progress aria-label="Progress" value="4000" max="12406">' in running
    assert "<noscript>" in running
    assert "hx-get" not in done
    assert 'href="/claim"' in done


def test_timeline_states_are_words_too() -> None:
    steps = [
        {"title": "Filed", "note": "", "state": "done"},
        {"title": "Concurrence", "note": "", "state": "now"},
    ]
    html = show('{% include "components/timeline.html" %}', steps=steps)
    assert 'aria-current="step"' in html
    assert ", done</span>" in html

"""``manage.py serve``: the whole portal, prepared and supervised as one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.urls import reverse
from kombu.exceptions import OperationalError as BrokerError

from portal.common.models import DemoCalendar
from portal.serving.catalogues import compile_catalogues
from portal.serving.children import all_children
from portal.serving.ports import why_not
from portal.serving.static import collect_static
from portal.serving.supervisor import Supervisor


class Command(BaseCommand):
    """Prepare the installation, then run web, worker and scheduler until one ends or Ctrl-C is pressed."""

    help = (
        "Migrates, publishes the scheme books and collects static files where needed, then runs the web "
        "server, the worker and the scheduler as one. PORT, BIND and DEMO are read from the environment."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run everything. Raises CommandError with one sentence when it cannot start or a process ended."""
        reason = why_not(settings.BIND, settings.PORT)
        if reason:
            raise CommandError(reason)
        try:
            self._prepare()
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped before it served; the next start goes on from here.") from stopped
        children = all_children(host=settings.BIND, port=settings.PORT, var=settings.VAR_DIR)
        if Supervisor(children).run(when_started=self._announce):
            raise CommandError("The portal has stopped; the reason is above.")

    def _prepare(self) -> None:
        try:
            compile_catalogues()
            call_command("migrate", interactive=False, verbosity=0)
            refuse_a_demonstration()
            call_command("publish_books", stdout=self.stdout)
            call_command("open_outlay", stdout=self.stdout)
            if collect_static():
                self.stdout.write("Static files collected.")
            if settings.DEMO:
                call_command("start_demo", stdout=self.stdout)
            self.stdout.flush()
        except OperationalError as failure:
            raise CommandError(
                f"The database does not answer ({_first_line(failure)}): "
                "see that it runs and that DATABASE_URL is right."
            ) from failure
        except BrokerError as failure:
            raise CommandError(
                f"The broker does not answer ({_first_line(failure)}): "
                "see that it runs and that CELERY_BROKER_URL is right."
            ) from failure
        finally:
            connection.close()

    def _announce(self) -> None:
        self.stdout.write("\n".join(_announcement()))
        self.stdout.flush()


def refuse_a_demonstration() -> None:
    """Raise CommandError where a portal that is no demonstration would serve a demonstration's database.

    Its sign-ins are of every role and their one password is shown to everybody.
    """
    if not settings.DEMO and DemoCalendar.objects.exists():
        raise CommandError(
            "This database holds the demonstration, whose password everybody knows: "
            "give another DATABASE_URL or PORTAL_VAR, or start it as a demonstration again (DEMO=1)."
        )


def _announcement() -> list[str]:
    lines = ["", f"  The portal is at {settings.PORTAL_BASE_URL}/", ""]
    if settings.DEMO:
        lines[2:] = [
            "  The fictitious demonstration is being built behind it; the first page shows how far it is.",
            f"  A sign-in for every role is on {settings.PORTAL_BASE_URL}{reverse('account_login')}",
            "",
        ]
    else:
        lines[2:] = ["  If it is empty yet, make its first administrator with:"]
        command = 'create_administrator you@example.org --name "Your Name" --pan AAAPA0001A'
        lines += [f"  PORTAL_VAR={settings.VAR_DIR} .venv/bin/python manage.py {command}", ""]
    return [*lines, "  Ctrl-C stops web, worker and scheduler.", ""]


def _first_line(failure: Exception) -> str:
    return (str(failure).strip().splitlines() or [type(failure).__name__])[0]

"""A port that cannot be had is refused in one sentence that says what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from portal.serving.ports import why_not
from tests.services.processes import free_port


def serve(var: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(var), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_free_port_has_no_objection() -> None:
    assert why_not("127.0.0.1", free_port()) == ""


def test_a_port_in_use_ends_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = serve(tmp_path, PORT=str(port))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.strip() == (
        f"CommandError: Port {port} is in use by another program: stop that one, or choose another port, "
        f"for example `PORT={port + 1} make run`."
    )


def test_an_address_of_another_machine_is_refused() -> None:
    assert why_not("192.0.2.1", 8000) == (
        "The portal cannot listen on 192.0.2.1, port 8000 (Cannot assign requested address): "
        "set BIND to an address of this machine."
    )


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    refused = serve(tmp_path, PORT="eight")
    assert refused.returncode == 1
    assert refused.stderr.strip() == "PORT is 'eight': a number from 1 to 65535 is expected, such as 8000."


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    refused = serve(
        tmp_path, PORT=str(free_port()), DATABASE_URL=f"postgres://portal@127.0.0.1:{free_port()}/portal"
    )
    assert refused.returncode == 1
    [sentence] = refused.stderr.strip().splitlines()
    assert sentence.startswith("CommandError: The database does not answer (")
    assert sentence.endswith("see that it runs and that DATABASE_URL is right.")

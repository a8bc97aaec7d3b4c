"""Setting up on machines that refuse: each refusal is one sentence that says what to do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MISSING = {"libnowhere.so.9": "libnowhere9"}


@pytest.fixture
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("repm_setup", ROOT / ".ci" / "setup.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    path.chmod(0o755)


def refusal(setup: ModuleType, purpose: str = "run") -> str:
    with pytest.raises(setup.CannotSetUpError) as refused:
        setup.install_system_packages(purpose)
    return str(refused.value)


def test_nothing_is_installed_where_nothing_is_missing(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called = tmp_path / "called"
    program(tmp_path, "apt-get", f"touch {called}")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    setup.install_system_packages("test")
    assert not called.exists()


def test_a_machine_without_apt_is_told_the_packages(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "LIBRARIES", MISSING)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(setup) == (
        "This machine has no apt-get: install what Debian calls libnowhere9 and start again."
    )


def test_an_apt_that_fails_is_quoted(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path, "apt-get", "echo 'E: Unable to locate package libnowhere9' >&2; exit 100")
    program(tmp_path, "sudo", 'shift; exec "$@"')
    monkeypatch.setattr(setup, "LIBRARIES", MISSING)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert refusal(setup) == (
        "apt could not install libnowhere9 (E: Unable to locate package libnowhere9): "
        "is this machine on line? Run `apt-get install -y libnowhere9` by hand, then start again."
    )


def test_an_account_without_rights_is_told_the_command() -> None:
    script = (
        "import os, runpy;"
        "names = runpy.run_path('.ci/setup.py', run_name='setup');"
        f"names['LIBRARIES'].update({MISSING!r});"
        "os.getuid() or os.setuid(65534);"  # root becomes nobody; anybody else stays who they are
        "\ntry: names['install_system_packages']('run')"
        "\nexcept names['CannotSetUpError'] as refused: print(refused)"
    )
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is closed to nobody
        Path(folder).chmod(0o755)
        program(Path(folder), "sudo", "exit 1")
        program(Path(folder), "apt-get", "exit 100")
        said = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PATH": f"{folder}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )
    assert said.stdout.strip() == (
        "This account may not install system packages: have an administrator run "
        "`apt-get install -y libnowhere9` once, then start again."
    )


def test_no_network_ends_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    for name in ("requirements.txt", ".ci/setup.py", ".ci/requirements-uv.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    tried = subprocess.run(
        [sys.executable, ".ci/setup.py", "run"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
            "PIP_NO_CACHE_DIR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 1
    [sentence] = tried.stderr.strip().splitlines()
    assert sentence.startswith("The packages of .ci/requirements-uv.txt could not be installed (ERROR: ")
    assert sentence.endswith("the first start needs a network or a package index that pip is configured for.")


def test_uv_looks_where_pip_looks(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    configured = tmp_path / "pip.conf"
    configured.write_text(
        "[global]\nindex-url = https://index.invalid/simple\ncert = /global.pem\n"
        "[install]\nextra-index-url =\n    https://one.invalid\n    https://two.invalid\n",
        encoding="ascii",
    )
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_CERT_FILE"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configured))
    monkeypatch.setenv("PIP_CERT", "/mine.pem")
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    env = setup.uv_environment()
    assert env["UV_DEFAULT_INDEX"] == "https://index.invalid/simple"
    assert env["UV_INDEX"] == "https://one.invalid https://two.invalid"
    assert env["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert env["SSL_CERT_FILE"] == "/mine.pem"


def test_what_is_installed_is_known_by_its_content(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1", encoding="ascii")
    assert setup.stale(lock)
    setup.stamp_of(lock).write_text(setup.digest(lock))
    assert not setup.stale(lock)
    lock.write_text("a==2", encoding="ascii")
    assert setup.stale(lock)

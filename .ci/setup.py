"""Sets this checkout up: system libraries where they are missing, .venv, the pinned packages.

    python3 .ci/setup.py run|check|test

`run` prepares for serving, `check` adds the packages of checks and tests, `test` adds the programs the
suite starts (a browser, PostgreSQL, Redis, pdftotext). What is in place already is left alone, so that a
second call takes well under a second. Whatever cannot be done ends in one sentence that says what to do.

Only the standard library is at hand here, and any Python 3: the first thing said may be that it is too old.
"""

from __future__ import annotations

import ast
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / ".ci" / "requirements-uv.txt"
LOCKS = {
    "run": [ROOT / "requirements.txt"],
    "check": [ROOT / "requirements.txt", ROOT / ".ci" / "requirements-dev.txt"],
    "test": [ROOT / "requirements.txt", ROOT / ".ci" / "requirements-dev.txt"],
}
LIBRARIES = {  # what WeasyPrint draws letters with
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
PROGRAMS = {"redis-server": "redis-server", "pdftotext": "poppler-utils"}  # what only the suite calls
BROWSERS = ("chromium", "chromium-browser")
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
MINIMUM = (3, 11)


class CannotSetUpError(Exception):
    """Setting up cannot go on; the text is one sentence that says why and what to do."""


def say(text: str) -> None:
    """Print a step, at once."""
    print(text, flush=True)


def last_line(output: str) -> str:
    """Return the line that most likely names the fault: the last cause, the last error, or the last of all."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    causes = [line[len("cause: ") :] for line in lines if line.startswith("cause: ")]
    errors = [line for line in lines if "error" in line.lower() or line.startswith("E:")]
    return (causes or errors or lines or ["no output"])[-1]


def missing_packages(purpose: str) -> list[str]:
    """Return the Debian packages that `purpose` needs and this machine lacks."""
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if purpose == "test":
        if not has_browser():
            missing.append("chromium")
        missing += [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
        if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            missing.append("postgresql")
    return missing


def has_browser() -> bool:
    """Return whether a Chromium is there: the system's, or the one CHROMIUM names."""
    return bool(os.environ.get("CHROMIUM")) or any(map(shutil.which, BROWSERS))


def apt_command(packages: list[str]) -> list[str]:
    """Return how this account calls apt-get. Raises CannotSetUpError when it may not."""
    by_hand = "apt-get install -y " + " ".join(packages)
    if shutil.which("apt-get") is None:
        raise CannotSetUpError(
            f"This machine has no apt-get: install what Debian calls {', '.join(packages)} and start again."
        )
    if os.getuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    raise CannotSetUpError(
        "This account may not install system packages: "
        f"have an administrator run `{by_hand}` once, then start again."
    )


def install_system_packages(purpose: str) -> None:
    """Install what is missing through apt. Raises CannotSetUpError naming the packages."""
    packages = missing_packages(purpose)
    if not packages:
        return
    apt = apt_command(packages)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    updated = subprocess.run([*apt, "-q", "update"], env=env, capture_output=True, text=True)
    if (
        "chromium" in packages
        and subprocess.run(["apt-cache", "show", "chromium"], capture_output=True).returncode
    ):
        packages.remove("chromium")  # Ubuntu has it as a snap alone; install_browser fetches one
    if not packages:
        return
    say(f"Installing system packages: {', '.join(packages)}")
    installed = subprocess.run(
        [*apt, "-q", "-y", "-o", "DPkg::Lock::Timeout=120", "install", "--no-install-recommends", *packages],
        env=env,
        capture_output=True,
        text=True,
    )
    still = [package for package in packages if package in missing_packages(purpose)]
    if still:
        reason = last_line(installed.stderr or updated.stderr or installed.stdout)
        raise CannotSetUpError(
            f"apt could not install {', '.join(still)} ({reason}): is this machine on line? "
            f"Run `apt-get install -y {' '.join(still)}` by hand, then start again."
        )


def install_browser() -> None:
    """Fetch Playwright's own Chromium where the system has none. Raises CannotSetUpError naming the reason."""
    fetched = VENV / ".installed-chromium"
    if has_browser() or fetched.exists():
        return
    say("Installing Chromium")
    command = [str(PYTHON), "-m", "playwright", "install", "--with-deps", "chromium"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CannotSetUpError(
            f"No Chromium could be installed for the browser tests ({last_line(done.stderr)}): "
            "install one and name it, for example `make test CHROMIUM=/snap/bin/chromium`."
        )
    fetched.touch()


def make_venv() -> None:
    """Create .venv unless a working one of a fitting Python is there."""
    if PYTHON.exists():
        question = "import sys, pip; raise SystemExit(sys.version_info < (3, 11))"
        if subprocess.run([str(PYTHON), "-c", question], capture_output=True).returncode == 0:
            return
    say("Creating .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        raise CannotSetUpError(
            "Python's venv does not work here "
            f"({last_line(made.stdout + made.stderr)}): "
            "run `apt-get install -y python3-venv`, then start again."
        )


def pip_settings() -> dict[str, str]:
    """Return what pip is configured with on this machine, by option name."""
    listed = subprocess.run([str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True)
    found: dict[str, str] = {}
    by_strength = ("global.", "site.", "install.", ":env:.")
    lines = [line.partition("=") for line in listed.stdout.splitlines() if "=" in line]
    for prefix in by_strength:
        for key, _, value in lines:
            if key.startswith(prefix):
                found[key[len(prefix) :]] = ast.literal_eval(value)
    return found


def uv_environment() -> dict[str, str]:
    """Return the environment in which uv finds the packages where pip would: uv does not read pip's files."""
    pip = pip_settings()
    told = {}
    if SYSTEM_CERTIFICATES.exists():
        told["UV_SYSTEM_CERTS"] = (
            "1"  # as pip does: an organisation's own authority is known to the system alone
        )
    for option, variable in (
        ("index-url", "UV_DEFAULT_INDEX"),
        ("cert", "SSL_CERT_FILE"),
        ("proxy", "ALL_PROXY"),
    ):
        if option in pip:
            told[variable] = pip[option]
    for option, variable, joint in (
        ("extra-index-url", "UV_INDEX", " "),
        ("find-links", "UV_FIND_LINKS", ","),
        ("trusted-host", "UV_INSECURE_HOST", " "),
    ):
        if option in pip:
            told[variable] = joint.join(pip[option].split())
    if "UV_INDEX" in told:
        told["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip looks; the hashes say what is let in
    return {**told, **os.environ}


def install(lock: Path, command: list[str], env: dict[str, str] | None = None) -> None:
    """Install one lock file. Raises CannotSetUpError with the installer's reason."""
    say(f"Installing the packages of {lock.relative_to(ROOT)}")
    done = subprocess.run([*command, str(lock)], env=env, capture_output=True, text=True)
    if done.returncode:
        raise CannotSetUpError(
            f"The packages of {lock.relative_to(ROOT)} could not be installed ({last_line(done.stderr)}): "
            "the first start needs a network or a package index that pip is configured for."
        )
    stamp_of(lock).write_text(digest(lock))


def install_packages(purpose: str) -> None:
    """Install uv with pip, then everything else with uv, each pinned and checked by hash."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--retries", "1", "--disable-pip-version-check"]
    if stale(UV_LOCK):
        install(UV_LOCK, [*pip, "--no-deps", "--require-hashes", "-r"])
    wanted = [lock for lock in LOCKS[purpose] if stale(lock)]
    if wanted:
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON), "--require-hashes"]
        env = uv_environment()
        for lock in wanted:
            install(lock, [*uv, "--quiet", "-r"], env)


def stale(lock: Path) -> bool:
    """Return whether the lock file differs from what is installed."""
    return not stamp_of(lock).exists() or stamp_of(lock).read_text() != digest(lock)


def stamp_of(lock: Path) -> Path:
    """Return the file that remembers which version of a lock file is installed."""
    return VENV / f".installed-{lock.name}"


def digest(lock: Path) -> str:
    """Return the digest of a lock file."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def main(purpose: str) -> None:
    """Set up for `purpose`. Raises CannotSetUpError."""
    if sys.version_info < MINIMUM:
        raise CannotSetUpError(
            f"The portal needs Python 3.11 or newer and this is {sys.version.split()[0]}: "
            "install one and name it, for example `make run PYTHON=python3.11`."
        )
    install_system_packages(purpose)
    make_venv()
    install_packages(purpose)
    if purpose == "test":
        install_browser()


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("Say what to set up for: run, check or test.")
    try:
        main(sys.argv[1])
    except CannotSetUpError as refused:
        sys.exit(f"{refused}")
    except KeyboardInterrupt:
        sys.exit("Stopped before the set-up was complete; the next start goes on from here.")

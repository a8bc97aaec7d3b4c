"""Compiles the requirement files anew: pinned, with hashes, for every Python from 3.11 on."""

import subprocess
import sys

from setup import PYTHON, ROOT, uv_environment

FILES = {
    ".ci/requirements-uv.in": ".ci/requirements-uv.txt",
    ".ci/requirements.in": "requirements.txt",
    ".ci/requirements-dev.in": ".ci/requirements-dev.txt",
}


def main() -> int:
    """Compile each file in turn; the development lock builds on the other one. Returns the exit status."""
    for source, target in FILES.items():
        uv = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        arguments = [
            "--generate-hashes",
            "--custom-compile-command",
            "make lock",
            source,
            "--output-file",
            target,
        ]
        done = subprocess.run([*uv, *arguments, *sys.argv[1:]], cwd=ROOT, env=uv_environment(), check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The portal's settings for tests: a var directory of this process, quick hashing, no static manifest."""

import atexit
import os
import shutil
import tempfile

_process = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "REPM_TESTS_VAR" not in os.environ:
    os.environ["REPM_TESTS_VAR"] = tempfile.mkdtemp(prefix="repm-tests-")
    atexit.register(shutil.rmtree, os.environ["REPM_TESTS_VAR"], ignore_errors=True)
os.environ["PORTAL_VAR"] = os.path.join(os.environ["REPM_TESTS_VAR"], _process)  # noqa: PTH118
os.environ["DEMO"] = "0"
_broker = os.environ.get("REPM_TESTS_REDIS", "")
if _broker:
    # One numbered Redis database for each process of the run, so that no worker takes another's messages.
    os.environ["CELERY_BROKER_URL"] = (
        f"{_broker}/{int(_process.removeprefix('gw')) + 1 if _process != 'main' else 0}"
    )

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import DATABASES, SQLITE, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

if SQLITE:
    # A file, not memory: threads and worker processes have to see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

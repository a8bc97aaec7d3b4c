"""Whether the portal can listen where it is told to, and whether it answers there."""

from __future__ import annotations

import errno
import socket
from http.client import HTTPConnection, HTTPException


def answers(host: str, port: int) -> bool:
    """Return whether a web server on `host`:`port` gives any answer at all: behind TLS it is a redirection."""
    asking = HTTPConnection(host, port, timeout=5)
    try:
        asking.request("GET", "/healthz")
        asking.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
    return True


def why_not(host: str, port: int) -> str:
    """Return the sentence that says why nothing can listen on `host`:`port`, or an empty one if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As gunicorn does: connections of the last run that are still closing do not stand in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            return _sentence(refused, host, port)
    return ""


def _sentence(refused: OSError, host: str, port: int) -> str:
    if refused.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program: stop that one, or choose another port, "
            f"for example `PORT={port + 1 if port < 65535 else 8001} make run`."
        )
    if refused.errno == errno.EACCES:
        return (
            f"This account may not listen on port {port}: "
            "choose one from 1024 on, for example `PORT=8000 make run`."
        )
    return (
        f"The portal cannot listen on {host}, port {port} ({refused.strerror}): "
        "set BIND to an address of this machine."
    )

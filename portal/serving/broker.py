"""The broker without a server, kombu's own but for one thing: a message becomes visible only when it is whole.

Kombu opens a message's file under its final name and then writes it. A worker that polls in between reads an empty
file and ends with "Unrecoverable error", and the supervisor ends everything with it.
"""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose messages are written aside and then renamed, which the file system does at once."""

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override] # two stubs, two names
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        ready = Path(self.data_folder_out) / name
        aside = ready.with_name(f"{name}.part")  # readers look at names that end in .msg
        try:
            aside.write_bytes(str_to_bytes(dumps(payload)))
            aside.replace(ready)
        except OSError as error:
            raise ChannelError(f"Cannot add {name!r} to the queue") from error


class Transport(filesystem.Transport):
    """Kombu's transport with the channel above."""

    Channel = Channel

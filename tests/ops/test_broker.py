"""The broker without a server hands out whole messages only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

import portal.celery  # noqa: F401 - names the transport
from portal.serving.broker import Channel

MESSAGES = 300
LARGE = "x" * 200_000


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[tuple[Channel, Channel]]:
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    options = {**folders, "control_folder": str(tmp_path / "control")}
    with (
        Connection("filesystem://localhost", transport_options=options) as writes,
        Connection("filesystem://localhost", transport_options=options) as reads,
    ):
        yield writes.channel(), reads.channel()


def test_a_reader_never_sees_half_a_message(channels: tuple[Channel, Channel]) -> None:
    writing, reading = channels
    assert isinstance(writing, Channel)

    def write() -> None:
        for number in range(MESSAGES):
            writing._put("work", {"number": number, "filling": LARGE})

    writer = threading.Thread(target=write)
    writer.start()
    seen: set[int] = set()
    over = False
    while not over:
        last = not writer.is_alive()
        try:
            seen.add(reading._get("work")["number"])
        except Empty:
            over = last
    assert seen == set(range(MESSAGES))

"""Hostile files, small: each is read or refused with a place and a fix, in linear work, and nothing asks for the network."""

import importlib.util
import socket
from pathlib import Path

import pytest

from trialwright import read
from trialwright.errors import DocumentError

_spec = importlib.util.spec_from_file_location(
    "hostile_files", Path(__file__).parents[2] / "fixtures" / "hostile_files.py"
)
hostile = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hostile)


@pytest.mark.parametrize("name", hostile.SOUND)
def test_every_sound_file_is_read_and_every_hostile_one_read_or_refused(name, monkeypatch):
    def connect(*_, **__):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert read.documents(hostile.SOUND[name], name)[0].text
    refused = []
    for what, data in hostile.hostile(name, hostile.SOUND[name], 4_000):
        try:
            for document in read.documents(data, name):
                assert "root:" not in document.text, what
                assert len(document.text) < 30 * len(data) + 1_000, what
        except DocumentError as error:
            refused.append((what, error.where, error.fix))
    assert all(where and fix for _, where, fix in refused), refused

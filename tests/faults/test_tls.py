"""A server whose certificate nobody vouches for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.model import reply
from tests.faults.runs import outputs

CERTIFICATE = Path(__file__).with_name("certificate.pem")
"""Key and self-signed certificate for 127.0.0.1, made for these tests and good for nothing else."""


def test_a_certificate_that_is_not_trusted(sdk, start_server, work, notes):
    server = start_server(reply, certificate=CERTIFICATE)
    command = ["create", notes, "-n", "1", "--api-base", server.url, "-o", "out"]
    done = sdk(*command)
    assert done.code == 5, done.err
    assert "self-signed" in done.err or "certificate" in done.err
    assert "SSL_CERT_FILE" in done.err
    assert "Traceback" not in done.err
    assert not server.chat

    trusted = sdk(*command, env={"SSL_CERT_FILE": str(CERTIFICATE)})
    assert trusted.code == 0, trusted.err
    assert len(outputs(work / "out")) == 12


@pytest.mark.soak
def test_a_plain_server_behind_an_https_address(sdk, openai_server, notes):
    """It waits for the rest of a request that is none, so the connection is given up in time."""
    address = openai_server.url.replace("http:", "https:")
    done = sdk("create", notes, "--api-base", address)
    assert done.code == 5, done.err
    assert address in done.err
    assert "Traceback" not in done.err

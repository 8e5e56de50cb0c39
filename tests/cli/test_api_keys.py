"""API keys as files, shells and config templates hand them over; none is ever printed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHORT
from tests.faults.runs import everything

KEY = "sk-canary-Zx81Qw07Lm55Tb29"


@pytest.fixture
def command(write, model):
    write("t.txt", SHORT)
    return ["--debug", "create", "t.txt", "-n", "2", "--provider", "api-endpoint",
            "--api-base", model.url]  # fmt: skip


@pytest.mark.parametrize("given", [f"{KEY}\n", f"{KEY}\r", f" {KEY}\t", f"\ufeff{KEY}\r\n"])
def test_what_stands_around_a_key_is_dropped(sdk, command, model, given):
    done = sdk(*command, env={"API_ENDPOINT_KEY": given})
    assert done.code == 0, done.err
    assert {r.headers["authorization"] for r in model.chat} == {f"Bearer {KEY}"}
    assert KEY not in done.out + done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"{KEY}\n{KEY}", "holds white space"),
        (f"Bearer {KEY}", "holds white space"),
        (f"{KEY}\x1b", "holds a character that no key has"),
        (f'"{KEY}"', "quotation marks"),
    ],
)
def test_what_cannot_be_a_key_is_refused_unseen(sdk, command, model, work, tmp_path, given, said):
    done = sdk(*command, env={"API_ENDPOINT_KEY": given})
    assert done.code == 2
    assert "API_ENDPOINT_KEY" in done.err
    assert said in done.err
    assert not model.log
    assert KEY[3:] not in done.out + done.err
    assert KEY.encode() not in everything(work, tmp_path / "home")


@pytest.mark.parametrize("reference", ["${MYKEY}", "$MYKEY", "%MYKEY%", "os.environ/MYKEY"])
def test_a_reference_in_the_config_is_no_key(sdk, command, model, write, reference):
    write("c.yaml", f'api-endpoint:\n  api_key: "{reference}"\n')
    done = sdk("-c", "c.yaml", *command, env={"MYKEY": KEY})
    assert done.code == 2
    assert "api-endpoint.api_key is no key but a reference to the variable MYKEY" in done.err
    assert "API_ENDPOINT_KEY" in done.err
    assert not model.log


def test_white_space_alone_is_no_key_and_the_config_counts(sdk, command, model, write):
    write("c.yaml", f"api-endpoint:\n  api_key: {KEY}\n")
    assert sdk("-c", "c.yaml", *command, env={"API_ENDPOINT_KEY": " \n"}).code == 0
    assert {r.headers["authorization"] for r in model.chat} == {f"Bearer {KEY}"}

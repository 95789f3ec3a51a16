"""How a pull reaches the service: keys, signatures, addresses."""

import base64
import hashlib
import hmac
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from wiro_double import KEY, SECRET, Wiro

from wirogen.diagnostics import Refused
from wirogen.remote import read_access

BOTH = {"WIRO_API_KEY": KEY, "WIRO_API_SECRET": SECRET}


def test_a_key_alone_goes_into_its_header(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b")
    wiro.pull(tmp_path, "a/b", environment={"WIRO_API_KEY": f" {KEY}\n"})
    for request in wiro.requests:
        assert request.headers["x-api-key"] == KEY
        assert "x-signature" not in request.headers
        assert request.method == "POST"
        assert str(request.url).startswith("https://api.wiro.ai/v1/Tool/")


def test_every_call_is_signed_with_a_nonce_of_its_own(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b", "c/d")
    wiro.pull(tmp_path, "a/b", "c/d", environment=BOTH)
    for request in wiro.requests:
        message = (SECRET + request.headers["x-nonce"]).encode()
        signature = hmac.new(KEY.encode(), message, hashlib.sha256).hexdigest()
        assert request.headers["x-signature"] == signature
    nonces = {request.headers["x-nonce"] for request in wiro.requests}
    assert len(nonces) == len(wiro.requests) == 4


def test_an_address_may_be_a_proxy_that_holds_the_keys(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b")
    proxy = {"WIRO_BASE_URL": "https://me:pass%21@proxy.test:8443/v1/"}
    wiro.pull(tmp_path, "a/b", environment=proxy)
    request = wiro.requests[0]
    assert str(request.url) == "https://proxy.test:8443/v1/Tool/DetailOpenAPI"
    user = base64.b64encode(b"me:pass!").decode()
    assert request.headers["authorization"] == f"Basic {user}"
    assert "x-api-key" not in request.headers


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"WIRO_API_SECRET": SECRET}, "E701"),
        ({"WIRO_API_KEY": "sch\u00fctz-0123456789"}, "E702"),
        ({"WIRO_API_KEY": "two\nlines-0123456789"}, "E702"),
        ({**BOTH, "WIRO_BASE_URL": "ftp://wiro.test-0123456789"}, "E702"),
        ({**BOTH, "WIRO_BASE_URL": "http://[-0123456789"}, "E702"),
        ({**BOTH, "WIRO_BASE_URL": "https://me:-0123456789@"}, "E702"),
        ({"WIRO_SITE_URL": "ftp://wiro.test-0123456789"}, "E702"),
    ],
)
def test_an_environment_that_cannot_be_used_is_told_without_its_values(
    environment: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_access(environment)
    (finding,) = refused.value.report
    assert finding.code.name == code
    assert "WIRO_" in finding.message
    assert "0123456789" not in f"{finding} {refused.value}"


def test_keys_are_neither_shown_nor_pickled() -> None:
    access = read_access({**BOTH, "WIRO_BASE_URL": "https://me:hush@wiro.test"})
    assert not any(secret in repr(access) for secret in (KEY, SECRET, "hush"))
    with pytest.raises(TypeError):
        pickle.dumps(access)


def test_without_httpx2_pulling_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['httpx2'] = None\n"
        "from pathlib import Path\n"
        "from wirogen.diagnostics import Refused\n"
        "from wirogen.remote import PullRequest, pull, read_access\n"
        "access = read_access({'WIRO_API_KEY': 'x'})\n"
        "try: pull(PullRequest(access=access, folder=Path('nowhere')))\n"
        "except Refused as refused:\n"
        "    (finding,) = refused.report\n"
        "    print(finding.code.name, finding.hint)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert ran.stdout.startswith("E700")
    assert "wirogen[pull]" in ran.stdout

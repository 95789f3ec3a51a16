"""Telling a callback address that a task has ended: on this machine only."""

import asyncio
import json
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

_TIMEOUT = 10.0


def is_on_this_machine(url: str) -> bool:
    """Whether a callback address is HTTP to a loopback address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "http":
        return False
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


async def post(url: str, task: dict[str, Any]) -> str:
    """Sends what is told as JSON, once; gives back what came of it, in words."""
    if not is_on_this_machine(url):
        return "not sent: only http:// addresses of this machine are called"
    try:
        return await asyncio.to_thread(_post, url, json.dumps(task).encode())
    except (OSError, HTTPException, ValueError) as error:
        return f"failed: {error or type(error).__name__}"


def _post(url: str, body: bytes) -> str:
    parts = urlsplit(url)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(host, parts.port or 80, timeout=_TIMEOUT)
    try:
        headers = {"content-type": "application/json", "host": parts.netloc}
        connection.request("POST", path, body, headers)
        return f"HTTP {connection.getresponse().status}"
    finally:
        connection.close()

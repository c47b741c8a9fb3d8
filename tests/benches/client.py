"""A browser as far as a storm needs one: HTTP/1.1 over loopback, cookies, as little work as can be."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    cookies: dict[str, str] = field(default_factory=dict)


async def ask(
    port: int,
    path: str,
    *,
    data: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    cookies: dict[str, str] | None = None,
) -> Reply:
    """One request over a connection of its own, as a phone that comes back after seconds makes it.

    Raises OSError or asyncio.IncompleteReadError when the server does not answer.
    """
    body = urlencode(data).encode() if data is not None else b""
    lines = [f"{'POST' if data is not None else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    if data is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        answer = await reader.read()
        while not reader.at_eof():
            answer += await reader.read()
    finally:
        writer.close()
    return _parsed(answer, time.perf_counter() - started)


def _parsed(answer: bytes, seconds: float) -> Reply:
    head, _blank, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 "):
        raise ConnectionError("the server closed the connection without an answer")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers, cookies = {}, {}
    for line in rest:
        name, _colon, value = line.partition(": ")
        if name.lower() == "set-cookie":
            key, _equals, kept = value.partition(";")[0].partition("=")
            cookies[key] = kept
        else:
            headers[name.lower()] = value
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    return Reply(int(first.split(" ")[1]), headers, body, seconds, cookies)


def _joined(body: bytes) -> bytes:
    """The chunks of *body* (RFC 9112, 7.1) as one."""
    parts, rest = [], body
    while rest:
        size, _line, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if not length:
            break
        parts.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(parts)

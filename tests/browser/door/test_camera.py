"""The camera at the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.door.conftest import Phone, Site

from ..conftest import FLAGS, chromium


def film(text: str, path: Path) -> None:
    """A film of one QR code as Chromium takes it for a camera: YUV4MPEG2, grey."""
    import segno

    modules = [list(row) for row in segno.make(text, error="m").matrix_iter(border=6)]
    scale = 480 // len(modules)
    side = scale * len(modules)
    luma = bytearray()
    for row in modules:
        line = b"".join((b"\x10" if dark else b"\xeb") * scale for dark in row)
        luma += line * scale
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (side * side // 2)
    path.write_bytes(f"YUV4MPEG2 W{side} H{side} F10:1 Ip A1:1 C420\n".encode() + frame * 4)


@pytest.fixture
def camera_browser(browser: Any, tmp_path: Path, site: Site, guests: list[dict[str, Any]]) -> Iterator[Any]:
    """A Chromium before whose camera the badge of the first guest is held."""
    badge = tmp_path / "badge.y4m"
    film(f"https://example.org/ru/verify/{site.badge(guests[0])}/", badge)
    flags = [
        *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={badge}",
    ]  # fmt: skip
    running = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield running
    running.close()


def test_the_camera_reads_a_badge(camera_browser, server, guests, site):
    device = Phone(camera_browser, server)

    device.page.click("#camera-switch")
    device.page.wait_for_selector(".verdict.is-admit", timeout=20_000)
    device.page.wait_for_selector("html[data-unsent='0']", timeout=20_000)

    assert site.check_ins(guests[0]) == [(guests[0]["id"], True)]
    assert device.complaints == []
    device.close()


def test_without_a_camera_the_field_remains(phone):
    device = phone()

    device.page.click("#camera-switch")
    device.page.wait_for_selector("#camera-note:not([hidden])")

    assert device.page.evaluate("document.activeElement.id") == "id_look"

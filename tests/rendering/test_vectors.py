"""A document reads nothing and asks for nothing but what it may, in whichever of thirty-five ways it tries."""

from __future__ import annotations

import http.server
import io
import logging
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from conference.rendering import Limits, render_pdf, run_in_child
from proceedings.manuscripts import sanitise

from .vectors import VECTORS, Outcome, page, typeset, typeset_unguarded

LIMITS = Limits(cpu_seconds=30, memory_mib=2048, wall_seconds=90)
SECRET = "SECRET-7F3A"
NOT_ASKED_FOR = {
    "font of this machine", "use in a drawing", "import in a drawing", "entity in a drawing", "frame", "metadata",
    "button with a picture", "poster of a film", "counter",
}  # fmt: skip
"""What WeasyPrint does not fetch even when nobody stops it."""


class Site(http.server.BaseHTTPRequestHandler):
    """A foreign host on the loopback that remembers what it was asked for."""

    asked: list[str] = []
    secret = ""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if "redirect" in self.path:
            self.send_response(302)
            self.send_header("Location", self.secret if "file" in self.path else "/elsewhere")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml" if "svg" in self.path else "text/css")
        self.end_headers()
        self.wfile.write(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An allowed folder with a way out of it (a symbolic link), and a secret beside it."""
    folder = tmp_path_factory.mktemp("vectors")
    allowed = folder / "allowed"
    allowed.mkdir()
    (folder / "secret.txt").write_text(SECRET)
    (allowed / "link.svg").symlink_to(folder / "secret.txt")
    Site.secret = (folder / "secret.txt").as_uri()
    return allowed


@pytest.fixture(scope="module")
def documents(site: str, root: Path) -> dict[str, str]:
    secret = (root.parent / "secret.txt").as_uri()
    return {
        name: page(vector.format(site=f"{site}/{place}", root=root, secret=secret))
        for place, (name, vector) in enumerate(VECTORS.items())
    }


@pytest.fixture(scope="module")
def outcomes(documents, root, tmp_path_factory) -> tuple[dict[str, Outcome], list[str]]:
    """What became of every document, and what the foreign host was asked for meanwhile."""
    Site.asked.clear()
    made = run_in_child(typeset, list(documents.values()), [root], tmp_path_factory.mktemp("fonts"), limits=LIMITS)
    return dict(zip(documents, made, strict=True)), list(Site.asked)


def test_there_are_thirty_five_of_them():
    assert len(VECTORS) == 35


@pytest.mark.parametrize("name", VECTORS)
def test_nothing_is_asked_for_and_nothing_is_read(name, outcomes):
    made, asked = outcomes

    assert asked == []
    assert SECRET not in words_of(made[name].pdf)
    assert SECRET.encode() not in inflated(made[name].pdf)
    assert b"EmbeddedFile" not in inflated(made[name].pdf)


def test_only_a_colour_profile_stops_the_whole_document(outcomes):
    assert [name for name, outcome in outcomes[0].items() if outcome.is_refused] == ["colour profile"]


def test_whoever_asks_is_written_down(outcomes):
    silent = {name for name, outcome in outcomes[0].items() if not outcome.denied}

    assert silent == NOT_ASKED_FOR


def test_without_the_lock_they_would_be_asked_for(documents):
    """Positive control: the same documents through WeasyPrint's own fetcher ask the host or read the file."""
    Site.asked.clear()

    asked = dict(zip(documents, run_in_child(typeset_unguarded, list(documents.values()), limits=LIMITS), strict=True))

    harmless = {name for name, urls in asked.items() if not [url for url in urls if not url.startswith("data:")]}
    assert harmless == NOT_ASKED_FOR
    assert len(Site.asked) >= 15


def test_what_is_sanitised_does_not_even_ask(documents, root, tmp_path):
    clean = [page(sanitise(document)) for document in documents.values()]

    made = run_in_child(typeset, clean, [root], tmp_path, limits=LIMITS)

    assert {outcome.denied for outcome in made} == {()}


def test_a_leak_would_be_seen(root):
    """Positive control: the same reading finds what a document was allowed to attach and what it says."""
    (root / "attached.txt").write_text(SECRET)
    html = page(f'<link rel=attachment href="file://{root}/attached.txt"><p>{SECRET}')

    pdf = render_pdf(html, stylesheets=[], roots=[root], limits=LIMITS)

    assert SECRET in words_of(pdf)
    assert SECRET.encode() in inflated(pdf)
    assert b"EmbeddedFile" in inflated(pdf)


def inflated(pdf: bytes) -> bytes:
    """The file with every stream inflated, so that what it holds can be searched."""
    if not pdf:
        return b""
    plain = io.BytesIO()
    logging.getLogger("pikepdf").setLevel(logging.ERROR)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return plain.getvalue()


def words_of(pdf: bytes) -> str:
    """What the pages say."""
    if not pdf:
        return ""
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True).stdout.decode()

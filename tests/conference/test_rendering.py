"""The renderer can be killed, starved and lied to, and it neither reads nor asks for what it may not."""

from __future__ import annotations

import http.server
import io
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest

from conference.rendering import Limits, RenderFailed, render_pdf, run_in_child
from tests.conference import child_functions as child

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "static" / "fonts" / "print"
ROOMY = Limits(cpu_seconds=20, memory_mib=2048, wall_seconds=40)


class Site(http.server.BaseHTTPRequestHandler):
    """A foreign host on the loopback that remembers what it was asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/redir"):
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd" if "file" in self.path else "/final")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml" if "svg" in self.path else "text/css")
        self.end_headers()
        self.wfile.write(b"p{}")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An allowed folder with a way out of it (a symbolic link), and a secret beside it."""
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (tmp_path / "secret.txt").write_text("SECRET root:x")
    (allowed / "link.svg").symlink_to("/etc/passwd")
    return allowed


DATA_SVG = (
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22%3E{}%3C/svg%3E"
)
ENTITY_SVG = (
    "data:image/svg+xml,%3C!DOCTYPE svg [%3C!ENTITY x SYSTEM %22file:///etc/passwd%22%3E]%3E"
    "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%2299%22 height=%2299%22%3E"
    "%3Ctext%3E%26x;%3C/text%3E%3C/svg%3E"
)
VECTORS = {
    "img http": '<img alt="" src="{site}/img.svg">',
    "img file": '<img alt="" src="file:///etc/passwd">',
    "css import": '<style>@import "{site}/imp.css";</style>',
    "link css": '<link rel=stylesheet href="{site}/link.css">',
    "link css file": '<link rel=stylesheet href="file:///etc/passwd">',
    "font-face": "<style>@font-face{{font-family:x;src:url({site}/f.woff)}} p{{font-family:x}}</style><p>x",
    "font-face file": "<style>@font-face{{font-family:x;src:url(file:///etc/passwd)}} p{{font-family:x}}</style><p>x",
    "font-face local": '<style>@font-face{{font-family:x;src:local("PT Sans")}} p{{font-family:x}}</style><p>x',
    "background": '<p style="background:url({site}/bg.svg)">x',
    "list-style": '<ul style="list-style-image:url({site}/l.svg)"><li>x</ul>',
    "content": "<style>p::before{{content:url({site}/c.svg)}}</style><p>x",
    "border-image": '<p style="border:3px solid;border-image:url({site}/b.svg) 3">x',
    "link attachment": '<link rel=attachment href="file:///etc/passwd">',
    "a attachment": '<a rel=attachment href="file:///etc/passwd">x</a>',
    "a attachment http": '<a rel=attachment href="{site}/att">x</a>',
    "svg image http": '<svg width=9 height=9><image href="{site}/si" width=9 height=9 /></svg>',
    "svg image file": '<svg width=9 height=9><image href="file:///etc/passwd" width=9 height=9 /></svg>',
    "svg use": '<svg width=9 height=9><use href="{site}/use.svg#a" /></svg>',
    "svg style": "<svg width=9 height=9><style>@import url({site}/svgimp.css);</style><rect width=9 height=9 /></svg>",
    "svg in data": '<img alt="" src="'
    + DATA_SVG.format("%3Cimage href=%22{site}/nest%22 width=%229%22 height=%229%22/%3E")
    + '">',
    "svg entity": f'<img alt="" src="{ENTITY_SVG}">',
    "object": '<object data="{site}/obj.svg"></object>',
    "embed": '<embed src="{site}/emb.svg">',
    "iframe": '<iframe src="{site}/ifr"></iframe>',
    "base": '<base href="{site}/"><img alt="" src="based.svg">',
    "redirect": '<img alt="" src="{site}/redir">',
    "redirect to file": '<img alt="" src="{site}/redir-file">',
    "traversal": '<img alt="" src="file://{root}/../secret.txt">',
    "symlink": '<img alt="" src="file://{root}/link.svg">',
    "attached traversal": '<link rel=attachment href="file://{root}/../secret.txt">',
    "colour profile": "<style>@color-profile --x{{src:url({site}/icc)}}</style><p style='color:color(--x 1 0 0)'>x",
    "xmp": '<link rel=xmp href="file:///etc/passwd">',
    "input image": '<input type=image src="{site}/inp.svg">',
    "video poster": '<video poster="{site}/vp.svg"></video>',
    "picture": '<picture><source srcset="{site}/srcset.svg"><img alt="" src="{site}/pic.svg"></picture>',
    "counter symbols": "<style>@counter-style x{{system:cyclic;symbols:url({site}/cs.svg)}} li{{list-style:x}}</style>"
    "<ul><li>x</ul>",
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_nothing_outside_the_roots_is_read(vector, site, root):
    Site.asked.clear()
    html = '<html lang="en"><title>t</title><body>' + vector.format(site=site, root=root)

    pdf = uncompressed(rendered(html, root))

    assert Site.asked == []
    assert b"root:" not in pdf
    assert b"EmbeddedFile" not in pdf


def rendered(html: str, root: Path) -> bytes:
    """The PDF, or nothing when the document was refused as a whole."""
    try:
        return render_pdf(html, stylesheets=[], roots=[root], limits=ROOMY)
    except RenderFailed as failure:
        if failure.reason == "refused":
            return b""
        raise


def uncompressed(pdf: bytes) -> bytes:
    """The file with every stream inflated, so that what it holds can be searched."""
    if not pdf:
        return b""
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return plain.getvalue()


def test_a_leak_would_be_seen(root):
    """Positive control: the same reading finds a file that the document was allowed to attach."""
    (root / "attached.txt").write_text("SECRET root:x")
    html = f'<html lang="en"><title>t</title><link rel=attachment href="file://{root}/attached.txt">x'

    pdf = render_pdf(html, stylesheets=[], roots=[root], limits=ROOMY)

    assert b"SECRET root:x" in uncompressed(pdf)
    assert b"EmbeddedFile" in uncompressed(pdf)


def test_files_below_the_root_are_read(root):
    (root / "ok.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>')
    html = f'<html lang="en"><title>t</title><img alt="a square" src="file://{root}/ok.svg">'

    assert run_in_child(child.refusals, html, [root], limits=ROOMY) == []


def test_a_result_and_its_events_come_back():
    seen: list[object] = []

    assert run_in_child(child.count_to, 3, limits=ROOMY, on_event=seen.append) == "done"
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    ("function", "limits", "reason"),
    [
        (child.burn, Limits(cpu_seconds=1, memory_mib=1024, wall_seconds=20), "time"),
        (child.sleep, Limits(cpu_seconds=5, memory_mib=1024, wall_seconds=1), "time"),
        (child.hoard, Limits(cpu_seconds=10, memory_mib=512, wall_seconds=20), "memory"),
        (child.crash, ROOMY, "error"),
        (child.stumble, ROOMY, "error"),
    ],
)
def test_a_child_beyond_its_limits_is_a_failure_with_a_reason(function, limits, reason):
    with pytest.raises(RenderFailed) as failure:
        run_in_child(function, limits=limits)

    assert failure.value.reason == reason


def test_what_the_asker_raises_kills_the_child(tmp_path):
    class StoppedError(Exception):
        pass

    def stop(event: object) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        run_in_child(child.announce_and_sleep, limits=ROOMY, on_event=stop)


def test_the_asker_is_ticked_while_it_waits():
    ticks: list[float] = []

    run_in_child(child.nap, 2.2, limits=ROOMY, on_tick=lambda: ticks.append(time.monotonic()))

    assert len(ticks) >= 2


def test_children_and_grandchildren_die_with_whoever_asked(tmp_path):
    script = (
        "from conference.rendering import Limits, run_in_child\n"
        "from tests.conference import child_functions as child\n"
        "if __name__ == '__main__':\n"
        f"    run_in_child(child.write_pids_and_sleep, {str(tmp_path)!r}, limits=Limits(30, 2048, 60))\n"
    )
    (tmp_path / "asker.py").write_text(script)
    asker = subprocess.Popen(
        [sys.executable, str(tmp_path / "asker.py")], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT
    )
    pids = wait_for(lambda: [int(path.read_text() or 0) for path in tmp_path.glob("*.pid")], lambda p: len(p) == 2)
    assert all(map(is_alive, pids))

    asker.kill()
    asker.wait()

    assert wait_for(lambda: [pid for pid in pids if is_alive(pid)], lambda alive: not alive) == []


def wait_for(look, enough, seconds=20):
    until = time.monotonic() + seconds
    while not enough(found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def is_alive(pid: int) -> bool:
    try:
        return b"State:\tZ" not in Path(f"/proc/{pid}/status").read_bytes()
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def tagged(tmp_path_factory) -> Path:
    """A small page with everything that the tag tree must carry."""
    folder = tmp_path_factory.mktemp("tagged")
    css = folder / "page.css"
    css.write_text(
        f'@font-face{{font-family:"VS Text";src:url(file://{FONTS}/SourceSerif4_400Regular.ttf)}}'
        'html{font-family:"VS Text"}.fn{float:footnote}.toc{list-style:none}h1{bookmark-level:1}'
    )
    html = (
        '<html lang="ru"><title>Проба</title><h1>Проба</h1>'
        '<ol class="toc"><li class="toc"><a href="#end">Конец</a></li></ol>'
        '<p>Слово <em lang="en">in English</em><span class="fn">сноска</span></p>'
        '<table><thead><tr><th></th><th>а</th></tr></thead><tr><th scope="row">1</th><td>2</td></tr></table>'
        f'<p id="end"><img class="formula" alt="x = 1" src="{DATA_SVG.format("")}"></p></html>'
    )
    target = folder / "page.pdf"
    target.write_bytes(render_pdf(html, stylesheets=[css], roots=[FONTS], limits=ROOMY))
    return target


def test_the_page_is_pdf_ua(tagged):
    report = page.validate_pdf(tagged, profile="ua1", limits=page.SafetyLimits.unlimited())

    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def test_the_tag_tree_says_what_things_are(tagged):
    tree = subprocess.run(["pdfinfo", "-struct", tagged], capture_output=True, text=True).stdout

    assert re.findall(r"\b(TOCI?|Note|Formula|Reference|Lbl)\b", tree) == [
        "TOC", "TOCI", "Reference", "Reference", "Note", "Lbl", "Formula",
    ]  # fmt: skip
    assert re.findall(r"/Scope /(\w+)", tree) == ["Column", "Column", "Row"]


def test_a_foreign_passage_carries_its_language(tagged):
    assert b"/Lang (en)" in uncompressed(tagged.read_bytes())


def test_a_link_is_described_by_its_words(tagged):
    with pikepdf.open(tagged) as document:
        said = [str(annotation.Contents) for annotation in document.pages[0].Annots]

    assert said == ["Конец", "сноска", "сноска"]

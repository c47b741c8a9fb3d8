"""The renderer can be killed, starved and lied to, and it neither reads nor asks for what it may not."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import page
import pikepdf
import pytest

from conference.rendering import Limits, RenderFailed, render_pdf, run_in_child
from tests.conference import child_functions as child

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "static" / "fonts" / "print"
ROOMY = Limits(cpu_seconds=20, memory_mib=2048, wall_seconds=40)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An allowed folder. What lies outside is the business of ``tests/rendering/test_vectors.py``."""
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    return allowed


DATA_SVG = (
    "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22%3E{}%3C/svg%3E"
)


def uncompressed(pdf: bytes) -> bytes:
    """The file with every stream inflated, so that what it holds can be searched."""
    if not pdf:
        return b""
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return plain.getvalue()


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

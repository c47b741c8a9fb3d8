"""The editor's journey: collect, compile, look at the verdicts, publish; and what the reader finds then."""

from __future__ import annotations

import re
import subprocess

import pytest

from conference.models import Conference, Message
from tests.proceedings.conftest import docx_of, editor, make_paper, make_volume, picture, volume
from tests.world import read_to_the_end

__all__ = ["editor", "make_paper", "make_volume", "volume"]

PAPER = """## Кого мы спрашивали

Первый абзац со словами [increasing participation]{lang=en} и сноской[^1].

![Доля школ](fig1.png){alt="24 школы из 42 приняли всех"}

| Школа | Детей |
|:------|------:|
| Первая | 5 |

: Три школы

## Список источников

1. Иванов И. И. Книга. М.: Наука, 2007.

[^1]: Сама сноска.
"""


def read(client, url: str) -> str:
    """A page as text, its non-breaking spaces plain."""
    return client.get(url).content.decode().replace("\u00a0", " ")


@pytest.mark.django_db
def test_from_accepted_papers_to_the_published_book(
    conference,
    make_paper,
    volume,
    editor,
    client,
    client_of,
    run_tasks,
    tmp_path,
):
    Conference.objects.filter(pk=conference.pk).update(is_demonstration=True)
    (tmp_path / "fig1.png").write_bytes(picture())
    make_paper(conference, number=1, docx=docx_of(PAPER, tmp_path))
    make_paper(conference, number=2, track=3, title_en="")
    make_paper(conference, number=3, track=3, docx=b"a file that is no document")
    desk = client_of(editor)
    board = "/ru/inclusion/desk/proceedings/proceedings/"
    assert client.get("/ru/inclusion/proceedings/proceedings/").status_code == 404

    # the desk leads to the board, the board collects
    assert board in desk.get("/ru/inclusion/desk/").content.decode()
    assert desk.post(f"{board}collect/").url == board
    run_tasks()
    shown = read(desk, board)
    assert "О школе номер 1" in shown
    assert shown.count('class="tag err"') == 1

    # compiling is a job that can be watched; a letter follows
    watched = desk.post(f"{board}compile/").url
    assert 'data-running="yes"' in desk.get(watched).content.decode()
    run_tasks()
    page = desk.get(watched).content.decode()
    assert 'data-running="no"' in page
    assert [int(number) for number in re.findall(r"<b>(\d+)</b>", page)] == [1, 1, 1, 0]
    assert Message.objects.filter(key="proceedings-compiled", to="editor@example.org").count() == 1

    # still nothing for the public; then publish
    assert client.get("/ru/inclusion/proceedings/proceedings/volume.pdf").status_code == 404
    assert f'href="{board}publish/ask/"' in desk.get(board).content.decode()
    asked = desk.get(f"{board}publish/ask/").content.decode()
    (build,) = re.findall(r'name="build" value="(\d+)"', asked)
    assert desk.post(f"{board}publish/", {"build": build, "certain": "on"}).url == board
    pdf = b"".join(client.get("/ru/inclusion/proceedings/proceedings/volume.pdf").streaming_content)
    (tmp_path / "book.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", tmp_path / "book.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "Демонстрационный пример" in text
    assert "Рис. 1." in text.replace("\u00a0", " ")

    # the reader: contents, article, picture; the broken one is not there
    contents = read(client, "/ru/inclusion/proceedings/proceedings/")
    assert re.findall(r"О школе номер (\d)", contents) == ["1", "2"]
    article = read(client, "/ru/inclusion/proceedings/proceedings/1/")
    assert '<span lang="en">increasing participation</span>' in article
    assert "(демонстрационный пример)" in article
    figure = client.get("/ru/inclusion/proceedings/proceedings/1/figures/1/")
    read_to_the_end(figure)
    assert figure.status_code == 200
    assert client.get("/ru/inclusion/proceedings/proceedings/3/").status_code == 404

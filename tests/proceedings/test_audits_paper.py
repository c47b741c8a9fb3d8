"""Results and plan of a self-audit on paper, in both languages."""

from __future__ import annotations

import subprocess

import page
import pikepdf
import pytest

from proceedings.services import audits
from tests.proceedings.checklists import *  # noqa: F403
from tests.proceedings.checklists import NA, NO, PARTLY, YES, at, begun, finished

pytestmark = pytest.mark.django_db


def words_of(path) -> str:
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


@pytest.mark.parametrize(
    ("what", "language", "said"),
    [
        ("results", "ru", ["Первый шаг 1.1", "Не применимо", "Утверждение 1.1 нет"]),
        ("results", "en", ["First step 1.1", "Not applicable", "Statement 1.1 no"]),
        ("plan", "ru", ["Поставить поручни", "Завхоз", "Первый шаг 1.1 Утверждение 1.1"]),
        ("plan", "en", ["Поставить поручни", "Завхоз", "Первый шаг 1.1 Statement 1.1"]),
    ],
)
def test_results_and_plan_on_paper_are_tagged_pdf_ua(client, checklist, tmp_path, what, language, said):
    audit = finished(checklist, NO, YES, PARTLY, NA, YES, school="Школа «Радуга»", region="RU-SPE")
    audits.propose(audit, [audits.items_of(checklist, 1)[0].pk], language="ru")
    audits.add_step(audit, text="Поставить поручни", who="Завхоз")

    answer = client.get(at(audit, f"{what}_pdf", language=language))

    path = tmp_path / "audit.pdf"
    path.write_bytes(answer.content)
    report = page.validate_pdf(path, profile="ua1")
    told = words_of(path)
    assert answer["Content-Type"] == "application/pdf"
    assert [words for words in ["Школа «Радуга»", *said] if words not in told] == []
    assert report.is_compliant, str(report)
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang) == language


@pytest.mark.parametrize(
    ("answered", "said"), [(1, "Not finished; as it stood on"), (5, "All answered, not closed yet; as it stood on")]
)
def test_a_plan_of_an_attempt_that_goes_on_says_so(client, checklist, tmp_path, answered, said):
    audit = begun(checklist, *[NO] * answered)

    answer = client.get(at(audit, "plan_pdf", language="en"))

    path = tmp_path / "plan.pdf"
    path.write_bytes(answer.content)
    assert said in words_of(path)
    assert "The plan has no steps yet." in words_of(path)

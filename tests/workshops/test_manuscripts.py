"""A .docx is judged by what it is; every refusal has its own sentence."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from workshops.manuscripts import check_docx

from .docx import HOSTILE, HOSTILE_VARIANTS, docx, with_parts


def refusal(content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check_docx(io.BytesIO(content))
    return caught.value


def test_a_real_docx_is_accepted_and_left_at_its_beginning():
    file = SimpleUploadedFile("whatever.exe", docx())

    check_docx(file)

    assert file.tell() == 0


@pytest.mark.parametrize("code", HOSTILE)
def test_each_kind_of_bad_file_is_refused_for_its_own_reason(code):
    assert refusal(HOSTILE[code]).code == code


@pytest.mark.parametrize(("code", "content"), HOSTILE_VARIANTS)
def test_variants_are_refused_for_the_same_reasons(code, content):
    assert refusal(content).code == code


def test_too_large_a_file_is_refused(settings):
    settings.MANUSCRIPT_MAX_BYTES = 100

    assert refusal(docx()).code == "too_large"


def test_every_reason_has_its_own_sentence(settings):
    sentences = [refusal(content).messages[0] for content in HOSTILE.values()]
    settings.MANUSCRIPT_MAX_BYTES = 1
    sentences.append(refusal(docx()).messages[0])

    assert len(set(sentences)) == len(HOSTILE) + 1


def test_a_large_picture_that_does_not_shrink_is_no_bomb():
    import random

    picture = random.Random(1).randbytes(1024 * 1024)

    check_docx(io.BytesIO(with_parts({"word/media/photo.jpg": picture})))


def test_every_truncation_is_refused_and_never_breaks():
    whole = docx()

    codes = {refusal(whole[:length]).code for length in range(0, len(whole), 7)}

    assert codes <= {"empty", "damaged", "not_docx"}


def test_every_flipped_byte_is_accepted_or_refused_but_never_breaks():
    whole = docx()
    verdicts = set()
    for place in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        try:
            check_docx(io.BytesIO(bytes(broken)))
        except ValidationError as error:
            verdicts.add(error.code)

    assert verdicts >= {"damaged", "not_docx"}

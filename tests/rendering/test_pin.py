"""The adapter leans on the insides of one version of WeasyPrint, and says so when it meets another."""

from __future__ import annotations

import pytest
import weasyprint

from conference.rendering import weasyprint_70


def test_another_version_is_refused():
    with pytest.raises(ImportError, match=r"written for WeasyPrint 70\.0, found 70\.1"):
        weasyprint_70.require("70.1")


def test_this_version_is_the_one_it_is_written_for():
    weasyprint_70.require(weasyprint.__version__)

"""A test that cannot be done is skipped on a machine of one's own and fails where everything must be there."""

from __future__ import annotations

import pytest

from tests import needed
from tests.proceedings.shipped import shipped


@pytest.fixture(autouse=True)
def _a_machine_of_ones_own(monkeypatch):
    for name in ("CI", "REQUIRE_BROWSER"):
        monkeypatch.delenv(name, raising=False)


def test_what_is_absent_skips_the_test():
    with pytest.raises(pytest.skip.Exception, match="absent: a schema"):
        needed.absent("a schema")


@pytest.mark.parametrize("variable", ["CI", "REQUIRE_BROWSER"])
def test_what_is_demanded_and_absent_fails_the_test(monkeypatch, variable):
    monkeypatch.setenv(variable, "true")

    with pytest.raises(pytest.fail.Exception, match="absent: Chromium"):
        needed.absent("Chromium", demanded_by="REQUIRE_BROWSER")


def test_a_package_that_is_not_installed_fails_where_all_must_be_there(monkeypatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="no-such-package"):
        needed.module("no_such_module", "no-such-package")
    with pytest.raises(pytest.fail.Exception, match=r"no_such_module, which brings a\.xsd"):
        shipped("no_such_module", "a.xsd")

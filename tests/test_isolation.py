"""One installation, many conferences: no row and no page of one is seen from another.

That no page shows one is asked where every page is opened, in ``test_access.py``.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from conference.models import Conference
from tests.world import MARK, client_as

OUR_APPS = ("conference", "workshops", "registration", "proceedings")
OF_THE_INSTALLATION = {"Conference", "Person", "Organisation", "DataRequest"}
UNIQUE_EVERYWHERE = {"one_role_everywhere_of_a_kind", "one_template_per_letter_everywhere"}


def our_models() -> list[type[models.Model]]:
    return [model for name in OUR_APPS for model in apps.get_app_config(name).get_models() if not model._meta.proxy]


def reaches_conference(model: type[models.Model], depth: int = 4) -> bool:
    if model is Conference:
        return True
    if depth == 0:
        return False
    related = [field.related_model for field in model._meta.fields if field.is_relation and field.related_model]
    return any(reaches_conference(other, depth - 1) for other in related if other.__module__.split(".")[0] in OUR_APPS)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_row_belongs_to_a_conference(model):
    assert reaches_conference(model) or model.__name__ in OF_THE_INSTALLATION


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_unique_means_unique_within_a_conference(model):
    wrong = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.name not in UNIQUE_EVERYWHERE:
            fields = [model._meta.get_field(name) for name in constraint.fields]
            if not any(field.is_relation and reaches_conference(field.related_model) for field in fields):
                wrong.append(constraint.name)

    assert wrong == []


def admin_pages() -> list[str]:
    return sorted(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in our_models())


@pytest.mark.parametrize("name", admin_pages())
def test_no_admin_list_shows_a_row_of_the_other_conference(name, world):
    from django.urls import NoReverseMatch

    try:
        url = reverse(name)
    except NoReverseMatch:
        return
    response = client_as(world, "organiser").get(url, {"all": ""})

    assert MARK not in response.content.decode()

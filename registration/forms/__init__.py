"""The registration form: its steps for each family of participants."""

from .base import StepForm, Visit
from .consents import AccessForm
from .families import FAMILIES, Step, steps_for, steps_of
from .questions import QuestionsForm
from .steps import AddressForm

__all__ = [
    "FAMILIES",
    "AccessForm",
    "AddressForm",
    "QuestionsForm",
    "Step",
    "StepForm",
    "Visit",
    "steps_for",
    "steps_of",
]

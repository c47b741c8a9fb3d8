"""The registration form: its steps for each family of participants."""

from .base import StepForm, Visit
from .consents import AccessForm
from .families import FAMILIES, Step, steps_of
from .steps import AddressForm

__all__ = ["FAMILIES", "AccessForm", "AddressForm", "Step", "StepForm", "Visit", "steps_of"]

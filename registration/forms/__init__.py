"""The registration form: its steps for each family of participants."""

from .families import FAMILIES, Step, steps_of
from .steps import AddressForm, StepForm, Visit

__all__ = ["FAMILIES", "AddressForm", "Step", "StepForm", "Visit", "steps_of"]

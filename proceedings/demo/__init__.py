"""The proceedings' part of the demonstration."""

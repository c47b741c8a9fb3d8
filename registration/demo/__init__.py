"""The demonstration's delegations and participants."""

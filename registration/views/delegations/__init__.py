"""Delegations: the way in by a code, the task list of the focal point, the accreditation desk."""

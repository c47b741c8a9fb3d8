"""What waits on the editors’ desk, and the proofs that wait for an author."""

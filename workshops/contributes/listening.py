"""What is kept about listeners."""

"""What questions add to pages, and what is kept of them."""

"""What consultations and proposed topics add to pages, and what is kept of them."""

"""Pages of the outcome documents: what anybody reads, where delegates speak, where writers write."""

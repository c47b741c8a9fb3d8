"""Documents that the proceedings issue."""

"""Pages of the core. They translate between the browser and the verbs; they decide nothing."""

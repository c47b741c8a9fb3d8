"""Pages of the proceedings. They translate between the browser and the verbs; they decide nothing."""

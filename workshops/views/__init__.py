"""Pages of the tracks, the programme and the papers. They translate between the browser and the verbs."""

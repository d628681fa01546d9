"""One function for each thing that can be asked of the statistics service."""

"""Load, decide, save, announce: one function for each thing that can be asked."""

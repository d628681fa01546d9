"""The rules of statistics: what is counted, what may leave, and in which form; pure, without I/O or clock."""

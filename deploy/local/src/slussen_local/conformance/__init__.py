"""Whether an integrator's own end keeps its part: what is sent to it, what it has to answer, and a dated report."""

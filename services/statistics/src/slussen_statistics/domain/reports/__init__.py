"""The annual report (verksamhetsberättelse och verksamhetsplan): headings, figures, checks, days, document."""

"""Opening hours: when all of a centre's activities are open at once, and what the county asks of that.

`time_set.py` holds the arithmetic, `schedule.py` what is entered, `joint.py` what counts, `rules.py` the
15-hour rule and the summer rule.

Source: handbook 4.11; S000 Verksamhetens gemensamma ansvar 1; Samverkan och samlokalisering.
"""

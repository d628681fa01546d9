"""The rules of referrals (slussning): who may do what in which state, what counts, and what may be disclosed.

Pure: facts come in, a value with its reason goes out. No database, no network, no clock.

Sources: `states` holds the one table of transitions (handbook ch. 6.2, 6.4), `coverage` the agreement that must be
in force, `grounds` what the consent service answered, `referral` a referral and what becomes of it.
"""

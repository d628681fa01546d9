"""From a county's profile to the rules' own value types: `"local"` is the agreement's value, null is not regulated.

A code that no word is known for shows as it is written: a county's new code needs no change here.
"""

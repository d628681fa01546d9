"""Pictures of figures as SVG, without inline style: the page's style sheet gives them their colours.

Each has a title for those who do not see it, and stands beside a table that says the same.
"""

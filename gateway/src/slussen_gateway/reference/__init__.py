"""The reference site: pages for those who connect, made from the contracts and the guides beside them.

Static HTML without script, made once for a version of the contracts and served by the edge below `/docs`.
"""

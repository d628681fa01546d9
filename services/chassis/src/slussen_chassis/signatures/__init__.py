"""Electronic signatures inside PDF files from outside (PAdES): whether they hold, who made them, over exactly what.

Needs the extra `slussen-chassis[signatures]`.
"""

"""Documents for people: described once as blocks, made as accessible PDF and DOCX; no business word in it.

A service says what a document holds (`blocks.py`); `pdf.py` and `docx.py` make the files. The same document, fonts
and moment give the same bytes. Needs the extra `slussen-chassis[documents]`.
"""

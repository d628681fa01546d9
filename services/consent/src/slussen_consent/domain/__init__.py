"""The rules of consent and of the boundary between areas of confidentiality: pure, no I/O, no clock."""

"""Whether a PDF is another one with nothing but signatures added.

A signature proves what it covers, not that this is the document that was handed out: a file whose pages were changed
by an update before it was signed has a signature that holds. So every object of the original is compared with what
each later revision has in its place; only the catalogue, pages and the file's properties may have got more, and only
what signatures need (ISO 32000-2, 12.8 and ETSI EN 319 142-1).
"""

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

_OF_SIGNATURES: Final = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Metadata", "/Version"})
_ANNOTATIONS: Final = frozenset({"/Annots"})
_FORM_KEYS: Final = frozenset({"/Fields", "/SigFlags", "/DA", "/DR"})
_ACTIONS: Final = frozenset({"/A", "/AA"})


def adds_signatures_alone(original: PdfFileReader, signed: PdfFileReader) -> bool:
    """Tell whether every revision of `signed` shows the original, with signature fields and nothing else added."""
    revisions = range(1, signed.total_revisions)
    return all(_shows(original, signed.get_historical_resolver(revision)) for revision in revisions)


def _shows(original: PdfFileReader, view: HistoricalResolver) -> bool:
    if original.root_ref.idnum != view.root_ref.idnum:
        return False
    may_change = _may_change(original)
    same = all(
        _written(_object(original, ref)) == _written(_object(view, ref))
        for ref in original.xrefs.explicit_refs_in_revision(0)
        if ref.idnum not in may_change
    )
    return same and _root_is_same(original.root, view.root) and _pages_are_same(original, view)


def _may_change(original: PdfFileReader) -> set[int]:
    """Return the numbers of the objects that signing may write anew: catalogue, pages, properties."""
    trailer, root = original.trailer_view, original.root
    described = [
        holder.raw_get(key) for holder, key in ((trailer, "/Info"), (root, "/Metadata")) if key in holder
    ]
    return {ref.idnum for ref in (original.root_ref, *_page_references(root), *described)}


def _root_is_same(before: generic.DictionaryObject, after: generic.DictionaryObject) -> bool:
    return _same_but_for(before, after, _OF_SIGNATURES) and _is_signature_form(_value(after, "/AcroForm"))


def _is_signature_form(form: Any) -> bool:
    if form is None:
        return True
    fields = _value(form, "/Fields") or ()
    return set(form) <= _FORM_KEYS and all(_is_signature_field(field.get_object()) for field in fields)


def _pages_are_same(original: PdfFileReader, view: HistoricalResolver) -> bool:
    return all(
        _page_is_same(_object(original, ref.reference), _object(view, ref.reference))
        for ref in _page_references(original.root)
    )


def _page_is_same(before: generic.DictionaryObject, after: Any) -> bool:
    if not isinstance(after, generic.DictionaryObject) or not _same_but_for(before, after, _ANNOTATIONS):
        return False
    old, new = (list(_value(page, "/Annots") or ()) for page in (before, after))
    kept = [_written(one) for one in new[: len(old)]] == [_written(one) for one in old]
    return kept and all(_is_signature_field(one.get_object()) for one in new[len(old) :])


def _is_signature_field(field: Any) -> bool:
    return (
        _value(field, "/FT") == "/Sig"
        and _value(field, "/Subtype") in {None, "/Widget"}
        and not _ACTIONS & set(field)
    )


def _page_references(root: generic.DictionaryObject) -> Iterator[generic.IndirectObject]:
    """Yield the references to the original's pages; the tree was made by us, and its nodes are compared elsewhere."""
    waiting = [root.raw_get("/Pages")]
    while waiting:
        ref = waiting.pop()
        node = ref.get_object()
        if node["/Type"] == "/Pages":
            waiting += node["/Kids"]
        else:
            yield ref


def _same_but_for(
    before: generic.DictionaryObject, after: generic.DictionaryObject, keys: frozenset[str]
) -> bool:
    kept = [{key: _written(one.raw_get(key)) for key in one if key not in keys} for one in (before, after)]
    return kept[0] == kept[1]


def _value(holder: generic.DictionaryObject, key: str) -> Any:
    """Return what a key stands for, with a reference followed; None where it is absent."""
    try:
        return holder[key]
    except KeyError:
        return None


def _object(file: PdfHandler, ref: generic.Reference) -> Any:
    """Return what a file has under the numbers of a reference, which may be another file's."""
    return file.get_object(generic.Reference(ref.idnum, ref.generation, file))


def _written(thing: Any) -> Any:
    """Return an object as plain values that can be compared; references stay references."""
    if isinstance(thing, generic.DictionaryObject):
        entries = {key: _written(thing.raw_get(key)) for key in thing}
        return (entries, thing.encoded_data) if isinstance(thing, generic.StreamObject) else entries
    if isinstance(thing, generic.ArrayObject):
        return [_written(thing.raw_get(place)) for place in range(len(thing))]
    if isinstance(thing, generic.IndirectObject):
        return ("reference", thing.idnum, thing.generation)
    return (type(thing).__name__, thing)

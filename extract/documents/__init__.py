"""Files, folders, archives and the standard input → documents. What cannot be read is named with the reason."""

from extract.documents.collect import MOST_CHARACTERS, read_documents
from extract.documents.files import ENDINGS, TEXT_ENDINGS

__all__ = ["ENDINGS", "MOST_CHARACTERS", "TEXT_ENDINGS", "read_documents"]

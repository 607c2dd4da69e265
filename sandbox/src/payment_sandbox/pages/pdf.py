"""A page of text as a document to download: the smallest PDF that there can be."""

from __future__ import annotations

from collections.abc import Sequence

_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
_TOP, _LEFT, _LEADING, _SIZE = 780, 60, 18, 11


def one_page(lines: Sequence[str]) -> bytes:
    """A sheet of A4, one line below the other. What Latin 1 cannot write becomes a question mark."""
    written = "".join(f"({line.translate(_ESCAPED)}) Tj T*\n" for line in lines)
    text = f"BT /F1 {_SIZE} Tf {_LEADING} TL {_LEFT} {_TOP} Td\n{written}ET".encode("latin-1", errors="replace")
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
    )


def _document(objects: Sequence[bytes]) -> bytes:
    """The objects, each with its number, and the table of where each begins (ISO 32000-1, 7.5)."""
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(written))
    )

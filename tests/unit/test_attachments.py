"""Attachments: what their first bytes and their text layer say."""

import os
from pathlib import Path

import pytest

from sitegen.attachments import attachment_facts, text_layers
from sitegen.inputs import find_inputs
from sitegen.memory import remembering
from sitegen.signatures import AttachmentFacts, fits, looks_like
from tests.portals import pdf, portal, put

DOCX = b"PK\x03\x04rest"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        ("pdf", b"%PDF-1.7"), ("pdf", b"\xef\xbb\xbf%PDF-1.4"), ("docx", DOCX), ("zip", b"PK\x05\x06"), ("xls", OLD_OFFICE), ("doc", b"{\\rtf1"), ("csv",
        "类别,金额".encode()),
        ("csv", "类别".encode("gbk")), ("mp3", b"ID3\x03"), ("mp3", b"\xff\xfb\x90"), ("mp4", b"\0\0\0\x18ftypmp42"), ("webm", b"\x1aE\xdf\xa3"), ("vtt",
        b"WEBVTT"), ("unknown", b""),
    ],
)  # fmt: skip
def test_a_file_that_is_what_its_extension_says_fits(extension: str, head: bytes) -> None:
    assert fits(extension, head)


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        ("pdf", DOCX),
        ("docx", OLD_OFFICE),
        ("doc", DOCX),
        ("xlsx", b"<html>"),
        ("csv", DOCX + b"\0"),
        ("mp4", b"ID3\x03"),
        ("zip", b"Rar!"),
        ("webm", b"MZ"),
        ("pdf", b""),
    ],
)
def test_a_file_under_a_wrong_extension_does_not_fit(extension: str, head: bytes) -> None:
    assert not fits(extension, head)


def test_what_it_really_is_is_told_where_that_is_known() -> None:
    assert looks_like(b"MZ\x90") == "exe" and looks_like(b"\n<html>") == "html / xml" and looks_like(b"\0\0") == ""


def test_a_pdf_with_words_a_scan_and_a_damaged_one_are_told_apart(tmp_path: Path) -> None:
    files = {"a.pdf": pdf(), "b.pdf": pdf(""), "c.pdf": b"%PDF-1.4\n", "d.pdf": pdf()[:200]}
    for name, data in files.items():
        put(tmp_path, name, data)
    assert text_layers(tmp_path, tuple(files)) == {"a.pdf": "text", "b.pdf": "none", "c.pdf": "unreadable", "d.pdf": "unreadable"}


def test_a_picture_is_left_to_those_who_open_it(tmp_path: Path) -> None:
    put(portal(tmp_path), "content/news/2026/a.png", "no picture")
    with remembering(tmp_path) as memory:
        assert attachment_facts(find_inputs(tmp_path), ("content/news/2026/a.png",), memory)["content/news/2026/a.png"].fits


LONG_AGO = 1_700_000_000
A_PDF = "content/news/2026/a.pdf"


def looked_at(folder: Path, paths: tuple[str, ...] = (A_PDF,)) -> dict[str, AttachmentFacts]:
    with remembering(folder) as memory:
        return attachment_facts(find_inputs(folder), paths, memory)


@pytest.fixture
def with_pdf(tmp_path: Path) -> Path:
    put(portal(tmp_path), A_PDF, pdf())
    os.utime(tmp_path / A_PDF, (LONG_AGO, LONG_AGO))
    assert looked_at(tmp_path)[A_PDF].text_layer == "text"
    return tmp_path


def test_a_pdf_that_was_read_is_not_read_again(with_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.attachments.subprocess", None)
    assert looked_at(with_pdf)[A_PDF].text_layer == "text"
    os.utime(with_pdf / A_PDF, (LONG_AGO + 9, LONG_AGO + 9))
    assert looked_at(with_pdf)[A_PDF].text_layer == "text"


@pytest.mark.parametrize("time", [LONG_AGO, LONG_AGO + 9])
def test_a_pdf_with_other_bytes_is_read_again(with_pdf: Path, time: int) -> None:
    put(with_pdf, A_PDF, pdf("")[: len(pdf())])
    os.utime(with_pdf / A_PDF, (time, time))
    assert looked_at(with_pdf)[A_PDF].text_layer != "text"


def test_a_pdf_at_which_the_reader_failed_is_tried_again(with_pdf: Path) -> None:
    put(with_pdf, A_PDF, b"%PDF-1.4\n")
    assert looked_at(with_pdf)[A_PDF].text_layer == "unreadable"
    with remembering(with_pdf) as memory:
        assert A_PDF.encode() not in (memory.note("attachments", b"") or b"")

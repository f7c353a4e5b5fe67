"""Sentences of the refusals of whole files of claims."""

from __future__ import annotations

from adapters.wording.translation import N_

FILES: dict[str, str] = {
    "file-not-found": N_("There is no file {file}. Check the path."),
    "file-unreadable": N_(
        "{file} cannot be opened ({problem}). Check its name, and that it is a file you may read."
    ),
    "empty-file": N_("{file} is empty. Check that it was saved."),
    "not-a-workbook": N_(
        "{file} is not an .xlsx workbook. Open it in a spreadsheet program and save it as .xlsx "
        "without a password (File, Save As, type “Excel workbook (*.xlsx)”); .xls, .et and .ods "
        "are read where LibreOffice is installed."
    ),
    "file-truncated": N_(
        "{file} is incomplete, perhaps cut off in transfer. Copy or download it again."
    ),
    "damaged-workbook": N_(
        "{file} is damaged ({part}). Open it in a spreadsheet program, save it again and retry."
    ),
    "wrong-encoding": N_(
        "{file} has the wrong encoding: JSON Lines are UTF-8, CSV is UTF-8 or GB18030. Save "
        "it as UTF-8."
    ),
    "file-too-large": N_(
        "{file} is or would grow too large ({size}, at most {limit}) and was not read. Split it."
    ),
    "unknown-format": N_("The format of {file} is unknown. Use a .jsonl, .csv or .xlsx file."),
    "no-known-sheet": N_(
        "{file} has no sheet with the headers of claims in its first ten rows. Compare them with "
        "the form that `subsidy template` writes."
    ),
    "bad-header": N_(
        "{place}: {problems}. Compare it with the form that `subsidy template` writes."
    ),
    "bad-header/keys": N_(
        "{place}: {problems}. Name each key once in the header, or use the headers of the form "
        "that `subsidy template` writes."
    ),
    "rejects-format": N_(
        "These rejected rows cannot be written in the format of {file}. Name an .xlsx file."
    ),
    "rejects-over-source": N_(
        "Rejected rows cannot go to {file}, which is being read: it would be overwritten. "
        "Name another file."
    ),
    "rejects-unwritable": N_(
        "The file of rejects {file} cannot be written. Check the path and permissions, and "
        "that no program has it open."
    ),
}

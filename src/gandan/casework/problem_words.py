"""What a problem of an import is, in English, by its code.

The reader's own message is Vietnamese, with names and figures of the file, and is kept with the
problem; an English page shows the meaning of the code above it.
"""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # files and folders
    "not_found": "The file was not found. Check its name.",
    "not_allowed": "There is no permission to read this. Give permission, then import again.",
    "not_a_file": "This is not an ordinary file and was not read.",
    "empty_folder": "The folder is empty.",
    "link": "This is a link, not a file; it was left out.",
    "hidden_file": "This is a hidden file, not a letter; it was left out.",
    "unknown_kind": "Files of this kind are not read. The file is kept.",
    "unreadable": "The file could not be read. It is kept as it is.",
    "disguised": "The name of the file does not fit its content. Correct the ending.",
    "encrypted": "The file has a password. Remove the password, then import again.",
    "empty": "There is no letter in the file.",
    "too_large": "The file is too large to be read like this. Divide it, then import again.",
    "too_deep": "The file is nested too deeply and was not read.",
    "too_many_faults": "Reading stopped after too many faults in a row. Mend the file.",
    "stopped": "Reading stopped because the file needs too much time or memory. The file is kept.",
    "given_up": "Too many parts of the archive stopped the reader; the rest was not read.",
    "no_reader": "The reader did not start, so the file was not read. Run gandan doctor.",
    "unsure_encoding": "The encoding of the text was guessed. Look at the text after the import.",
    # archives
    "broken_zip": "The archive is damaged. Pack the files again.",
    "broken_member": "This part of the archive is damaged and was not unpacked.",
    "nested_zip": "An archive inside an archive is not opened. Unpack it first.",
    "too_many_members": "The archive holds too many files. Divide it, then import again.",
    "zip_bomb": "The archive unpacks to too much data and was not opened.",
    "zip_link": "This entry of the archive is a link and was not read.",
    "zip_slip": "This entry of the archive points outside its folder and was not read.",
    # letters
    "broken_docx": "The .docx file is damaged or of another kind. Save it again in Word.",
    "broken_eml": "The e-mail is damaged. Its raw content is kept.",
    "broken_pdf": "The PDF is damaged. Export it again.",
    "scanned": "The file holds no text, perhaps only pictures. The text must be typed.",
    "too_long": "The text is too long for one letter. Its beginning is kept; divide it.",
    "many_pages": "The PDF has too many pages; only the first ones were read.",
    "blank_pages": "Some pages have no text, perhaps scans; the other pages were read.",
    "many_parts": "The e-mail has too many parts; the last ones were not read.",
    "only_attachments": "The e-mail has no text of its own; only its attachments were read.",
    # tables
    "broken_xlsx": "The .xlsx file is damaged or no spreadsheet. Save it again in Excel.",
    "empty_sheet": "The sheet has no letter or no content column and was not read.",
    "many_columns": "The sheet has cells beyond the last column that is read.",
    "many_empty_rows": "Reading stopped after too many empty rows.",
    "title_rows": "The rows above the names of the columns were taken as titles.",
    "no_text_column": "There is no content column. Name the column “Nội dung” and import again.",
    "two_text_columns": "Two columns could be the content. Rename or merge one of them.",
    "two_columns": "Two columns mean the same: the first is used, the other kept as an extra.",
    "column_count": "The row has more or fewer cells than the table has columns. Look at its cells.",
    "formula_without_value": "The cell is a formula without a result. Save the file in Excel again.",
    "no_text": "There is no text of a letter here. What else there was is kept.",
    "same_id": "This code was used before; the letter is kept under another code.",
    "csv_broken": "A quotation mark is opened here and not closed. The row is kept to be looked at.",
    "quotes_ignored": "Too many broken quotation marks; from here each line is read as a letter.",
    "line_too_long": "The line is too long to be one letter. Its beginning is kept.",
    "not_json": "This is not JSON. It is kept; mend it, then import again.",
    "not_an_object": "This line is no JSON object with a content column.",
    "not_a_number": "A value is not a number and is taken as empty.",
    # days
    "not_a_date": "This is not a date. The letter is kept without a date of receipt.",
    "short_year": "The year needs four digits. The letter is kept without a date of receipt.",
    "month_first": "The day comes before the month. The letter is kept without a date of receipt.",
    "no_such_day": "There is no such day. The letter is kept without a date of receipt.",
    "out_of_range": "The year is out of range. The letter is kept without a date of receipt.",
}

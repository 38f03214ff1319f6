import subprocess
import sys


def test_readers_and_sheets_need_no_django():
    code = (
        "import sys; sys.modules['django'] = None; import gandan.core.readers, gandan.core.sheets; "
        "import gandan.core.readers.child; print('settings' in ''.join(sys.modules))"
    )
    made = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "False"


def test_heavy_libraries_are_loaded_only_where_they_are_needed():
    code = (
        "import sys; import gandan.core.readers.child; "
        "print(sorted({'openpyxl', 'pypdfium2', 'lxml', 'email', 'docx'} & set(sys.modules)))"
    )
    made = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "[]"

"""A parser of command lines that says in Vietnamese what is wrong."""

import argparse
import re
from typing import NoReturn

_SAYINGS = (
    (r"the following arguments are required: (.*)", r"thiếu {0}"),
    (r"unrecognized arguments: (.*)", r"không hiểu {0}"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"{0}: không có {1}; có: {2}"),
    (r"argument (.*?): invalid int value: (.*)", r"{0}: {1} không phải số nguyên"),
    (r"argument (.*?): invalid \w+ value: (.*)", r"{0}: {1} không đúng"),
    (r"argument (.*?): expected (?:one|at least one|\d+) arguments?", r"{0}: thiếu giá trị"),
    (r"argument (.*?): not allowed with argument (.*)", r"{0} không dùng cùng {1}"),
    (r"argument (.*?): ignored explicit argument (.*)", r"{0} không nhận giá trị {1}"),
    (r"one of the arguments (.*) is required", r"phải có một trong các mục {0}"),
    (r"ambiguous option: (.*?) could match (.*)", r"{0} có thể là {1}; ghi đủ tên"),
)


class Parser(argparse.ArgumentParser):
    """Wrong use ends with exit code 2 and one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {in_vietnamese(message)}.\nXem cách dùng: {self.prog} --help\n")


def in_vietnamese(message: str) -> str:
    """Word what argparse complains of; an unknown complaint stays as it is."""
    for pattern, saying in _SAYINGS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return saying.format(*match.groups())
    return message

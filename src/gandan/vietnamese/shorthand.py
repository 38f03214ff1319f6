"""The shorthand of messages and forms, spelled out for matching."""

from collections.abc import Sequence

SPELLED_OUT: dict[str, tuple[str, ...]] = {
    "ko": ("khong",),
    "hok": ("khong",),
    "kh": ("khong",),
    "dc": ("duoc",),
    "vs": ("voi",),
    "ntn": ("nhu", "the", "nao"),
    "tp": ("thanh", "pho"),
    "tx": ("thi", "xa"),
    "ubnd": ("uy", "ban", "nhan", "dan"),
    "hdnd": ("hoi", "dong", "nhan", "dan"),
    "gpmb": ("giai", "phong", "mat", "bang"),
    "qsdd": ("quyen", "su", "dung", "dat"),
    "bhyt": ("bao", "hiem", "y", "te"),
    "bhxh": ("bao", "hiem", "xa", "hoi"),
    "tdp": ("to", "dan", "pho"),
    "csgt": ("canh", "sat", "giao", "thong"),
    "attp": ("an", "toan", "thuc", "pham"),
    "vsattp": ("ve", "sinh", "an", "toan", "thuc", "pham"),
    "kdc": ("khu", "dan", "cu"),
    "knoi": ("khong", "noi"),
}


def expand(tokens: Sequence[str]) -> list[str]:
    """Return folded tokens with known shorthand spelled out; what is not known stays."""
    out: list[str] = []
    for token in tokens:
        out.extend(SPELLED_OUT.get(token, (token,)))
    return out

"""Compile the inner loops with Numba and keep what was compiled, wherever that can be kept.

Tried in order: the folder named by NUMBA_CACHE_DIR, the package's own ``__pycache__`` (also when
it can only be read and was filled before), the user's cache folder. Where nothing can be written
the loops are compiled again in each process. Nothing is compiled on import.
"""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import njit
from numba.core import caching

_KERNELS: list[Any] = []
# "from gandan.synthesis.grams import …" and "from gandan.synthesis import grams, tries".
_IMPORTS = re.compile(
    r"^from gandan\.synthesis(?:\.(\w+) import| import (\([^)]*\)|.*))", re.MULTILINE
)


class _Stamped:
    """A loop is compiled anew when its module changes or one that it takes loops from."""

    _py_file: str

    def get_source_stamp(self) -> str:
        return _stamp(self._py_file)


class _Named(_Stamped, caching.UserProvidedCacheLocator):
    pass


class _InPackage(_Stamped, caching.InTreeCacheLocator):
    pass


class _OfUser(_Stamped, caching.UserWideCacheLocator):
    pass


class _FilledBefore(_InPackage):
    """The package's own folder when it cannot be written but holds the compiled function."""

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> Any:
        own = cls(py_func, py_file)
        folder = Path(py_file).parent / "__pycache__"
        pattern = f"{Path(py_file).stem}.{py_func.__qualname__}-*.nbi"
        filled = folder.is_dir() and any(folder.glob(pattern))
        return own if filled and not os.access(folder, os.W_OK) else None

    def ensure_cache_path(self) -> None:
        """Nothing is written there."""


class _Kept(caching.CompileResultCacheImpl):
    _locator_classes = [_Named, _FilledBefore, _InPackage, _OfUser]


class _Cache(caching.FunctionCache):
    _impl_class = _Kept

    def save_overload(self, sig: Any, data: Any) -> None:
        """A full or locked disk costs time at the next start, never the work of this one."""
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        except OSError:
            self.disable()  # type: ignore[no-untyped-call]


@cache
def _stamp(file: str) -> str:
    """A hash of a module and of the engine's modules that it imports, however far."""
    folder, waiting, seen = Path(file).parent, [Path(file).stem], set[str]()
    digest = hashlib.sha256()
    while waiting:
        name = waiting.pop()
        source = folder / f"{name}.py"
        if name in seen or not source.exists():
            continue
        seen.add(name)
        text = source.read_text("utf-8")
        digest.update(text.encode())
        for module, names in _IMPORTS.findall(text):
            waiting += [module] if module else re.findall(r"\w+", names)
    return digest.hexdigest()


def compiled(function: Callable[..., Any]) -> Any:
    """Compile ``function`` at its first call, without the interpreter's lock."""
    kernel: Any = njit(nogil=True)(function)
    try:
        kernel._cache = _Cache(function)  # type: ignore[no-untyped-call]
    except RuntimeError:  # no folder can be written: compiled anew in each process
        return kernel
    _KERNELS.append(kernel)
    return kernel


def inlined(function: Callable[..., Any]) -> Any:
    """Take ``function`` into the loops that call it; a call that hands over arrays is dear."""
    return njit(nogil=True, inline="always")(function)


def waiting() -> list[str]:
    """Which of the loops imported so far would have to be compiled when called."""
    return [k.py_func.__name__ for k in _waiting()]


def not_kept() -> list[str]:
    """Which of them this process compiled and could not keep for the next one."""
    return [k.py_func.__name__ for k in _waiting() if k.signatures]


def _waiting() -> list[Any]:
    return [k for k in _KERNELS if not k._cache._cache_file._load_index()]

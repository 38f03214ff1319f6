"""RFC 6962, section 2.1, written down as the text defines it: slow, recursive, over all leaves."""

from hashlib import sha256


def head(leaves):
    """MTH(D[n])"""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = below(len(leaves))
    return sha256(b"\1" + head(leaves[:k]) + head(leaves[k:])).digest()


def path(m, leaves):
    """PATH(m, D[n])"""
    if len(leaves) == 1:
        return []
    k = below(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), head(leaves[k:])]
    return [*path(m - k, leaves[k:]), head(leaves[:k])]


def proof(m, leaves):
    """PROOF(m, D[n])"""
    return subproof(m, leaves, True)


def subproof(m, leaves, is_whole):
    """SUBPROOF(m, D[n], b)"""
    if m == len(leaves):
        return [] if is_whole else [head(leaves)]
    k = below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), head(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), head(leaves[:k])]


def below(n):
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k

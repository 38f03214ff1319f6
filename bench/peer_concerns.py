"""One run of one peer over texts, in the peers' own environment; no product code.

Usage: peer_concerns.py NAME TEXTS.json LABELS.json: prints the CPU seconds of all stages and those
of the stages behind the vectors; writes the group of each text, -1 for one that was dropped.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np


def vectors_of(texts):
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    counts = TfidfVectorizer(
        ngram_range=(1, 2), min_df=5, max_df=0.3, sublinear_tf=True, token_pattern=r"\w+"
    ).fit_transform(texts)
    return normalize(TruncatedSVD(100, random_state=0).fit_transform(counts)).astype(np.float32)


def leiden(vectors, _texts):
    import faiss
    import igraph
    import leidenalg

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    products, near = index.search(vectors, 16)
    rows = np.repeat(np.arange(len(vectors)), 16)
    kept = rows != near.ravel()
    edges = np.stack((rows[kept], near.ravel()[kept]), axis=1)
    graph = igraph.Graph(len(vectors), edges=edges)
    graph.es["weight"] = np.maximum(products.ravel()[kept], 0).tolist()
    graph.simplify(combine_edges="max")
    found = leidenalg.find_partition(
        graph, leidenalg.RBConfigurationVertexPartition, weights="weight",
        resolution_parameter=10, seed=0,
    )  # fmt: skip
    return np.array(found.membership)


def bertopic_stages(vectors, texts):
    """UMAP, HDBSCAN and the counts of words by group, with BERTopic's own settings."""
    import hdbscan
    import umap
    from sklearn.feature_extraction.text import CountVectorizer

    low = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine").fit_transform(
        vectors
    )
    labels = hdbscan.HDBSCAN(min_cluster_size=10, prediction_data=True).fit_predict(low)
    joined = {}
    for label, text in zip(labels.tolist(), texts, strict=True):
        joined.setdefault(label, []).append(text)
    CountVectorizer().fit_transform([" ".join(own) for own in joined.values()])
    return labels


def main(name, source, target):
    import faiss

    faiss.omp_set_num_threads(1)
    texts = json.loads(Path(source).read_text("utf-8"))
    work = {"Leiden on kNN": leiden, "BERTopic's stages": bertopic_stages}[name]
    started = time.process_time()
    vectors = vectors_of(texts)
    behind = time.process_time()
    labels = work(vectors, texts)
    ended = time.process_time()
    Path(target).write_text(json.dumps(labels.tolist()))
    print(ended - started, ended - behind)


if __name__ == "__main__":
    main(*sys.argv[1:])

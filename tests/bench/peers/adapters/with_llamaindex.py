"""LlamaIndex: its vector index and its BM25 retriever, fused by its reciprocal rank fusion; no language model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import MOST, Ranked, model_folder, serve


def _embedding() -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=model_folder(), device="cpu", max_length=256)


def build(folder: Path, bullets: list[dict[str, str]]) -> None:
    """Indexes and saves."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = [TextNode(id_=b["id"], text=b["text"]) for b in bullets]
    VectorStoreIndex(nodes, embed_model=_embedding()).storage_context.persist(str(folder))
    BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=MOST).persist(str(folder / "bm25"))


def load(folder: Path) -> Callable[[Any], Ranked]:
    """Loads what was saved."""
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)), embed_model=_embedding())
    parts = [index.as_retriever(similarity_top_k=MOST), BM25Retriever.from_persist_dir(str(folder / "bm25"))]
    fused = QueryFusionRetriever(parts, llm=MockLLM(), num_queries=1, mode="reciprocal_rerank", similarity_top_k=MOST, use_async=False)
    return lambda question: [(found.node.node_id, found.score or 0.0) for found in fused.retrieve(question)]


serve(build, load)

"""Publishing a build: what answers need beside the catalogue is made, then one commit of the catalogue shows it to readers.

Vectors of an update are a file of their own, named by what is in it, so what is written grows with what is new. A file is on the disk for
good before a build names it, and goes when neither the build nor the one before names it; who reads a
build before those has its vectors from the catalogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.catalogue import Catalogue, context_of
from kg.durable import write_whole
from kg.model import Bullet, LinkedBullet
from kg.versions import in_force
from kg.vocabulary import Vocabulary
from search.encoder import BulletEncoder, embedding_key
from search.history import keep
from search.index import vectors_of, whole_vectors, write_part
from search.indexing import shared_index
from search.library import Manifest, Part, part_file, vocabulary_file
from search.spreading import Encoder

# So many vectors are kept together: what is made is not lost when the work stops hours later.
KEPT_AT_ONCE = 16_384

# What is told of the work as it goes: what is done, how many of it there are, how many more are done now.
Progress = Callable[[str, int, int], None]


def embedded_text(bullet: Bullet, parent: Bullet | None) -> str:
    """What is embedded of a bullet: its text, after the label or headings it stands under."""
    above = context_of(bullet, parent).rsplit(" | ", 1)[0] if bullet.headings or parent else ""
    return f"{above}: {bullet.text}" if above else bullet.text


def embedding_keys(linked: Sequence[LinkedBullet]) -> list[str]:
    """The keys of the vectors of the bullets of a version."""
    by_id = {b.bullet.id: b.bullet for b in linked}
    return [embedding_key(embedded_text(b.bullet, by_id.get(b.bullet.parent or ""))) for b in linked]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes builds of one library, linked with one vocabulary."""

    folder: Path
    vocabulary: Vocabulary
    progress: Progress
    encoder: Encoder = field(default_factory=BulletEncoder)

    def publish(self, catalogue: Catalogue, *, anew: bool = False, index: str | None = None) -> str:
        """Makes what is missing, or all of it `anew`, and notes the build in the catalogue; its name. To be called in a transaction.

        Readers see the build when the transaction ends, and keep what they had until then. Call `clear` after it.
        """
        held = catalogue.versions()
        versions = in_force(held)
        self.embed(catalogue, [v.id for v in versions], anew=anew)
        parts = tuple(Part(v.id, self._part(catalogue, v.id, anew)) for v in versions)
        index = index or Manifest.index_of(catalogue)
        self._share(catalogue, index, parts, anew)
        names = vocabulary_file(self.folder, self.vocabulary.digest)
        if anew or not names.exists():
            write_whole(names, self.vocabulary.to_json().encode())
        decisions = tuple(d.number for d in catalogue.decisions.in_force())
        manifest = replace(Manifest.of(self.vocabulary.digest, parts, decisions, tuple((v.id, v.source) for v in held)), index=index)
        keep(self.folder, catalogue, manifest, self.vocabulary, self.progress)
        manifest.put(catalogue)
        return manifest.build

    def embed(self, catalogue: Catalogue, versions: list[str], *, anew: bool = False) -> None:
        """Makes the vectors that are missing of these versions; with `anew` also those that were damaged."""
        without = catalogue.unembedded()
        versions = [v for v in versions if anew or v in without]
        wanted = dict(catalogue.embeddings(versions))
        held = catalogue.vectors(list(set(wanted.values())))
        missing = set(wanted.values()) - (whole_vectors(held) if anew else held.keys())
        if not missing:
            return
        found = catalogue.bullets([n for n, key in wanted.items() if key in missing])
        by_id = {b.bullet.id: b.bullet for b in catalogue.bullets(catalogue.members(versions))}
        texts = {embedding_key(t): t for b in found if (t := embedded_text(b.bullet, by_id.get(b.bullet.parent or "")))}
        keys = list(texts)
        for start in range(0, len(keys), KEPT_AT_ONCE):
            some = keys[start : start + KEPT_AT_ONCE]
            vectors = self.encoder.encode([texts[key] for key in some], lambda more: self.progress("embedding", len(texts), more))
            with catalogue.transaction():
                catalogue.put_vectors((key, vector.tobytes()) for key, vector in zip(some, vectors, strict=True))

    def clear(self, catalogue: Catalogue) -> None:
        """Clears away the files that neither the build nor the one before names."""
        kept = [m for m in (Manifest.kept(catalogue), Manifest.before(catalogue)) if m]
        names = {part_file(self.folder, p.vectors) for m in kept for p in m.parts} | {vocabulary_file(self.folder, m.vocabulary) for m in kept}
        for path in (self.folder / "parts").iterdir():
            if path not in names:
                path.unlink(missing_ok=True)

        if shared := shared_index(self.folder, kept[0].index):
            shared.keep({p.vectors for m in kept if m.index == kept[0].index for p in m.parts})

    def _share(self, catalogue: Catalogue, index: str, parts: Sequence[Part], anew: bool) -> None:
        """Writes what an index beside the files of the library lacks, or all of it `anew`."""
        shared = shared_index(self.folder, index)
        if shared is None:
            return
        versions = {p.vectors: p.version for p in parts}
        lacking = list(versions) if anew else sorted(shared.lacks(versions))
        for name in lacking:
            shared.write(name, vectors_of(catalogue, versions[name]))
            self.progress("indexing", len(lacking), 1)

    def _part(self, catalogue: Catalogue, version: str, anew: bool) -> str:
        keys = [key for _, key in catalogue.embeddings([version])]
        name = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
        path = part_file(self.folder, name)
        if anew or not path.exists():
            write_part(path, vectors_of(catalogue, version))
        return name

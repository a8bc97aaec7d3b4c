"""Evidence packs: everything a claim's money rests on in one file, which proves itself offline (docs/evidence-pack.md).

``gather`` and ``pack`` read the database and write a pack. ``check`` and what it imports need neither database nor
models: they count again, compute again and recheck every hash and signature from the file alone.
"""

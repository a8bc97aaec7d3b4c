"""Files people gave us or we made: content-addressed, outside the web root, served only after a permission check."""

from django.db import models


class StoredFile(models.Model):
    """One file's identity. The bytes lie under FILES_DIR by SHA-256; the row never changes."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)
    stored_by = models.CharField(max_length=40, default="system")

    def __str__(self) -> str:
        return f"{self.name} ({self.size} bytes)"

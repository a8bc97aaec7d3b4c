"""Pages of the scheme books."""

from django.urls import URLPattern, URLResolver, path

from schemes.pages import books
from schemes.pages.calculator import calculator

urlpatterns: list[URLPattern | URLResolver] = [
    path("books/", books.books, name="books"),
    path("books/difference/", books.book_difference, name="book_difference"),
    path("books/drafts/<int:pk>/", books.book_publish, name="book_publish"),
    path("books/<slug:code>/new/", books.book_prepare, name="book_prepare"),
    path("books/<slug:code>/authority/", books.book_authority, name="book_authority"),
    path("books/<slug:code>/<int:number>/", books.book, name="book"),
    path("calculator/", calculator, name="calculator"),
]

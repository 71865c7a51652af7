"""Law files read: Markdown, text and Word, in their encodings, split into articles.

In: a folder of law files. Out: readings with what is odd about them. The import, the excerpts and the commands use it.
"""

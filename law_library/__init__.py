"""The law under every sentence: law texts, their versions, and the citations that point at them.

In: law texts as published, and any text that cites them. Out: laws, articles, citations with what they point at.
The content model, the site, the search and the front door may import this; it imports none of them.
"""

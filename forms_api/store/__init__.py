"""What is kept: submissions and ratings, durably, behind one door; the only package that speaks SQL.

In: frozen submissions and idempotency keys. Out: receipts, given only after the disk has them.
Pages, exports and the front door import this; it imports no page.
"""

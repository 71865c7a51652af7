"""Notices 通知: to staff that something came in or is late, to citizens that they were answered.

In: what the store's outbox holds. Out: files, or messages through the gateways that the operator set up.
`serve` and the commands use `courier`, `delivery` and `channels`; the pages know nothing of all this.
"""

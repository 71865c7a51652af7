"""The form service: takes consultations and ratings in, gives receipts, answers searches, exports.

`application` puts it together; `commands` are what staff and the operator type. Nothing is imported here, so that a
command waits only for what it needs. The service imports content_model and search_index, never a generator.
"""

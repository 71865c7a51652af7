"""What people see of the service: forms, receipts, searches, the static site, each page in the site's own look.

In: requests. Out: HTML pages, and submissions handed to the store.
`create_app` lists the modules; nothing below this package imports it.
"""

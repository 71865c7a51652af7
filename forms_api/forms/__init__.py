"""The forms: what is asked, and what is wrong with what was typed, said kindly; no page, no database.

In: form data of a request. Out: WTForms forms with cleaned data, messages that name the cure, matters for the store.
The pages import this; one module for each form, `catalogue.py` lists them.
"""

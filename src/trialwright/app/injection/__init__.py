"""Typed errors put into clean documents, to see which the checks notice.

places.py    where the numbers of a document stand, and what each is
typed.py     one function a type of error: a document's places in, the changed text out
synthetic.py clean abstracts from a small grammar of our own, with their places
scoring.py   read and check a text before and after, and say whether the error was noticed
"""

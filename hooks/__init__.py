"""Pathway's own logic: from data and Markdown to a sealed site. See `pathway --help`.

Read in this order to follow one phone number from its file to the manifest: `data`, `stage`,
`harden`, `seal`, `build`. Only `events` knows MkDocs.
"""

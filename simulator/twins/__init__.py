"""What every further stand-in shares: OAuth 2.1 with PKCE, the gate, accounts.

A folder of `simulator` that has a `twin.py` with a `TWIN` is one; nothing names it elsewhere.
"""

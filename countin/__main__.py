"""`python -m countin` is the `countin` command."""

from countin.config.cli import main

if __name__ == "__main__":
    main()

"""Let `python -m auditor` do what the installed command does."""

from auditor.cli.main import main

if __name__ == "__main__":
    main()

"""Limits (上限): one table, quoted in the errors. Sizes in bytes, lengths in characters.

They are far above anything honest; they exist so that one careless or hostile file cannot
hold up everybody else's publishing.
"""

DOCUMENT_BYTES = 2_000_000
CATALOG_BYTES = 20_000_000
FILE_BYTES = 50_000_000
FRONT_MATTER_BYTES = 64_000
LINE_CHARACTERS = 64_000
YAML_DEPTH = 32
YAML_NODES = 200_000
FRONT_MATTER_NODES = 2_000
LINKS = 5_000
TABLE_CELLS = 50_000
PATH_DEPTH = 12
MARKDOWN_NESTING = 50
IMAGE_PIXELS = 60_000_000

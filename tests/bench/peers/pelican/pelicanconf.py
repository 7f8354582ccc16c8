"""The portal of the measurement as a site of Pelican: a page a document, lists of 20 a page."""

import json
from pathlib import Path

SITENAME = "基准门户"
SITEURL = "https://bench.example"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh_cn"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
USE_FOLDER_AS_CATEGORY = False

ARTICLE_URL = "policies/{year}/{category}/{slug}/"
CATEGORY_URL = "units/{slug}/"
TAG_URL = "topics/{slug}/"
YEAR_ARCHIVE_URL = "years/{date:%Y}/"
ARTICLE_SAVE_AS, CATEGORY_SAVE_AS, TAG_SAVE_AS, YEAR_ARCHIVE_SAVE_AS = (f"{url}index.html" for url in (ARTICLE_URL, CATEGORY_URL, TAG_URL, YEAR_ARCHIVE_URL))
AUTHORS_SAVE_AS = AUTHOR_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ("index", "categories", "tags", "catalogs")
DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "category": None, "tag": None, "period_archives": None}
PAGINATION_PATTERNS = ((1, "{base_name}/", "{base_name}/index.html"), (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"))
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

ROWS = json.loads((Path(__file__).parent / "data/rows.json").read_text(encoding="utf-8"))
TOPIC_NAMES = json.loads((Path(__file__).parent / "data/topics.json").read_text(encoding="utf-8"))

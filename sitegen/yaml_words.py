"""What the YAML parser complains of (YAML 解析错误), in an editor's words, Chinese and English.

libyaml knows some forty complaints; each stands for a few slips of the hand. The words name
the slip, not the token that the parser had hoped for.
"""

from sitegen.findings import Bilingual

_COLON = Bilingual("字段名后面缺少冒号，或者冒号后面没有空格", "a colon, or the space after it, is missing behind a field name")
_INDENT = Bilingual("缩进和上一行对不齐", "the indentation does not match the line above")
_BRACKET = Bilingual("方括号里缺少逗号或者右括号 ]", "a comma or the closing ] is missing")
_BRACE = Bilingual("花括号里缺少逗号或者右括号 }", "a comma or the closing } is missing")
_END = Bilingual("引号没有成对，文字一直到文件末尾都没有结束", "a quote is not closed; the text runs to the end of the file")
_TAB = Bilingual("缩进用了制表符，要改用空格", "a tab stands where spaces must indent")
_PLACE = Bilingual("这里不能再写“字段: 值”，文字里有冒号要加引号", "`field: value` cannot stand here; quote text that holds a colon")
_ITEM = Bilingual("列表的“- ”不能写在这里", "a list item `- ` cannot stand here")
_START = Bilingual("这个字符不能用在开头，文字以它开头要加引号", "text cannot begin with this character unless it is quoted")
_ESCAPE = Bilingual("双引号里的反斜杠 \\ 后面不是能用的写法，可以改用单引号", "the backslash in this quoted text means nothing; single quotes would keep it")
_SIGN = Bilingual("% 或 ! 开头的写法不能用，文字以它开头要加引号", "text that begins with % or ! must be quoted")
_MARK = Bilingual("--- 或 ... 出现在不该有的地方", "a line of --- or ... stands where none may be")
_CHARACTER = Bilingual("有不能使用的字符", "there is a character that cannot be used")
_NAME = Bilingual("& 或 * 后面的名字不对，文字以它开头要加引号", "text that begins with & or * must be quoted")
KEY = Bilingual("字段名只能是一段文字", "a field name must be plain text")
_BLOCK = Bilingual("| 或 > 后面的写法不对", "what follows | or > is wrong")
UNREADABLE = Bilingual("解析不了这里的写法", "this cannot be read")

WORDS = {
    "could not find expected ':'": _COLON, "did not find expected key": _INDENT, "did not find expected '-' indicator": _INDENT,
    "did not find expected ',' or ']'": _BRACKET, "did not find expected ',' or '}'": _BRACE, "found unexpected end of stream": _END,
    "found a tab character that violates indentation": _TAB, "found a tab character where an indentation space is expected": _TAB,
    "mapping values are not allowed in this context": _PLACE, "mapping keys are not allowed in this context": _PLACE, "found unexpected ':'": _PLACE,
    "block sequence entries are not allowed in this context": _ITEM, "did not find expected node content": _START,
    "found character that cannot start any token": _START, "found unknown escape character": _ESCAPE, "found invalid Unicode character escape code": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE, "did not find URI escaped octet": _SIGN, "did not find expected '!'": _SIGN,
    "did not find expected tag URI": _SIGN, "did not find the expected '>'": _SIGN, "found undefined tag handle": _SIGN, "too many tags": _SIGN,
    "could not find expected directive name": _SIGN, "found unknown directive name": _SIGN, "found unexpected non-alphabetical character": _SIGN,
    "found duplicate %TAG directive": _SIGN, "found duplicate %YAML directive": _SIGN, "found incompatible YAML document": _SIGN,
    "found extremely long version number": _SIGN, "did not find expected version number": _SIGN, "did not find expected digit or '.' character": _SIGN,
    "did not find expected whitespace": _SIGN, "did not find expected whitespace or line break": _SIGN, "found unexpected document indicator": _MARK,
    "did not find expected <document start>": _MARK, "did not find expected alphabetic or numeric character": _NAME,
    "did not find expected comment or line break": _BLOCK, "found an indentation indicator equal to 0": _BLOCK,
    "control characters are not allowed": _CHARACTER, "invalid Unicode character": _CHARACTER,
}  # fmt: skip
"""By the parser's own words; complaints about bytes cannot come, for the text is decoded before."""


def in_words(complaint: str) -> Bilingual:
    """What is most likely wrong where the parser stopped."""
    return WORDS.get(complaint, UNREADABLE)

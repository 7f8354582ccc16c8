"""The section `alerts` of site.yml (提醒设置): when, to whom, and by what way. No secrets: only the names of environment variables."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Tag
from pydantic_core import PydanticCustomError

from sitegen.described import before, bounds, term, written
from sitegen.values import Line, UnitId, type_closed

Id = Annotated[str, written(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
EnvName = Annotated[str, written(pattern=r"^[A-Z][A-Z0-9_]{0,79}$")]
EnvPattern = Annotated[str, written(pattern=r"^[A-Z]([A-Z0-9_]|\{UNIT\}){0,79}$")]
WebPattern = Annotated[str, written(pattern=r"^https://[^\s/@\\?#]+(/[^\s@\\]*)?$")]
MailPattern = Annotated[str, written(pattern=r"^([A-Za-z0-9._%+-]|\{unit\})+@([A-Za-z0-9.-]|\{unit\})+$")]
Mail = Annotated[str, written(pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$")]
Host = Annotated[str, written(pattern=r"^[A-Za-z0-9.:/-]{1,253}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLevel:
    """提醒级别: how late an item is when a unit is warned, and which one."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[Id, term("编号", "id of the level; it is part of what makes a warning one and the same")]
    days: Annotated[
        int,
        term("天数", "above 0: calendar days after the last day, 1 is the first day late; 0 or below: that many working days before it"),
        bounds(ge=-60, le=365),
    ]
    channels: Annotated[tuple[Id, ...], term("渠道", "ids of the channels it goes by"), bounds(min_length=1)]
    to: Annotated[Literal["responsible", "supervising"], term("对象", "the responsible units, or the units that supervise them")] = "supervising"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """网关: a signed HTTPS call, such as to a message platform that sends texts to telephones."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[Id, term("编号", "id of the channel")]
    kind: Annotated[Literal["webhook"], term("类别", "webhook")]
    address: Annotated[WebPattern, term("地址", "https address; {unit} stands for the unit's id")]
    addresses: Annotated[dict[UnitId, WebPattern], term("单位地址", "addresses of single units")] = field(default_factory=dict)
    secret_env: Annotated[EnvName, term("密钥变量", "environment variable that holds the secret for signing")]
    private_hosts: Annotated[tuple[Host, ...], term("内网地址", "host names, addresses or networks inside the own network that may be called")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel:
    """邮件: mail through a server that speaks TLS."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[Id, term("编号", "id of the channel")]
    kind: Annotated[Literal["smtp"], term("类别", "smtp")]
    host: Annotated[Host, term("服务器", "host name of the mail server")]
    port: Annotated[int, term("端口", "port"), bounds(ge=1, le=65535)] = 587
    security: Annotated[Literal["starttls", "tls"], term("加密", "starttls, or TLS from the start")] = "starttls"
    sender: Annotated[Mail, term("发件人", "address it comes from")]
    address: Annotated[MailPattern, term("地址", "mail address; {unit} stands for the unit's id")]
    addresses: Annotated[dict[UnitId, Mail], term("单位地址", "addresses of single units")] = field(default_factory=dict)
    user_env: Annotated[EnvName | None, term("用户名变量", "environment variable that holds the user name")] = None
    password_env: Annotated[EnvName | None, term("密码变量", "environment variable that holds the password")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessengerChannel:
    """即时通信: work chat and the like through Apprise; it knows no keys, so a message may in rare cases come twice and then says so."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[Id, term("编号", "id of the channel")]
    kind: Annotated[Literal["apprise"], term("类别", "apprise")]
    address_env: Annotated[
        EnvPattern, term("地址变量", "environment variable that holds the Apprise address; {UNIT} stands for the unit's id in capitals with _ for -")
    ]


_KINDS = ("webhook", "smtp", "apprise")


def _known_kind(value: object) -> object:
    if isinstance(value, dict) and value.get("kind") not in _KINDS:
        raise PydanticCustomError("literal_error", "unknown kind", {"expected": "'webhook', 'smtp' or 'apprise'"})
    return value


def _kind_tag(value: object) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if isinstance(kind, str) else "webhook"


ChannelSettings = WebhookChannel | MailChannel | MessengerChannel
_Channel = Annotated[
    Annotated[
        Annotated[WebhookChannel, Tag("webhook")] | Annotated[MailChannel, Tag("smtp")] | Annotated[MessengerChannel, Tag("apprise")],
        Discriminator(_kind_tag),
    ],
    before(_known_kind),
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """提醒: what `python3 build.py alert` sends, and to whom."""

    __pydantic_config__: ClassVar = type_closed
    levels: Annotated[tuple[AlertLevel, ...], term("级别", "when to warn"), bounds(min_length=1)]
    channels: Annotated[tuple[_Channel, ...], term("渠道", "ways to reach a unit"), bounds(min_length=1)]
    cap: Annotated[int, term("单次上限", "messages in one run above which each receiver gets one digest"), bounds(ge=1, le=10_000)] = 50
    state: Annotated[Line, term("状态文件", "where the journal is kept, from the portal's folder")] = ".sitegen/alerts.jsonl"

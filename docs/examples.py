"""The examples of docs/content-model.md (示例): together a whole small portal, so they are checked by building it.

Path -> content. `MISTAKES` are slips made in it; docs/editors.md shows what the builder says of each.
"""

import base64
from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 6, 1)

EXAMPLES: dict[str, str] = {
    "site.yml": """\
base_url: https://www.example.gov.cn
langs: [zh-Hans, en]
identity:
  name: {zh-Hans: 演示区政务公开, en: Demo District Open Government}
  short_name: {zh-Hans: 演示公开, en: Open Demo}
  tagline: {zh-Hans: 政府信息，一处查清。, en: What the district publishes in one place.}
  organiser: {zh-Hans: 演示区人民政府办公室, en: Demo District Office}
  operator: {zh-Hans: 演示区政务服务局, en: Demo Services Bureau}
  address: {zh-Hans: 演示区中心路1号, en: "1 Central Road, Demo District"}
  phone: 0000-0000001
  email: web@example.gov.cn
  site_code: "0000000001"
  unit: district-office
sections:
  - id: policies
    kind: policy
    title: {zh-Hans: 政策文件, en: Policies}
    summary: {zh-Hans: 区里制定的政策。, en: Policies of the district.}
    column_type: 政策文件
  - id: interpretations
    kind: interpretation
    title: {zh-Hans: 政策解读, en: Explained}
    summary: {zh-Hans: 讲清楚每份政策。, en: Policies explained.}
    column_type: 解读回应
    layout: cards
  - id: notices
    kind: notice
    title: {zh-Hans: 通知公告, en: Notices}
    summary: {zh-Hans: 通知、公告和公示。, en: Notices of all units.}
    column_type: 通知公告
  - id: news
    kind: news
    title: {zh-Hans: 要闻动态, en: News}
    summary: {zh-Hans: 区里的新鲜事。, en: What happens in the district.}
    column_type: 工作动态
    layout: waterfall
  - id: reports
    kind: report
    title: {zh-Hans: 报告与数据, en: Reports}
    summary: {zh-Hans: 年报、预算和统计。, en: "Annual reports, budgets and statistics."}
    column_type: 统计信息
    facets: [year]
menu:
  - {title: {zh-Hans: 政策文件, en: Policies}, to: /policies/}
  - {title: {zh-Hans: 公开目录, en: Catalogs}, to: /catalogs/}
home:
  policies: policies
  interpretations: interpretations
  news: news
  notices: notices
  tasks:
    - title: {zh-Hans: 找单位, en: Find a unit}
      summary: {zh-Hans: 职责、电话和目录, en: "Duties, telephones and catalogs"}
      to: /units/
      icon: unit
redirects:
  - {old: /policies/2026/rent-help/, new: /notices/2026/rent-subsidy-applications/}
""",
    "content/about.md": """\
---
title: 关于本站
unit: district-office
published: 2026-01-05
---

本站由演示区人民政府办公室主办。
""",
    "content/policies/2026/rent-subsidy.md": """\
---
title: 演示区住房租赁补贴办法
unit: housing
published: 2026-03-09
formed: 2026-03-02
summary: 在演示区租房居住的低收入家庭，每月可领取租赁补贴。本办法写明谁可以申请、标准和办理时限。
topics: [housing]
entries: [housing-02]
document_number: 演示府规〔2026〕1号
index_number: 00000000DEMO000010/2026-00001
issuers: [district-office]
genre: 办法
normative: true
effective: 2026-04-01
expires: 2031-03-31
legal_basis:
  - 《公共租赁住房管理办法》
review: {by: 区政府办公室政务公开科, date: 2026-03-05}
at_a_glance:
  who: 本区户籍、没有自有住房的低收入家庭。
  what: 按月领取住房租赁补贴。
  how_much: 每人每月 300 元。
  ask: 区住房局 0000-0000002。
---

## 第一章 总则

**第一条**　为了帮助低收入家庭租房居住，制定本办法。

**第二条**　补贴标准见[受理通知](../../notices/2026/rent-subsidy-applications.md)；申请条件见[第一条](#第一条)。
""",
    "content/policies/2026/rent-subsidy.en.md": """\
---
title: Rent Subsidy Measures of Demo District
summary: Monthly help with the rent for households on low incomes.
at_a_glance:
  who: Registered households on low incomes without a home of their own.
  what: A monthly subsidy towards the rent.
---

## Chapter 1. General

These measures help households on low incomes to rent a home.
""",
    "content/interpretations/2026/rent-subsidy-explained.md": """\
---
title: 一问一答：住房租赁补贴怎么领
unit: housing
published: 2026-03-10
topics: [housing]
explains: [policies/2026/rent-subsidy]
form: qa
speaker: {name: 李明, title: 区住房局副局长}
---

## 谁可以领？

没有自有住房的低收入家庭。
""",
    "content/notices/2026/rent-subsidy-applications.md": """\
---
title: 关于受理2026年住房租赁补贴申请的通知
unit: housing
published: 2026-04-01
formed: 2026-03-30
document_number: 演示住〔2026〕4号
topics: [housing]
entries: [housing-02]
events: {started: 2026-04-01, ended: 2026-05-31}
---

4月1日起受理，5月31日截止。
""",
    "content/news/2026/first-subsidies-paid.md": """\
---
title: 首批住房租赁补贴发放到户
unit: housing
published: 2026-05-12
source: 演示日报
topics: [housing]
related: [policies/2026/rent-subsidy]
---

首批 128 户家庭收到了补贴。
""",
    "content/reports/2026/disclosure-2025.md": """\
---
title: 演示区2025年政府信息公开工作年度报告
unit: district-office
published: 2026-01-28
year: 2025
report: annual-disclosure
---

## 一、总体情况

全年主动公开信息 640 条。
""",
    "catalogs/fields/housing.yml": """\
title: 演示区住房保障领域政务公开事项标准目录
edition: 2026
updated: 2026-03-30
defaults:
  legal_basis: [《公共租赁住房管理办法》]
  time_limit: 信息形成或者变更之日起20个工作日内
  units: [housing]
  channels: [website]
entries:
  - id: housing-01
    item: 政策法规
    subitem: 住房保障政策文件
    content_elements: [文件名称和文号, 正文]
  - id: housing-02
    item: 租赁补贴
    subitem: 申请与发放
    content_elements:
      - 申请条件和标准
      - 发放结果（隐去身份证件号码）
    time_limit: 自决定作出之日起7个工作日内
    channels: [website, notice-board, other]
    other_channel: 区住房局办事大厅
    audience: {group: 申请人}
    levels: [district, street]
    disclosures:
      - event: decided
        date: 2026-05-06
        published: 2026-05-12
        document: news/2026/first-subsidies-paid
        note: 第一批发放结果
""",
    "catalogs/streets/east.yml": """\
title: 东湖街道政务公开事项标准目录
edition: 2026
updated: 2026-04-20
entries:
  - id: east-01
    refers_to: housing-02
    units: [east-office]
    levels: [street]
""",
    "catalogs/units/housing.yml": """\
title: 演示区住房局主动公开基本目录
edition: 2026
updated: 2026-03-16
entries:
  - id: unit-housing-01
    item: 机构职能
    content_elements: [机构名称、职责、负责人, 办公地址和电话]
    legal_basis: [《中华人民共和国政府信息公开条例》第二十条]
    time_limit: 信息形成或者变更之日起20个工作日内
    units: [housing]
    channels: [website, reading-point]
    method: proactive
""",
    "catalogs/public-concern.yml": """\
title: 演示区群众关切事项目录
edition: 2026
updated: 2026-05-15
entries:
  - id: concern-01
    refers_to: housing-02
    question: 租房补贴什么时候到账？
""",
    "catalogs/units.yml": """\
- id: district-office
  name: {zh-Hans: 演示区人民政府办公室, en: Demo District Office}
  short_name: {zh-Hans: 区政府办, en: District Office}
  kind: department
  duty: 统筹区政府日常政务，主管全区政府信息公开。
  address: 演示区中心路1号
  hours: 周一至周五 9:00—12:00、14:00—18:00
  phone: 0000-0000001
  credit_code: 00000000DEMO000010
- id: housing
  name: 演示区住房局
  short_name: 区住房局
  kind: department
  duty: 负责住房保障和租赁管理。
  address: 演示区安居路2号
  hours: 周一至周五 9:00—12:00、14:00—18:00
  phone: 0000-0000002
  credit_code: 00000000DEMO000020
  abbreviation: 演示住
  supervised_by: district-office
  offices:
    - name: 住房保障科
      duty: 办理租赁补贴和保障性住房。
      phone: 0000-0000021
- id: east-office
  name: 东湖街道办事处
  short_name: 东湖街道办
  kind: street-office
  duty: 负责东湖街道的公共服务和社区治理。
  address: 演示区东湖路8号
  hours: 周一至周五 9:00—12:00、14:00—17:30
  phone: 0000-0000003
  credit_code: 00000000DEMO000030
""",
    "catalogs/streets.yml": """\
- id: east
  name: {zh-Hans: 东湖街道, en: Donghu Subdistrict}
  office: east-office
  summary: 湖东老城区，有两个社区。
  communities: [湖东社区, 码头社区]
  service_points:
    - name: 东湖街道便民服务中心
      address: 东湖路8号一楼
      hours: 周一至周六 9:00—17:00
""",
    "catalogs/fields.yml": """\
- id: housing
  name: {zh-Hans: 住房保障, en: Housing}
  unit: housing
  summary: 公共租赁住房和租赁补贴。
  national_code: 9
  topics: [housing]
""",
    "catalogs/topics.yml": """\
- id: housing
  name: {zh-Hans: 住房, en: Housing}
  summary: 租房、买房和住房保障。
""",
    "catalogs/synonyms.yml": """\
- words: [租房补贴, 住房租赁补贴]
""",
    "catalogs/hotlines.yml": """\
- id: general
  name: {zh-Hans: 政务服务便民热线, en: Government service hotline}
  number: "12345"
  kind: general
  purpose: {zh-Hans: 不知道该找谁时，先打这个电话。, en: The first number to call.}
  hours: {zh-Hans: 全天24小时, en: 24 hours}
  languages: [mandarin, english]
  unit: district-office
- id: rent-subsidy
  name: 租房补贴咨询
  number: 0000-0000021
  purpose: 租赁补贴的条件、标准和到账时间。
  hours: 周一至周五 9:00—18:00
  unit: housing
  topics: [housing]
""",
    "catalogs/services.yml": """\
intake: https://hall.eastdistrict.example/items/{id}
doors:
  - name: 省政务服务网东区专厅
    summary: 全部事项网上申办、查进度
    to: https://hall.eastdistrict.example/
common: [rent-subsidy]
events:
  - {id: housing, name: 租房买房, serves: person, summary: 租房补贴和租赁备案。, topics: [housing]}
materials:
  - {id: id-card, name: 居民身份证, certificate: 居民身份证电子证照, issuer: 公安机关}
  - {id: lease-record, name: 房屋租赁凭证, certificate: 房屋租赁电子凭证, issuer: 街道办事处}
  - {id: application-form, name: 申请表}
procedures:
  - id: review
    steps: [网上或者到窗口提交。, 窗口当场核对，缺少的一次告知。, 审核后发给结果。]
""",
    "catalogs/services/housing.yml": """\
- id: rent-subsidy
  name: {zh-Hans: 住房租赁补贴申请, en: Rent subsidy}
  aliases: [租房补贴]
  nature: grant
  serves: [person]
  events: [housing]
  levels: [district, street]
  ways: [seamless]
  who: 在本区租房的住房困难家庭
  conditions: [家庭在本市没有自有住房, 人均收入低于公布的标准]
  procedure: review
  legal_days: 30
  days: 15
  result: 补贴按月拨付到社会保障卡
  materials: [application-form, id-card, lease-record]
  own_materials: [{name: 收入核对授权书, note: 全体共同居住的成年人签字}]
  documents: [policies/2026/rent-subsidy]
- id: lease-filing
  name: 房屋租赁登记备案
  nature: confirmation
  serves: [person, enterprise]
  events: [housing]
  levels: [street, community]
  ways: [instant]
  who: 出租人或者承租人
  conditions: [租赁双方签订合同三十日内]
  steps: [扫码上传租赁合同。, 系统核对后即时生成凭证。]
  legal_days: 3
  days: 0
  result: 房屋租赁电子凭证
  materials: [id-card]
""",
    "catalogs/journeys.yml": """\
- id: rent-together
  name: 租房一件事
  serves: person
  events: [housing]
  unit: housing
  who: 在本区租住房屋的居民
  services: [lease-filing, rent-subsidy]
  days: 15
  visits_before: 3
  steps:
    - {title: 备案, text: 扫码上传租赁合同。, days: 0}
    - {title: 申请补贴, text: 系统用备案信息填好申请。, days: 15}
  tips: [合同要写明租金和期限。]
""",
    "catalogs/profile.yml": """\
- {id: renting, serves: person, group: 住房, name: 租房, question: 您在本区租房居住吗？, kind: yes-no}
- {id: age, serves: person, group: 基本情况, name: 年龄, question: 您今年多少岁？, kind: number, unit: 岁, most: 120}
- id: household
  serves: person
  group: 基本情况
  name: 户籍
  question: 您的户籍在哪里？
  kind: choice
  options: [{id: local, name: 本区户籍}, {id: permit, name: 持居住证}, {id: other, name: 其他}]
""",
    "catalogs/audiences.yml": """\
- id: tenants
  name: {zh-Hans: 租房的居民, en: Tenants}
  serves: person
  summary: 在本区租房居住的家庭和个人。
  given: [{fact: renting, holds: true}]
  events: [housing]
  topics: [housing]
  visits: true
  ask: [租赁合同是否已经备案？]
""",
    "catalogs/measures.yml": """\
- id: rent-subsidy
  title: 住房租赁补贴
  serves: person
  audiences: [tenants]
  unit: housing
  benefit: 按家庭人口和租金给予补贴。
  amount: 每人每月最高500元
  conditions:
    - {fact: renting, holds: true}
    - {fact: household, one_of: [local, permit]}
    - any_of:
        - {fact: age, at_most: 35}
        - {fact: age, at_least: 60}
      clause: 第二条
  document: policies/2026/rent-subsidy
  clause: 第一条
  since: 2026-03-10
  opens: 2026-04-01
  closes: 2026-12-31
  next_window: 2027年4月
  service: rent-subsidy
  topics: [housing]
""",
    "catalogs/letters/2026.yml": """\
figures:
  until: 2026-01-31
  median_days: 2
  months:
    - {month: 1, received: 12, replied: 12, channels: {enquiry: 8, complaint-box: 4}, types: {question: 9, complaint: 3}}
  units:
    - {unit: housing, received: 12, replied: 12, median_days: 2}
letters:
  - id: 20260108-1
    title: 租房补贴什么时候到账
    channel: enquiry
    type: question
    received: 2026-01-08
    question: 补贴申请通过半个月了，什么时候到账？
    unit: housing
    replied: 2026-01-09
    reply: 每月10日发放，请在1月10日查看账户；没有到账的请打0000-0000021。
    topics: [housing]
""",
    "catalogs/annual-reports/2025/housing.yml": """\
published: 2026-01-20
overview: [全年新收申请112件，办结119件。]
normative: {made: 0, repealed: 0, in_force: 4}
licences: 12
penalties: 0
coercions: 0
requests:
  "1": [100, 12, 0, 0, 0, 0, 112]
  "2": [9, 0, 0, 0, 0, 0, 9]
  "3.1": [60, 0, 0, 0, 0, 0, 60]
  "3.2": [10, 3, 0, 0, 0, 0, 13]
  "3.3.4": [6, 0, 0, 0, 0, 0, 6]
  "3.4.1": [20, 6, 0, 0, 0, 0, 26]
  "3.5.1": [3, 0, 0, 0, 0, 0, 3]
  "3.6.3": [9, 2, 0, 0, 0, 0, 11]
  "3.7": [108, 11, 0, 0, 0, 0, 119]
  "4": [1, 1, 0, 0, 0, 0, 2]
reviews:
  reconsideration: [6, 0, 0, 1, 7]
  direct: [0, 0, 0, 0, 0]
  after: [0, 0, 0, 0, 0]
problems: [答复不够明白。]
others: [没有收费。]
""",
    "catalogs/projects/homes.yml": """\
title: 公租房新建工程
field: works
unit: housing
place: 一路2号
summary: 六十套公租房。
invested: 0.3
total: 1.2
until: 2026-05-31
started: 2026-01-05
due: 2027-01-31
stages:
  - {name: 设计, state: done, when: 2025年}
  - {name: 主体结构, state: current, when: 今年十月}
  - {name: 装修, state: next, when: 明年一月}
progress:
  - {month: 2026-05, percent: 40, text: 二层完成。}
  - {month: 2026-04, percent: 30, text: 一层完成。}
phone: 0000-0000002
""",
    "catalogs/plans.yml": """\
- id: half-year
  title: 年度投资计划
  period: 2026年1至6月
  unit: housing
  projects: 3
  planned: 10.5
  done: 5.2
  parts:
    - {name: 学校, projects: 1, planned: 6.5, done: 4.2}
    - {name: 道路, projects: 2, planned: 4.0, done: 1.0}
""",
    "catalogs/funds.yml": """\
- id: renovation
  name: 出租房改造补贴
  unit: housing
  what: 设备费用的一半。
  who: 区内的房东。
  how: [网上填表, 十个工作日内答复]
  opens: 2026-05-01
  closes: 2026-05-31
  phone: 0000-0000021
""",
    "catalogs/applications.yml": """\
guide: about
hand_in: [当面：区政府一楼窗口, 信函：中心路1号]
steps:
  - {name: 登记, limit: 收到当天, text: 编号，告诉申请人。}
  - {name: 联席会议, limit: 第8个工作日前提出, text: 复杂的申请，几个单位一起研究。, meeting: true}
  - {name: 答复, limit: 20个工作日内, text: 写明结果和救济途径。}
moved:
  - {matter: 租金补贴发放名单, unit: housing, asked: 5, since: 2026-05-12}
""",
    "catalogs/opinions.yml": """\
- id: rent-rules
  title: 演示区住房租赁补贴办法（征求意见稿）
  unit: housing
  opens: 2026-01-05
  closes: 2026-02-10
  summary: 补贴给谁、给多少、怎么领。
  draft: [一、每人每月补贴300元。, 二、按月发放。]
  explanation: [原办法到期，租金比三年前上涨一成。]
  email: housing@example.gov.cn
  notice: notices/2026/rent-subsidy-applications
  feedback:
    published: 2026-03-01
    received: 46
    summary: 收到意见46条，采纳12条。
    adopted:
      - {opinion: 单身的人也应当能申请, count: 12, answer: 已取消家庭人口要求。}
    declined:
      - {opinion: 补贴加倍, count: 9, answer: 超出今年预算。}
""",
    "catalogs/district.yml": """\
introduction: about
picture:
  src: lake.png
  alt: {zh-Hans: 湖边的亭子和柳树, en: A pavilion and willows by the lake}
facts:
  - {name: {zh-Hans: 面积, en: Area}, value: "12.5", unit: {zh-Hans: 平方公里, en: km²}}
""",
    "catalogs/sights.yml": """\
- id: lake-pavilion
  name: {zh-Hans: 湖心亭, en: Lake Pavilion}
  street: east
  picture:
    src: lake.png
    alt: {zh-Hans: 湖边的亭子和柳树, en: A pavilion and willows by the lake}
  summary: {zh-Hans: 亭子立在湖中，曲桥通到岸边。, en: A pavilion in the lake with a zigzag bridge.}
  text: [亭子建于一百年前，给撑船的人避雨。]
  place: 东街道湖滨路1号
  hours: 全天开放
  fee: 免费
  way: 公交1路“湖心亭”站
  access: 没有台阶，轮椅可以到亭边
  unit: district-office
  phone: 0000-0000001
""",
    "catalogs/pictures.yml": """\
- id: pavilion-at-dusk
  picture:
    src: lake.png
    alt: {zh-Hans: 湖边的亭子和柳树, en: A pavilion and willows by the lake}
  caption: {zh-Hans: 傍晚的湖心亭, en: Lake Pavilion at dusk}
  sight: lake-pavilion
""",
    "catalogs/figures/2025.yml": """\
unit: district-office
published: 2026-04-20
indicators:
  - {id: residents, name: {zh-Hans: 年末常住人口, en: Residents}, value: 12.4, unit: {zh-Hans: 万人, en: "× 10,000"}, trend: true}
  - {id: trade, name: {zh-Hans: 进出口总额, en: Imports and exports}, value: 918.50, unit: {zh-Hans: 亿元, en: 100 million yuan}, growth: 2.8}
breakdowns:
  - id: trade-by-direction
    title: {zh-Hans: 进出口, en: Imports and exports}
    unit: {zh-Hans: 亿元, en: 100 million yuan}
    draw: share
    of: trade
    parts:
      - {name: {zh-Hans: 进口, en: Imports}, value: 542.30}
      - {name: {zh-Hans: 出口, en: Exports}, value: 376.20}
notes: [{zh-Hans: 2025年为初步统计数。, en: Figures for 2025 are preliminary.}]
""",
    "catalogs/words.yml": """\
- wrong: 截止目前
  right: 截至目前
- wrong: 帐户
  right: 账户
  level: info
""",
    "catalogs/laws.yml": """\
- old: 中华人民共和国民法通则
  new: 中华人民共和国民法典
  since: 2021-01-01
""",
    "catalogs/calendars/2026.yml": """\
notice: 国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）
holidays:
  - {name: 元旦, first: 2026-01-01, last: 2026-01-03}
make_up_workdays: [2026-01-04]
""",
}

PICTURES = {"content/lake.png": base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")}
"""The pictures that they name."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A slip: `wrong` is written where `right` stands in the file."""

    zh: str
    en: str
    path: str
    right: str
    wrong: str


_POLICY = "content/policies/2026/rent-subsidy.md"
_INTERPRETATION = "content/interpretations/2026/rent-subsidy-explained.md"
_NOTICE = "content/notices/2026/rent-subsidy-applications.md"
_NEWS = "content/news/2026/first-subsidies-paid.md"

MISTAKES = (
    Mistake("字段名写错一个字母", "a slip in a field's name", _POLICY, "expires: 2031", "expire: 2031"),
    Mistake("日期用了中文写法", "a date in words", _POLICY, "published: 2026-03-09", "published: 2026年3月9日"),
    Mistake("单位编号没有登记过", "a unit that is not registered", _NOTICE, "unit: housing", "unit: houseing"),
    Mistake("该写列表的地方写成一段文字", "plain text where a list is needed", _NEWS, "topics: [housing]", "topics: housing"),
    Mistake("选项不在可选范围里", "a value that is not offered", _INTERPRETATION, "form: qa", "form: question"),
    Mistake("目录里漏写一列", "a column left out", "catalogs/units/housing.yml", "    units: [housing]\n", ""),
    Mistake("链接的文件不存在", "a link to a file that is not there", _POLICY, "rent-subsidy-applications.md", "rent-subsidy-aplications.md"),
    Mistake("图片忘了一起提交", "a picture that was not committed", _NEWS, "首批 128", "![工作人员上门核对账户](paid.jpg)\n\n首批 128"),
    Mistake("冒号后面没有空格", "no space after a colon", _NEWS, "source: 演示日报", "source:演示日报"),
)

"""The smallest right content file of each kind, to be spoiled by tests in one place at a time.

In: nothing. Out: texts, and a content folder that passes the check. Tests of every layer use it.
"""

from collections.abc import Mapping
from pathlib import Path

SITE = """\
网站名称: 试验县公共法律服务网
主办单位: 试验县司法局
联系电话: 0300-5550100
热线: 12348
网站地址: https://sf.example.gov.cn
网站标识码: "0000000001"
ICP备案号: 试ICP备00000000号
乡镇:
  - 城关镇
首页入口:
  - 法律咨询 | 有事先问 | /forms/consultation
"""

SERVICE = """\
---
标题: 法律援助申请
摘要: 请不起律师，可以申请国家出钱的律师。
类别: 法律援助
主题:
  - 劳动工资
发布日期: 2026-03-05
设定依据:
  - 《中华人民共和国法律援助法》第三十一条
服务对象: 经济困难的公民
办理地点: 县公共法律服务中心
办理时间: 工作日
办理时限: 7 日
收费: 免费
联系电话:
  - 0300-5550110
服务方式:
  - 窗口
层级:
  - 县
法律核对日期: 2025-04-30
群众常这样问:
  - 请不起律师怎么办
---

## 申请条件

经济困难。

## 办理材料

- 身份证。

## 办理流程

1. 提交申请。

## 常见问题

### 要交钱吗？

不要。
"""

PRODUCT = """\
---
标题: 窗口法律咨询
类别: 法律咨询
发布日期: 2026-03-05
服务对象: 全县群众
服务内容: 当面解答法律问题。
服务方式:
  - 窗口
目标:
  时限: 当场答复
收费: 免费
责任单位: 县公共法律服务中心
依据:
  - 《中华人民共和国法律援助法》
层级:
  - 县
---

带上身份证来。
"""

CASE = """\
---
标题: 高空抛物砸伤人
主题:
  - 人身损害
发布日期: 2026-03-05
法律核对日期: 2025-04-30
标签:
  - 高空抛物
---

## 基本案情

张某走在楼下，被花盆砸伤。

## 争议焦点

查不到是谁扔的，谁来赔？

## 处理结果

物业赔一部分。

## 法律依据

《中华人民共和国民法典》第一千二百五十四条。

## 以案说法

禁止从楼上扔东西。

## 温馨提示

先报警。
"""

NOTICE = """\
---
标题: 十二月值班安排
发布日期: 2026-11-02
---

律师每周三在中心值班。
"""

GUIDE = """\
---
标题: 被欠薪了怎么办
摘要: 先留证据，再投诉。
主题:
  - 劳动工资
发布日期: 2026-03-05
法律核对日期: 2025-04-30
---

## 先做这三件事

1. 留好证据。
"""

STATION = """\
---
标题: 县公共法律服务中心
层级: 县
乡镇: 城关镇
地址: 法治路 1 号
电话:
  - 0300-5550148
服务时间: 工作日
服务内容:
  - 法律咨询
预约名额: 2
---

## 怎么走

1 路车到司法局。
"""

PERSON = """\
---
姓名: 林试言
类别: 律师
执业机构: 试验律师事务所
执业证号: 试00000000000000001
专长:
  - 劳动工资
  - 婚姻家庭
乡镇: 城关镇
语言:
  - 普通话
  - 手语
接受点援: 是
电话:
  - 0300-5550181
---

办工资的案子多。
"""

WAY = """\
---
标题: 钱的事
摘要: 答两个问题，就知道找谁。
发布日期: 2026-03-05
敏感: 否
步骤:
  开始:
    问: 是什么钱？
    答:
      工钱: 工钱
      别的钱: 别的
  工钱:
    问: 有没有合同？
    说明: 工牌、打卡记录也算证据。
    答:
      有: 讨薪
      没有: 讨薪
      想请律师: services/yuanzhu
  讨薪:
    建议: 先把证据收好。
    去处:
      - guides/qianxin
      - /forms/consultation 网上咨询
  别的:
    建议:
      - 先打电话问一问。
      - 也可以到站点来。
    去处:
      - 12348 问法律
      - stations
---
"""

FILES = {
    "site.yml": SITE,
    "services/yuanzhu.md": SERVICE,
    "products/zixun.md": PRODUCT,
    "cases/paowu.md": CASE,
    "notices/zhiban.md": NOTICE,
    "guides/qianxin.md": GUIDE,
    "stations/zhongxin.md": STATION,
    "ways/qian.md": WAY,
    "people/lin.md": PERSON,
}


def write_content(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the sample files below `folder`, with `changes` by path, and give the folder."""
    for path, text in {**FILES, **(changes or {})}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder

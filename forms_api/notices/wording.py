"""The words of notices. Others may look at the telephone that shows them: no name of a citizen, nothing of the matter.

In: notices. Out: Chinese sentences, signed with the site's name. Only `delivery` imports this.
"""

from dataclasses import dataclass
from datetime import date

from content_model.site import Site
from forms_api.store.outbox import About, Notice

TO_CITIZENS = {
    About.RECEIVED: "您提交的事项（{receipt}）已收到。",
    About.ANSWERED: "您提交的事项（{receipt}）已有答复。",
}
TO_STAFF = {
    About.RECEIVED: "新的{kind}，受理编号 {receipt}{latest}。",
    About.ADDED: "{kind} {receipt}：市民补充了情况{officer}。",
    About.UNSOLVED: "{kind} {receipt}：市民说没有解决，已重新办理{officer}{latest}。",
    About.WITHDRAWN: "{kind} {receipt}：市民已撤回，不用再办理{officer}。",
    About.DUE_SOON: "{kind} {receipt}：快到期了{latest}{officer}。",
    About.OVERDUE: "{kind} {receipt}：已经超期{latest}{officer}。请尽快答复。",
}
HOW_TO_LOOK = "请用受理编号和查询码在网站查看，或拨打 {hotline}。"


@dataclass(frozen=True)
class Wording:
    """Writes notices in a site's name."""

    site: Site

    def text(self, notice: Notice) -> str:
        """Write a notice, such as “【示例县公共法律服务网】您提交的事项（ZX-…）已收到。……”."""
        if notice.to_citizen:
            said = TO_CITIZENS[notice.about].format(receipt=notice.receipt)
            return f"{self.signature}{said}{HOW_TO_LOOK.format(hotline=self.site.hotline)}"
        return self.signature + TO_STAFF[notice.about].format(
            kind=notice.kind.label,
            receipt=notice.receipt,
            latest=f"，最迟 {_day(notice.due_on)} 答复" if notice.due_on else "",
            officer=f"，承办人 {notice.officer}" if notice.officer else _nobody(notice),
        )

    @property
    def signature(self) -> str:
        """The sender as text messages name it."""
        return f"【{self.site.name}】"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _nobody(notice: Notice) -> str:
    return "，还没有人承办" if notice.about in (About.DUE_SOON, About.OVERDUE) else ""

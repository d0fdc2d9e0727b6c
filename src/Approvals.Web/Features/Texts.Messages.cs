using System.Diagnostics;
using Approvals.Web.Store.Messages;

namespace Approvals.Web.Features;

/// <summary>Texts of the messages that the system writes.</summary>
public static partial class Texts
{
    public static class Messages
    {
        public const string Title = "消息";
        public const string Empty = "还没有消息";
        public const string EmptyHint = "催办、逾期告知和每日提要会出现在这里。";
        public const string New = "未读";
        public const string MarkRead = "全部标为已读";
        public const string Marked = "已全部标为已读。";
        public const string ToAll = "看全部消息";
        public const string Restricted = "您有一件限定范围的事项。";
        public const string NotHis = "这件事现在不归您看。";

        /// <summary>After the sentence, once the seat no longer waits.</summary>
        public const string Over = "（这一步现在不用再办。）";

        public static string Sum(int total, int unread) => unread == 0 ? $"共{total}条" : $"共{total}条，{unread}条未读";

        public static string UnreadCount(int count) => $"{Few(count)}条未读消息";

        /// <summary>In the bar, where there is room for two digits.</summary>
        public static string Few(int count) => count > 99 ? "99+" : $"{count}";

        public static string Kind(MessageNote note) => note switch
        {
            MessageNote.Recorded => Acting.RecordedForMe,
            MessageNote.Reminder => "催办",
            MessageNote.Escalation => "逾期告知",
            MessageNote.Digest => "每日提要",
            MessageNote.StoodIn => "代您办理",
            MessageNote.HandedOver => "转办",
            MessageNote.Nudged => "催办",
            MessageNote.Copied => "抄送",
            MessageNote.AccountKept => "您的账号",
            _ => throw new UnreachableException(),
        };

        public static string Reminder(string stage, RungNote rung, DateOnly today) => $"请您办“{stage}”：{Due(rung, today)}。";

        public static string Escalation(string who, string stage, RungNote rung, DateOnly today) =>
            $"{who}的“{stage}”还没有办：{Due(rung, today)}，请您过问。";

        public static string Digest(MessageNote.Digest digest, DateOnly today)
        {
            (string Word, int Count)[] parts =
                [(Lamps.For(Cases.LampColour.Red), digest.Overdue), (Lamps.For(Cases.LampColour.Yellow), digest.DueSoon),
                    ("其他", digest.Others)];
            return $"{Day(digest.Day, today)}，等您办的共{digest.Overdue + digest.DueSoon + digest.Others}件："
                + string.Join("，", parts.Where(p => p.Count > 0).Select(p => $"{p.Word}{p.Count}件")) + "。";
        }

        public static string AccountKept(MessageNote.AccountKept kept) =>
            $"{kept.By}对您的账号办了：{Join(kept.Acts.Select(a => Enum.TryParse<Trails.TrailAct>(a, out var act) ? Trail.Of(act) : a))}。"
            + "不是您请他办的，请马上改密码，并告诉审计管理员。";

        /// <summary>As it stood on the day when the message was sent, which stands beside it.</summary>
        private static string Due(RungNote rung, DateOnly today) => $"期限{Day(rung.DueOn, today)}{rung.DueTime:' 'HH:mm}，" + rung.Days switch
        {
            < 0 => $"还有{-rung.Days}天",
            0 => "当天到期",
            _ => $"已逾期{rung.Days}天",
        };
    }
}
